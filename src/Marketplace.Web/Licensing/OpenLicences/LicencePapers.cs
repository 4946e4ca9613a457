using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Licensing.Papers;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Documents;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Messages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.OpenLicences;

/// <summary>Notice, certificate and what the recordal is filed with, as files; made when asked for from what the case says, so that they are never behind it.</summary>
internal static class LicencePapers
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/licences/{id:guid}/{paper:regex(^(notice|certificate)$)}.{format:regex(^(docx|pdf|html)$)}", async (Guid id, string paper, string format, LicenceReach reach, PaperPdf pdf, PublicAddress address, AppDbContext db, HttpContext http, CancellationToken ct) =>
        {
            if (await reach.FindAsync(id, ct) is not var (licence, _) || licence.DealId is not null || (paper == "certificate" && licence.VerifyToken is null)) return Results.StatusCode(StatusCodes.Status404NotFound);
            var view = await LicenceView.OfAsync(db, licence, ct);
            var made = paper == "notice" ? NoticePaper.Of(Notice(view)) : CertificatePaper.Of(Certificate(view, address));
            return PaperFile.Of(made, format, $"{made.Title} {licence.CertificateNo}", pdf, http);
        }).ExcludeFromDescription().For(Act.ReadLicences);
        routes.MapGet("/licences/{id:guid}/recordal.zip", async (Guid id, LicenceReach reach, PublicAddress address, AppDbContext db, CancellationToken ct) =>
        {
            if (await reach.FindAsync(id, ct) is not var (licence, side) || licence.EffectiveOn is null || licence.Kind.IsTransfer() || side == Web.Platform.StateMachines.Side.Bureau) return Results.StatusCode(StatusCodes.Status404NotFound);
            var view = await LicenceView.OfAsync(db, licence, ct);
            return Results.File(RecordalPack.Of(await RecordalAsync(db, view, address, side == Web.Platform.StateMachines.Side.Giver, ct)), RecordalPack.MediaType, $"{licence.CertificateNo}.zip");
        }).ExcludeFromDescription().For(Act.ReadLicences);
        routes.MapGet("/licences/{id:guid}/qr.svg", async (Guid id, LicenceReach reach, PublicAddress address, CancellationToken ct) =>
        {
            if (await reach.FindAsync(id, ct) is not var (licence, _) || licence.VerifyToken is null) return Results.StatusCode(StatusCodes.Status404NotFound);
            return Results.Bytes(QrCode.Svg(VerifyAt(licence, address)), QrCode.SvgType);
        }).ExcludeFromDescription().For(Act.ReadLicences);
    }

    public static string VerifyAt(Licence licence, PublicAddress address) => address.Of("/verify/" + licence.VerifyToken);

    internal static NoticeRecord Notice(LicenceView view) => new()
    {
        Number = view.Licence.CertificateNo,
        Patent = Patent(view),
        Licensee = Licensee(view.Licence),
        ContactName = view.Licence.ContactName,
        ContactPhone = view.Licence.ContactPhone,
        Products = view.Licence.Products,
        From = view.Licence.StartsOn,
        Until = view.Licence.EndsOn,
        Fee = Fee(view),
        PaymentReference = view.Licence.FirstFee > 0 ? view.Licence.Reference : null,
        TermsHash = view.TermsHash,
        Confirmed = new(view.Licence.LicenseeName, view.Licence.SignedBy, view.Licence.NoticeAt),
    };

    private static CertificateRecord Certificate(LicenceView view, PublicAddress address) => new()
    {
        Number = view.Licence.CertificateNo,
        NoticeNumber = view.Licence.CertificateNo,
        Patent = Patent(view),
        Licensee = Licensee(view.Licence),
        From = view.Licence.StartsOn,
        Until = view.Licence.EndsOn,
        Fee = Fee(view),
        Paid = view.Paid,
        EffectiveOn = view.Licence.EffectiveOn!.Value,
        TermsHash = view.TermsHash,
        VerifyAt = VerifyAt(view.Licence, address),
    };

    internal static async Task<RecordalRecord> RecordalAsync(AppDbContext db, LicenceView view, PublicAddress address, bool byPatentee, CancellationToken ct)
    {
        var patent = await db.Set<Patent>().AsNoTracking().SingleAsync(p => p.ApplicationNo == view.Licence.ApplicationNo, ct);
        var vouchers = view.Payments.Select(payment => payment.VoucherId).OfType<Guid>().ToList();
        var files = await (from f in db.Set<StoredFile>()
                           join c in db.Set<StoredContent>() on f.ContentSha256 equals c.Sha256
                           where vouchers.Contains(f.Id)
                           select new { f.Id, f.Name, c.Bytes }).ToDictionaryAsync(f => f.Id, f => new ProofFile(f.Name, f.Bytes), ct);
        return new()
        {
            Contract = await ContractAsync(db, view.Licence, ct),
            Notice = Notice(view),
            Certificate = Certificate(view, address),
            Payments = [.. view.Payments.Where(payment => payment.Amount > 0).Select(payment => new PaymentProof(PaymentWords.Reference(payment.BankReference!), payment.PaidOn!.Value, payment.Amount, payment.Payer, payment.Source == PaymentSource.Provider ? "在线支付" : "银行转账", view.Paid, payment.VoucherId is { } voucher ? files.GetValueOrDefault(voucher) : null))],
            Applicant = byPatentee ? new(view.Terms.Patentees[0]) : Licensee(view.Licence),
            MainIpc = patent.Ipc.FirstOrDefault(),
            AppliedOn = patent.FilingDate,
            GrantedOn = patent.GrantDate,
            FileBy = view.Recordal?.DueOn ?? view.Licence.EffectiveOn!.Value,
        };
    }

    /// <summary>What both signed, of a licence by contract.</summary>
    private static async Task<ContractProof?> ContractAsync(AppDbContext db, Licence licence, CancellationToken ct)
    {
        if (licence.DealId is not { } id) return null;
        var found = await (from d in db.Set<Deal>()
                           join c in db.Set<DealContract>() on d.ContractId equals c.Id
                           join f in db.Set<StoredFile>() on c.FileId equals f.Id
                           join b in db.Set<StoredContent>() on f.ContentSha256 equals b.Sha256
                           where d.Id == id
                           select new { d.Reference, c.VersionCode, f.Name, b.Bytes }).SingleAsync(ct);
        return new("HT-" + found.Reference, Language.In(Language.Chinese.Tag, () => DealWords.Name(licence.Kind)), licence.Kind.IsTransfer(), found.VersionCode, new(found.Name, found.Bytes));
    }

    private static LicensedPatent Patent(LicenceView view) => new()
    {
        Number = view.Terms.Number,
        Title = view.Terms.Title,
        Kind = Language.In(Language.Chinese.Tag, () => PatentNumber.KindOf(view.Terms.ApplicationNo).Name()),
        Patentees = [.. view.Terms.Patentees.Select(name => new LicenceParty(name))],
        AnnouncementNo = view.Terms.AnnouncementNo,
        AnnouncedOn = view.Terms.AnnouncedOn,
    };

    private static LicenceParty Licensee(Licence licence) => new(licence.LicenseeName, licence.LicenseeCode, licence.Address);

    private static LicenceFee Fee(LicenceView view) => new(view.Terms.Model is { } model ? Language.In(Language.Chinese.Tag, () => FeeWords.Name(model)) : "按公告", view.Terms.FeeSentence, view.Licence.FirstFee, view.Terms.Model == FeeModel.Deferred);
}
