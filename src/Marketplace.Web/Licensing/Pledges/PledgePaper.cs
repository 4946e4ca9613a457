using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Papers;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Documents;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Pledges;

/// <summary>专利权质押登记申请表, for both to sign: as docx, pdf or page to print. What nobody has said yet is marked to be filled.</summary>
internal static class PledgePaper
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/pledges/{id:guid}/application.{format:regex(^(docx|pdf|html)$)}", async (Guid id, string format, PledgeReach reach, PledgeChecks checks, PaperPdf pdf, AppDbContext db, HttpContext http, CancellationToken ct) =>
        {
            if (await reach.FindAsync(id, ct) is not (var pledge, not Side.Bureau)) return Results.StatusCode(StatusCodes.Status404NotFound);
            var earlier = await db.Set<Pledge>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == pledge.RenewsId, ct);
            var paper = Of(await checks.OfAsync(pledge, ct), earlier);
            return PaperFile.Of(paper, format, $"{paper.Title} {pledge.Number}", pdf, http);
        }).ExcludeFromDescription().For(Act.KeepLicences);

    public static Paper Of(PledgeCheck check, Pledge? earlier)
    {
        var (pledge, terms, pledgor) = (check.Pledge, check.Terms, check.Pledgor);
        return new("专利权质押登记申请表", pledge.Number,
        [
            .. pledge.AgreedVersion is null ? [new PaperText("草稿：质权人尚未同意本版条款，不能提交。", Small: true)] : Array.Empty<PaperPart>(),
            new PaperHeading("一、质押的专利"),
            new PaperTable(["序号", "专利号", "发明创造名称", "申请日", "授权公告日"], [.. check.Patents.Select((patent, i) =>
                (IReadOnlyList<string>)[$"{i + 1}", patent.Number, patent.RemovedAt is null ? patent.Title : Paper.Blank, PaperWords.Day(patent.FilingDate), PaperWords.Day(patent.GrantDate)])]),
            new PaperHeading("二、出质人"),
            new PaperFields([new("名称", pledge.PledgorName), new("统一社会信用代码", PaperWords.Known(pledgor.Uscc)), new("地址", PaperWords.Known(pledgor.Address)), new("联系人", PaperWords.Known(pledgor.ContactName)), new("电话", PaperWords.Known(pledgor.ContactPhone))]),
            new PaperHeading("三、质权人"),
            new PaperFields([new("名称", terms.Pledgee), new("统一社会信用代码", PaperWords.Known(terms.PledgeeCode)), new("地址", PaperWords.Known(terms.PledgeeAddress)), new("联系人", PaperWords.Known(check.Pledgee?.ContactName)), new("电话", PaperWords.Known(check.Pledgee?.ContactPhone))]),
            new PaperHeading("四、债务和担保"),
            new PaperFields(
            [
                new("债务人", terms.Debtor is null ? "同出质人" : $"{terms.Debtor} {terms.DebtorCode}".Trim()),
                new("主合同编号", PaperWords.Known(terms.MainContractNo)),
                new("被担保债权种类", PaperWords.Known(terms.DebtKind)),
                new("被担保债权数额", terms.Amount is { } yuan ? yuan <= CapitalYuan.Most ? PaperWords.Amount(yuan) : PaperWords.Figures(yuan) : Paper.Blank),
                new("币种", "人民币"),
                new("债务履行期限", $"{PaperWords.Day(terms.From)}至{PaperWords.Day(terms.Until)}"),
                new("担保范围", PaperWords.Known(terms.Scope)),
                .. terms.PatentShare is { } share ? [new PaperField("其中由专利权担保", PaperWords.Figures(share))] : Array.Empty<PaperField>(),
                .. terms.Valuation is { } worth ? [new PaperField("专利权评估价值", $"{PaperWords.Figures(worth)} {terms.Valuer}".Trim())] : Array.Empty<PaperField>(),
                .. earlier is null ? Array.Empty<PaperField>() : [new PaperField("续贷，原质押登记号", PaperWords.Known(earlier.RegistrationNo))],
            ]),
            new PaperHeading("五、质押合同"),
            new PaperFields([new("形式", terms.IsClause ? "主合同中的质押条款" : "单独的质押合同"), new("编号或者条款", PaperWords.Known(terms.ContractNo)), new("文件（SHA-256）", terms.Contract?.Sha256 ?? Paper.Blank)]),
            new PaperHeading("六、声明"),
            new PaperText($"""
                1．出质人是上述专利权登记的全部权利人，或者已取得其他全体共有人同意。
                2．上述专利权有效，年费已按规定缴纳，没有因权属纠纷或者保全而中止，没有已登记的质押。
                3．同日申请的实用新型和发明：{Say(terms.Pair)}。
                4．无效宣告请求：{Say(terms.Invalidity)}。
                5．双方共同申请登记；质权自登记时设立。
                """),
            .. check.Others.Count > 0 ? [new PaperFields([new("其他共有人", string.Join('；', check.Others.Select(holder => $"{holder.Name}（{(check.ConsentOf(holder) is { } consent && check.Holds(consent) ? "已同意" : "待同意")}）")))])] : Array.Empty<PaperPart>(),
            new PaperFields([new("本申请表依据的条款（SHA-256）", check.Version.Sha256)]),
            new PaperSignatures([pledge.PledgorName, terms.Pledgee]),
        ]);
    }

    private static string Say(Told? told) => told switch
    {
        Told.None => "没有",
        Told.Known => "有，质权人知情并同意",
        _ => Paper.Blank,
    };
}
