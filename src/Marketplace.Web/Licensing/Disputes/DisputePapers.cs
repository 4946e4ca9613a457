using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Papers;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Documents;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Disputes;

/// <summary>调解协议书 and 调解记录, the frozen packs, and the list as a table.</summary>
internal static class DisputePapers
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/disputes/{id:guid}/record.{format:regex(^(docx|pdf|html)$)}", async (Guid id, string format, DisputeReach reach, PaperPdf pdf, AppDbContext db, HttpContext http, CancellationToken ct) =>
        {
            if (await reach.FindAsync(id, ct) is not var (dispute, side) || dispute.MediatorName is null) return Results.StatusCode(StatusCodes.Status404NotFound);
            var paper = Of(await DisputeView.OfAsync(db, dispute, side, ct));
            return PaperFile.Of(paper, format, $"{paper.Title} {dispute.Number}", pdf, http);
        }).ExcludeFromDescription().For(Act.ReadLicences);
        routes.MapGet("/disputes/{id:guid}/evidence-{number:int}.zip", async (Guid id, int number, DisputeReach reach, AppDbContext db, CancellationToken ct) =>
        {
            if (await reach.FindAsync(id, ct) is not var (dispute, _)) return Results.StatusCode(StatusCodes.Status404NotFound);
            var pack = await db.Set<EvidencePack>().AsNoTracking().SingleOrDefaultAsync(p => p.DisputeId == id && p.Number == number, ct);
            return pack is null ? Results.StatusCode(StatusCodes.Status404NotFound) : Results.File(pack.Content, RecordalPack.MediaType, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{dispute.Number}-{number}.zip"));
        }).ExcludeFromDescription().For(Act.ReadLicences);
        routes.MapGet($"/disputes/export.{{{SheetFile.Formats}}}", async (string format, DisputeState? state, DisputeRows rows, CancellationToken ct) => await rows.ExportAsync(state, format, ct)).ExcludeFromDescription().For(Act.ReadLicences);
    }

    public static Paper Of(DisputeView view)
    {
        var dispute = view.Dispute;
        var agreed = view.State is DisputeState.Agreed or DisputeState.Proposed;
        return new(agreed ? "专利纠纷调解协议书" : "专利纠纷调解记录", dispute.Number,
        [
            .. view.State == DisputeState.Proposed ? [new PaperText("本文本待双方确认，尚未生效。")] : Array.Empty<PaperPart>(),
            new PaperHeading("一、当事人"),
            new PaperFields([new("许可方", view.Giver), new("被许可方", view.Taker), new("专利", $"{view.Terms.Number} {view.Terms.Title}"), new("许可编号", view.Licence.CertificateNo)]),
            new PaperHeading("二、争议"),
            new PaperFields([new("争议事项", Chinese(() => DisputeWords.Name(dispute.Subject))), new("请求", dispute.Claims), new("希望的结果", dispute.Wanted)]),
            new PaperHeading("三、调解"),
            new PaperFields([new("调解机关", view.Bureau ?? Paper.Blank), new("调解员", dispute.MediatorName ?? Paper.Blank), new("利益冲突声明", dispute.Declared ?? Paper.Blank)]),
            .. view.Sessions.Count > 0 ? [new PaperTable(["日期", "地点", "记录"], [.. view.Sessions.Select(session => (IReadOnlyList<string>)[PaperWords.Day(session.On), session.Place, session.Minutes])])] : Array.Empty<PaperPart>(),
            new PaperHeading(agreed ? "四、协议内容" : "四、结果"),
            new PaperText(agreed ? dispute.Agreement! : Chinese(() => DisputeWords.Name(view.State))),
            .. agreed ? [new PaperFields([new("协议核对码（SHA-256）", MediationDesk.Code(dispute)), new("许可方确认人", dispute.GiverConfirmed ?? Paper.Blank), new("被许可方确认人", dispute.TakerConfirmed ?? Paper.Blank)])] : Array.Empty<PaperPart>(),
            new PaperSignatures([view.Giver, view.Taker, dispute.MediatorName ?? "调解员"]),
        ]);
    }

    private static string Chinese(Func<string> say) => Language.In(Language.Chinese.Tag, say);
}
