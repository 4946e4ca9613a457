using Marketplace.Web.Conversions.Periods;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Facts;

/// <summary>Who entered, checked and verified which filing, who told which bureau to take a step, and who locked and published which quarter. What was filed stays; the audit log keeps who it was.</summary>
internal sealed class ConversionData : IPersonalData
{
    private const int Most = 1000;

    public string Key => "conversions";
    public string Title => ConversionTexts.DataTitle;
    public string Purpose => ConversionTexts.DataPurpose;
    public string Basis => PrivacyTexts.BasisContract;
    public string OnErasure => ConversionTexts.DataErased;

    public async Task<IReadOnlyList<IReadOnlyList<PersonalField>>> ReadAsync(AppDbContext db, Guid personId, CancellationToken ct)
    {
        var filings = await (from f in db.Set<Filing>().AsNoTracking()
                             join c in db.Set<Conversion>().AsNoTracking() on f.ConversionId equals c.Id
                             where f.EnteredBy == personId || f.CheckedBy == personId || f.VerifiedBy == personId
                             orderby f.At descending, f.Id
                             select new { f, c }).Take(Most).ToListAsync(ct);
        var told = await db.Set<StepAssignment>().AsNoTracking().Where(a => a.PersonId == personId).OrderBy(a => a.RegionPath).ThenBy(a => a.Step).Take(Most).ToListAsync(ct);
        var periods = await db.Set<CountPeriod>().AsNoTracking().Where(p => p.LockedBy == personId || p.PublishedBy == personId).OrderByDescending(p => p.Year).ThenByDescending(p => p.Quarter).ThenBy(p => p.RegionPath).Take(Most).ToListAsync(ct);
        return [.. filings.Select(r => PersonalField.Deed(ConversionTexts.Filing, r.f.At, r.f.EnteredBy == personId ? ConversionTexts.EnteredBy : r.f.CheckedBy == personId ? ConversionTexts.CheckedBy : ConversionTexts.VerifiedBy, r.c.Number)), .. told.Select(a => PersonalField.Deed(ConversionTexts.Filing, a.At, FilingWords.Name(a.Step), a.RegionPath)),
            .. periods.SelectMany(Steps)];

        IEnumerable<IReadOnlyList<PersonalField>> Steps(CountPeriod period)
        {
            var what = $"{new Quarter(period.Year, period.Quarter)} {period.RegionPath}";
            if (period.LockedBy == personId) yield return PersonalField.Deed(ConversionTexts.Filing, period.LockedAt!.Value, PeriodTexts.Lock, what);
            if (period.PublishedBy == personId) yield return PersonalField.Deed(ConversionTexts.Filing, period.PublishedAt!.Value, PeriodTexts.Publish, what);
        }
    }

    public async Task EraseAsync(AppDbContext db, Guid personId, DateTimeOffset now, CancellationToken ct)
    {
        await db.Set<Filing>().Where(f => f.EnteredBy == personId).ExecuteUpdateAsync(set => set.SetProperty(f => f.EnteredBy, (Guid?)null), ct);
        await db.Set<Filing>().Where(f => f.CheckedBy == personId).ExecuteUpdateAsync(set => set.SetProperty(f => f.CheckedBy, (Guid?)null), ct);
        await db.Set<Filing>().Where(f => f.VerifiedBy == personId).ExecuteUpdateAsync(set => set.SetProperty(f => f.VerifiedBy, (Guid?)null), ct);
        await db.Set<CountPeriod>().Where(p => p.LockedBy == personId).ExecuteUpdateAsync(set => set.SetProperty(p => p.LockedBy, (Guid?)null), ct);
        await db.Set<CountPeriod>().Where(p => p.PublishedBy == personId).ExecuteUpdateAsync(set => set.SetProperty(p => p.PublishedBy, (Guid?)null), ct);
        await db.Set<StepAssignment>().Where(a => a.PersonId == personId).ExecuteUpdateAsync(set => set.SetProperty(a => a.PersonId, (Guid?)null), ct);
    }
}
