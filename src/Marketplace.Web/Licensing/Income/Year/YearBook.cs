using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.Fees;
using Marketplace.Web.Licensing.Income.Contracts;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Licensing.Recordal;
using Marketplace.Web.Matchmaking.Meetings;
using Marketplace.Web.Organisations.Links;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Income.Year;

/// <summary>What a holder's year is made of, from the books themselves. A year is Beijing's; what was void from the beginning counts in none (D14).</summary>
public sealed class YearBook(AppDbContext db, Workdays workdays)
{
    public async Task<IReadOnlyList<YearRow>> ReadAsync(Guid holder, int year, CancellationToken ct) =>
        [.. await OffersAsync(holder, year, ct), .. await TalksAsync(holder, year, ct), .. await LicencesAsync(holder, year, ct), .. await MoneyAsync(holder, year, ct), .. await RegistersAsync(holder, year, ct)];

    private async Task<List<YearRow>> OffersAsync(Guid holder, int year, CancellationToken ct)
    {
        var (begin, end) = Bounds(year);
        var listings = await (from l in db.Set<Listing>().AsNoTracking()
                              join m in db.Set<ListingPatent>() on l.Id equals m.ListingId
                              join p in db.Set<Patent>() on m.ApplicationNo equals p.ApplicationNo
                              where l.OwnerId == holder && m.Place == 1 && l.PublishedAt >= begin && l.PublishedAt < end
                              orderby l.PublishedAt, l.Id
                              select new { l.Id, l.PublishedAt, Title = l.Title ?? p.Title }).ToListAsync(ct);
        var (first, last) = (new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
        var views = await (from v in db.Set<PatentVisit>()
                           join h in db.Set<PatentHolder>() on v.ApplicationNo equals h.ApplicationNo
                           join p in db.Set<Patent>() on v.ApplicationNo equals p.ApplicationNo
                           where h.OrganisationId == holder && v.Day >= first && v.Day <= last
                           group v by new { v.ApplicationNo, p.Title } into g
                           orderby g.Sum(v => v.Times) descending, g.Key.ApplicationNo
                           select new { g.Key.ApplicationNo, g.Key.Title, Times = g.Sum(v => v.Times), Last = g.Max(v => v.Day) }).ToListAsync(ct);
        return
        [
            .. listings.Select(l => new YearRow(YearFigure.Listings, Dates.Day(l.PublishedAt!.Value), l.Title, $"/listings/{l.Id}", null, null, 1)),
            .. views.Select(v => new YearRow(YearFigure.Views, v.Last, v.Title, $"/patents/{v.ApplicationNo}", null, null, v.Times)),
        ];
    }

    /// <summary>Without who asked: some of them are still unknown to the holder.</summary>
    private async Task<List<YearRow>> TalksAsync(Guid holder, int year, CancellationToken ct)
    {
        var (begin, end) = Bounds(year);
        return [.. (await (from t in db.Set<Talk>().AsNoTracking()
                           join p in db.Set<Patent>() on t.ApplicationNo equals p.ApplicationNo
                           where t.HolderId == holder && t.CreatedAt >= begin && t.CreatedAt < end
                           orderby t.CreatedAt, t.Id
                           select new { t.Id, t.CreatedAt, t.NeedId, p.Title }).ToListAsync(ct))
            .Select(t => new YearRow(t.NeedId is null ? YearFigure.Enquiries : YearFigure.Talks, Dates.Day(t.CreatedAt), t.Title, $"/talks/{t.Id}", null, null, 1))];
    }

    private async Task<List<YearRow>> LicencesAsync(Guid holder, int year, CancellationToken ct)
    {
        var (first, last) = (new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
        var found = await (from l in db.Set<Licence>().AsNoTracking()
                           join s in db.Set<TermsSnapshot>() on l.SnapshotId equals s.Id
                           where l.HolderId == holder && l.State != LicenceState.Voided && l.EffectiveOn >= first && l.EffectiveOn <= last
                           orderby l.EffectiveOn, l.Id
                           select new { l, s }).ToListAsync(ct);
        var related = await db.Set<OrganisationLink>().Where(k => k.State == LinkState.Confirmed && (k.UpperId == holder || k.LowerId == holder)).Select(k => new { Other = k.UpperId == holder ? k.LowerId : k.UpperId, k.Since, k.Until }).ToListAsync(ct);
        var units = await UnitsAsync(holder, ct);
        var rows = new List<YearRow>();
        foreach (var (licence, snapshot) in found.Select(f => (f.l, f.s)))
        {
            var terms = snapshot.Read();
            YearRow Row(YearFigure figure, string? key, decimal amount) => new(figure, licence.EffectiveOn!.Value, $"{licence.CertificateNo} {terms.Title}", $"/licences/{licence.Id}", licence.LicenseeName, key, amount, units.GetValueOrDefault(licence.Id));
            // A right that was sold is no licence; what was agreed on for it is money all the same.
            if (licence.Kind.IsTransfer())
            {
                rows.Add(Row(YearFigure.Agreed, null, Agreed(licence, terms, workdays)));
                continue;
            }
            rows.AddRange(Row(YearFigure.Licences, null, 1), Row(YearFigure.Patents, licence.ApplicationNo, 1), Row(YearFigure.Licensees, licence.LicenseeCode, 1), Row(YearFigure.Agreed, null, Agreed(licence, terms, workdays)));
            if (related.Exists(k => k.Other == licence.LicenseeId && k.Since <= licence.EffectiveOn && (k.Until is null || k.Until >= licence.EffectiveOn))) rows.Add(Row(YearFigure.Related, null, 1));
        }
        return rows;
    }

    private async Task<List<YearRow>> MoneyAsync(Guid holder, int year, CancellationToken ct)
    {
        var (first, last) = (new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
        var units = await UnitsAsync(holder, ct);
        var payments = await (from p in db.Set<Payment>().AsNoTracking()
                              join l in db.Set<Licence>() on p.LicenceId equals l.Id
                              where l.HolderId == holder && l.State != LicenceState.Voided && p.Amount > 0 && p.PaidOn >= first && p.PaidOn <= last && p.State != PaymentState.Failed
                              orderby p.PaidOn, p.Id
                              select new { p.State, p.PaidOn, p.Amount, p.Payer, l.Reference, l.Id }).ToListAsync(ct);
        var shares = await (from share in db.Set<SharingShare>().AsNoTracking()
                            join s in db.Set<Sharing>() on share.SharingId equals s.Id
                            join l in db.Set<Licence>() on s.LicenceId equals l.Id
                            where s.HolderId == holder && s.State == SharingState.Paid && s.PaidOn >= first && s.PaidOn <= last && share.Amount > 0 && (share.Kind == ShareKind.Inventor || share.Kind == ShareKind.Contributor)
                            orderby s.PaidOn, s.Id, share.Ordinal
                            select new
                            {
                                share.Name,
                                share.Amount,
                                s.PaidOn,
                                s.UnitId,
                                s.Id,
                                l.Reference,
                                Person = db.Set<InventorLink>().Where(k => k.HolderId == holder && k.ApplicationNo == l.ApplicationNo && k.Name == share.Name && k.EndedAt == null).Select(k => k.PersonId).FirstOrDefault(),
                            }).ToListAsync(ct);
        return
        [
            .. payments.Select(p => new YearRow(p.State == PaymentState.Confirmed ? YearFigure.Received : YearFigure.Unconfirmed, p.PaidOn!.Value, "KX-" + p.Reference, $"/licences/{p.Id}", p.Payer, null, p.Amount, units.GetValueOrDefault(p.Id))),
            // Two people of one name are told apart where the holder has said who they are.
            .. shares.Select(s => new YearRow(YearFigure.SharesPaid, s.PaidOn!.Value, "KX-" + s.Reference, $"/income/{s.Id}", s.Name, s.Person?.ToString() ?? s.Name, s.Amount, s.UnitId)),
        ];
    }

    private async Task<List<YearRow>> RegistersAsync(Guid holder, int year, CancellationToken ct)
    {
        var (first, last) = (new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
        var units = await UnitsAsync(holder, ct);
        var recordals = await (from r in db.Set<LicenceRecordal>().AsNoTracking()
                               join l in db.Set<Licence>() on r.LicenceId equals l.Id
                               where l.HolderId == holder && l.State != LicenceState.Voided && r.RecordedOn >= first && r.RecordedOn <= last
                               orderby r.RecordedOn, r.Id
                               select new { r.RecordedOn, r.RecordNo, l.Id, l.LicenseeName }).ToListAsync(ct);
        var contracts = await (from c in db.Set<TechContract>().AsNoTracking()
                               join l in db.Set<Licence>() on c.LicenceId equals l.Id
                               where l.HolderId == holder && c.State == ContractState.Registered && c.RegisteredOn >= first && c.RegisteredOn <= last
                               orderby c.RegisteredOn, c.Id
                               select new { c.RegisteredOn, c.Number, c.Technology, l.Id, l.LicenseeName }).ToListAsync(ct);
        return
        [
            .. recordals.Select(r => new YearRow(YearFigure.Recorded, r.RecordedOn!.Value, r.RecordNo!, $"/licences/{r.Id}", r.LicenseeName, null, 1, units.GetValueOrDefault(r.Id))),
            .. contracts.SelectMany(c => (YearRow[])[new(YearFigure.Contracts, c.RegisteredOn!.Value, c.Number!, $"/licences/{c.Id}/contract", c.LicenseeName, null, 1, units.GetValueOrDefault(c.Id)),
                new(YearFigure.Technology, c.RegisteredOn!.Value, c.Number!, $"/licences/{c.Id}/contract", c.LicenseeName, null, c.Technology ?? 0, units.GetValueOrDefault(c.Id))]),
        ];
    }

    /// <summary>合同额: what is fixed in the terms; what runs is known when it is reported. Where the terms fix nothing, what was paid to begin with.</summary>
    public static decimal Agreed(Licence licence, FrozenTerms terms, Workdays workdays)
    {
        if (FirstFee.IsStated(terms)) return licence.FirstFee;
        var fixedSum = LicenceFeeSchedule.Of(terms.Model!.Value, terms.Fee, licence.StartsOn, licence.EndsOn, workdays).Sum(due => due.Amount ?? 0);
        return Math.Max(fixedSum, licence.FirstFee);
    }

    /// <summary>The college a licence is counted for: the one its latest sharing names.</summary>
    private async Task<Dictionary<Guid, Guid?>> UnitsAsync(Guid holder, CancellationToken ct) =>
        (await db.Set<Sharing>().Where(s => s.HolderId == holder && s.State != SharingState.Dropped && s.UnitId != null).OrderBy(s => s.Id).Select(s => new { s.LicenceId, s.UnitId }).ToListAsync(ct))
        .GroupBy(s => s.LicenceId).ToDictionary(g => g.Key, g => g.Last().UnitId);

    private static (DateTimeOffset From, DateTimeOffset To) Bounds(int year)
    {
        // Beijing's midnight, said in UTC as the database wants it.
        var from = new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.FromHours(8)).ToUniversalTime();
        return (from, new DateTimeOffset(year + 1, 1, 1, 0, 0, 0, TimeSpan.FromHours(8)).ToUniversalTime());
    }
}
