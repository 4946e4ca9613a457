using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Matchmaking.Pushes;
using Marketplace.Web.Organisations;
using Marketplace.Web.Plans.Values;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Plans.Counted;

/// <summary>What the platform holds of an indicator whose official figure comes from elsewhere.</summary>
/// <param name="From">Of what is counted over time: its first day; null: since the first record.</param>
/// <param name="Whole">Of a ratio: what the last verified figure was divided by.</param>
public sealed record StockSoFar(string Key, DateOnly? From, DateOnly On, int Count, decimal? Whole, DateOnly? WholeOn)
{
    public bool IsPushes => Key == KnownStock.Pushed;
    public bool IsHighValue => Key == KnownStock.HighValueInventions;

    /// <summary>Null: nobody entered yet what to divide by.</summary>
    public decimal? Ratio => Whole is { } whole ? Count / whole : null;
}

/// <summary>
/// 平台已知 beside an entered figure, never in its place: the platform holds the patents somebody brought here and not the region's stock, and a push counts no more when its message comes back.
/// </summary>
public sealed class KnownStock(AppDbContext db, PushFigures pushes, TimeProvider time)
{
    internal const string Pushed = "pushes.items";
    internal const string Inventions = "patents.invention.per-10k";
    internal const string HighValueInventions = "patents.high-value.per-10k";

    /// <summary>Null: the platform holds nothing of this kind.</summary>
    public async Task<StockSoFar?> OfAsync(FoundIndicator found, CancellationToken ct)
    {
        var (plan, indicator, definition) = found;
        var today = Dates.Today(time);
        switch (definition.Computed)
        {
            case Pushed:
                if (plan.StartsOn > today) return null;
                var last = plan.EndsOn < today ? plan.EndsOn.Value : today;
                return new(Pushed, plan.StartsOn, last, await pushes.ItemsAsync(plan.RegionPath, new() { From = plan.StartsOn, To = last }, ct), null, null);
            case Inventions:
                return await RatioAsync(Inventions, indicator.Id, await InForce(plan.RegionPath).CountAsync(ct), today, ct);
            case HighValueInventions:
                return await RatioAsync(HighValueInventions, indicator.Id, await HighValueAsync(plan.RegionPath, today, ct), today, ct);
            default:
                return null;
        }
    }

    private async Task<StockSoFar> RatioAsync(string key, Guid indicator, int count, DateOnly today, CancellationToken ct)
    {
        var whole = await db.Set<IndicatorValue>().AsNoTracking().Where(v => v.IndicatorId == indicator && v.State == ValueState.Verified && v.Whole != null)
            .OrderByDescending(v => v.WholeOn).ThenByDescending(v => v.At).Select(v => new { v.Whole, v.WholeOn }).FirstOrDefaultAsync(ct);
        return new(key, null, today, count, whole?.Whole, whole?.WholeOn);
    }

    /// <summary>Of the first holder's place: a patent of two counties is one patent, and belongs to one of them.</summary>
    private IQueryable<Patent> InForce(string regionPath) => db.Set<Patent>().AsNoTracking().Where(p =>
        p.Kind == PatentKind.Invention && p.RemovedAt == null && PatentStates.AllInForce.Contains(p.State)
        && db.Set<PatentHolder>().Any(h => h.ApplicationNo == p.ApplicationNo && h.Place == 1 && db.Set<Organisation>().Any(o => o.Id == h.OrganisationId && o.RegionPath.StartsWith(regionPath))));

    private async Task<int> HighValueAsync(string regionPath, DateOnly today, CancellationToken ct)
    {
        var stock = await InForce(regionPath).Select(p => new { p.FilingDate, p.Family, Shown = db.Set<HighValueFact>().Any(f => f.ApplicationNo == p.ApplicationNo && f.StruckAt == null) }).ToListAsync(ct);
        return stock.Count(p => p.Shown || today >= HighValue.TenYearsFrom(p.FilingDate) || p.Family.Any(FamilyMember.IsGrantedAbroad));
    }
}
