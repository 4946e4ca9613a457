using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Organisations.Units;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Income;

public sealed record SharingRow(Guid Id, Guid LicenceId, string Reference, string Title, string? Unit, decimal Gross, decimal Net, decimal ToPeople, SharingState State, DateOnly Since, DateOnly? ObjectUntil, DateOnly? PaidOn)
{
    public string Licence => "KX-" + Reference;
}

/// <summary>A receipt nobody has shared yet.</summary>
public sealed record WaitingReceipt(Guid PaymentId, Guid LicenceId, string Reference, string Title, decimal Amount, DateOnly? PaidOn, PaymentState State)
{
    public string Licence => "KX-" + Reference;
}

/// <summary>Sharings of the organisation the reader acts for; page and sheet show the same.</summary>
public sealed class SharingList(AppDbContext db, AccessCheck access, Actor actor)
{
    private static readonly PaymentState?[] s_counted = [PaymentState.Paid, PaymentState.Confirmed, PaymentState.Contested];

    /// <summary>Null: none the reader may do this for.</summary>
    public Guid? Holder => actor.ActingFor is { } own && access.May(Act.KeepLicences, new(own)) ? own : null;

    public IQueryable<SharingRow> Of(SharingState? state, Guid? licence = null, Guid? after = null) =>
        from s in db.Set<Sharing>().AsNoTracking()
        join l in db.Set<Licence>() on s.LicenceId equals l.Id
        join p in db.Set<Patent>() on l.ApplicationNo equals p.ApplicationNo
        where s.HolderId == Holder && (state == null || s.State == state) && (licence == null || l.Id == licence) && (after == null || s.Id < after)
        orderby s.Id descending
        select new SharingRow(s.Id, l.Id, l.Reference, p.Title, db.Set<OrganisationUnit>().Where(u => u.Id == s.UnitId).Select(u => u.Name).FirstOrDefault(), s.Gross, s.Net,
            s.Shares.Where(share => share.Kind == ShareKind.Inventor || share.Kind == ShareKind.Contributor).Sum(share => share.Amount), s.State!.Value, s.Since, s.ObjectUntil, s.PaidOn);

    public async Task<IReadOnlyList<WaitingReceipt>> WaitingAsync(Guid? licence, CancellationToken ct) =>
        await (from pay in db.Set<Payment>().AsNoTracking()
               join l in db.Set<Licence>() on pay.LicenceId equals l.Id
               join p in db.Set<Patent>() on l.ApplicationNo equals p.ApplicationNo
               where l.HolderId == Holder && (licence == null || l.Id == licence) && pay.Amount > 0 && s_counted.Contains(pay.State) && l.EffectiveOn != null
                   && !db.Set<Sharing>().Any(s => s.PaymentId == pay.Id && s.State != SharingState.Dropped)
               orderby pay.PaidOn descending, pay.Id
               select new WaitingReceipt(pay.Id, l.Id, l.Reference, p.Title, pay.Amount, pay.PaidOn, pay.State!.Value)).Take(200).ToListAsync(ct);

    public static SheetField<SharingRow>[] Fields =>
    [
        new(LicenceTexts.CertificateNo, row => row.Licence),
        new(LicenceTexts.Patent, row => row.Title) { Width = 36 },
        new(IncomeTexts.College, row => row.Unit),
        new(IncomeTexts.GrossYuan, row => row.Gross) { Form = SheetForm.Amount },
        new(IncomeTexts.NetYuan, row => row.Net) { Form = SheetForm.Amount },
        new(IncomeTexts.ToPeopleYuan, row => row.ToPeople) { Form = SheetForm.Amount },
        new(LicenceTexts.State, row => IncomeWords.Name(row.State)),
        new(IncomeTexts.Since, row => row.Since) { Form = SheetForm.Date },
        new(IncomeTexts.PaidOn, row => row.PaidOn) { Form = SheetForm.Date },
    ];
}

/// <summary>What the page of a licence shows its giver about income.</summary>
public sealed class IncomeOfLicence(AppDbContext db, SharingList list)
{
    public async Task<(IReadOnlyList<WaitingReceipt> Waiting, IReadOnlyList<SharingRow> Sharings, Contracts.TechContract? Contract)?> OfAsync(Licence licence, CancellationToken ct) =>
        licence.HolderId is null || licence.HolderId != list.Holder ? null
            : (await list.WaitingAsync(licence.Id, ct), await list.Of(null, licence.Id).ToListAsync(ct),
               await db.Set<Contracts.TechContract>().AsNoTracking().SingleOrDefaultAsync(c => c.LicenceId == licence.Id, ct));
}
