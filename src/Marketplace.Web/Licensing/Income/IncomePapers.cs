using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.Fees;
using Marketplace.Web.Licensing.Income.Contracts;
using Marketplace.Web.Licensing.Income.Year;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Papers;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Documents;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Spreadsheets;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Income;

/// <summary>Proofs, the list of sharings as a sheet, and what a contract is registered with; made when asked for.</summary>
internal static class IncomePapers
{
    private const string Formats = "format:regex(^(docx|pdf|html)$)";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet($"/account/shares/{{id:guid}}/proof.{{{Formats}}}", async (Guid id, string format, ShareDesk desk, PublicAddress address, AppDbContext db, PaperPdf pdf, HttpContext http, CancellationToken ct) =>
            (await desk.MineAsync(ct)).FirstOrDefault(own => own.Share.Id == id) is { Share: { VerifyToken: { } token } share }
                && await FindAsync(db, token, address, ct) is { } proof ? PaperFile.Of(ProofPaper.Of(proof), format, $"科技成果转化证明 {share.Name} {proof.Licence}", pdf, http) : Results.StatusCode(StatusCodes.Status404NotFound))
            .ExcludeFromDescription().For(Act.UseAccount);
        routes.MapGet($"/income/{{id:guid}}/shares/{{shareId:guid}}/proof.{{{Formats}}}", async (Guid id, Guid shareId, string format, SharingDesk desk, PublicAddress address, AppDbContext db, PaperPdf pdf, HttpContext http, CancellationToken ct) =>
            (await desk.FindAsync(id, ct))?.Shares.Find(share => share.Id == shareId) is { VerifyToken: { } token } share
                && await FindAsync(db, token, address, ct) is { } proof ? PaperFile.Of(ProofPaper.Of(proof), format, $"科技成果转化证明 {share.Name} {proof.Licence}", pdf, http) : Results.StatusCode(StatusCodes.Status404NotFound))
            .ExcludeFromDescription().For(Act.KeepLicences);
        routes.MapGet($"/income/export.{{{SheetFile.Formats}}}", async (string format, string? state, SharingList list, AuditLog audit, AppDbContext db, CancellationToken ct) =>
        {
            if (list.Holder is not { } holder) return Results.StatusCode(StatusCodes.Status404NotFound);
            var rows = await list.Of(Chosen.One<SharingState>(state)).ToListAsync(ct);
            audit.Record(db, "sharing.exported", $"organisation:{holder}", new { rows = rows.Count });
            await db.SaveChangesAsync(ct);
            return SheetFile.Of(IncomeTexts.Title, format, SharingList.Fields, rows);
        }).ExcludeFromDescription().For(Act.KeepLicences);
        routes.MapGet("/licences/{id:guid}/contract.zip", async (Guid id, LicenceReach reach, PublicAddress address, Workdays workdays, AppDbContext db, CancellationToken ct) =>
        {
            if (await reach.FindAsync(id, ct) is not var (licence, side) || licence is not { EffectiveOn: not null, HolderId: { } holder } || side != Side.Giver) return Results.StatusCode(StatusCodes.Status404NotFound);
            return Results.File(TechContractPack.Of(await ContractAsync(db, licence, holder, address, workdays, ct)), RecordalPack.MediaType, $"技术合同认定登记 {licence.CertificateNo}.zip");
        }).ExcludeFromDescription().For(Act.KeepLicences);
    }

    /// <summary>Null: there is no such proof, or it no longer holds.</summary>
    public static async Task<ConversionProof?> FindAsync(AppDbContext db, string token, PublicAddress address, CancellationToken ct)
    {
        if (token.Length > 32) return null;
        var found = await (from share in db.Set<SharingShare>().AsNoTracking()
                           join s in db.Set<Sharing>().AsNoTracking() on share.SharingId equals s.Id
                           join l in db.Set<Licence>().AsNoTracking() on s.LicenceId equals l.Id
                           join t in db.Set<TermsSnapshot>().AsNoTracking() on l.SnapshotId equals t.Id
                           join o in db.Set<Organisation>().AsNoTracking() on s.HolderId equals o.Id
                           where share.VerifyToken == token && (s.State == SharingState.Confirmed || s.State == SharingState.Paid)
                           select new { share, s, l, t, o }).SingleOrDefaultAsync(ct);
        if (found is null) return null;
        var terms = found.t.Read();
        return new()
        {
            Name = found.share.Name,
            Kind = found.share.Kind,
            Holder = found.o.Name,
            HolderCode = found.o.Uscc,
            PatentNumber = terms.Number,
            Title = terms.Title,
            Licence = found.l.CertificateNo,
            Licensee = found.l.LicenseeName,
            EffectiveOn = found.l.EffectiveOn,
            Gross = found.s.Gross,
            State = found.s.State!.Value,
            PaidOn = found.s.PaidOn,
            VerifyAt = address.Of("/verify/shares/" + token),
        };
    }

    public static async Task<ContractRecord> ContractAsync(AppDbContext db, Licence licence, Guid holder, PublicAddress address, Workdays workdays, CancellationToken ct)
    {
        var view = await LicenceView.OfAsync(db, licence, ct);
        var seller = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == holder, ct);
        var contract = await db.Set<TechContract>().AsNoTracking().SingleOrDefaultAsync(c => c.LicenceId == licence.Id, ct);
        var running = !FirstFee.IsStated(view.Terms) && LicenceFeeSchedule.Of(view.Terms.Model ?? FeeModel.Free, view.Terms.Fee, licence.StartsOn, licence.EndsOn, workdays).Any(due => due.Amount is null);
        return new(await LicencePapers.RecordalAsync(db, view, address, byPatentee: true, ct), new(seller.Name, seller.Uscc, seller.Address), YearBook.Agreed(licence, view.Terms, workdays), running, contract?.Number, contract?.RegisteredOn);
    }
}
