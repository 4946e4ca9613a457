using Marketplace.Web.Conversions.Counting;
using Marketplace.Web.Conversions.Overview;
using Marketplace.Web.Conversions.Periods;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Yearly;

/// <param name="Code">Null: what is the region's own and of none below it.</param>
/// <param name="Values">In the order of <see cref="StandardRules.All"/>; null: hidden, or a distinct count of the own level, which there is none of.</param>
/// <param name="Hidden">Of each: fewer than three, or what would tell of them.</param>
public sealed record PublicPlace(string? Code, string Name, IReadOnlyList<decimal?> Values, IReadOnlyList<bool> Hidden)
{
    public bool HidesAny => Hidden.Contains(true);
}

public sealed record PublicYear(int Year, IReadOnlyList<Region> Trail, DateOnly PublishedOn, PublicPlace Whole, IReadOnlyList<PublicPlace> Parts)
{
    public bool HidesAny => Parts.Prepend(Whole).Any(place => place.HidesAny);
}

/// <summary>
/// 公开年报: what a region published of a whole year, for everybody. Quarters are not shown one by one: two sums that follow each other would tell what lies between.
/// A place that the page of the region above leaves out has no page of its own.
/// </summary>
public sealed class PublicYears(AppDbContext db, FactReader reader, FactStore store, RegionTree regions, TimeProvider time)
{
    private static readonly int s_conversions = StandardRules.Conversions.Count, s_contracts = IndexOf(CountEntity.Contracts), s_takers = IndexOf(CountEntity.Takers);

    /// <summary>The regions that published a whole year, and which.</summary>
    public async Task<IReadOnlyList<(Region Region, int Year)>> ListAsync(CancellationToken ct)
    {
        var published = await db.Set<CountPeriod>().AsNoTracking().Where(p => p.PublishedAt != null).GroupBy(p => new { p.RegionPath, p.Year }).Where(of => of.Count() == 4).Select(of => new { of.Key.RegionPath, of.Key.Year }).ToListAsync(ct);
        var trails = await regions.TrailsAsync([.. published.Select(p => p.RegionPath).Distinct(StringComparer.Ordinal)], ct);
        return [.. published.Where(p => trails[p.RegionPath].Count > 0).Select(p => (trails[p.RegionPath][^1], p.Year)).OrderByDescending(p => p.Year).ThenBy(p => p.Item1.Path, StringComparer.Ordinal)];
    }

    /// <summary>Null: it was not published, or the year of the region above leaves it out.</summary>
    public async Task<PublicYear?> ReadAsync(string code, int year, CancellationToken ct)
    {
        if (year is < 2000 or > 2200 || await regions.FindAsync(code, ct) is not { } region) return null;
        var published = await db.Set<CountPeriod>().AsNoTracking().Where(p => p.Year == year && p.PublishedAt != null && region.Path.StartsWith(p.RegionPath)).ToListAsync(ct);
        if (published.Select(p => p.Quarter).Distinct().Count() < 4) return null;
        var trail = (await regions.TrailsAsync([region.Path], ct))[region.Path];
        var counter = new FactCounter(await store.ColumnsAsync(reader, ct), await reader.LocksAsync(ct), time.GetUtcNow());
        // From the widest region that published it down to this one.
        var widest = published.MinBy(p => p.RegionPath.Length)!.RegionPath;
        PublicYear? shown = null;
        foreach (var place in trail.Where(place => place.Path.StartsWith(widest, StringComparison.Ordinal)))
        {
            if (shown?.Parts.FirstOrDefault(part => part.Code == place.Code) is { } part && part.HidesAny) return null;
            shown = await OfAsync(place, trail, year, published, counter, ct);
        }
        return shown;
    }

    private async Task<PublicYear> OfAsync(Region region, IReadOnlyList<Region> trail, int year, IReadOnlyList<CountPeriod> published, FactCounter counter, CancellationToken ct)
    {
        var below = await regions.ChildrenAsync(region.Code, ct);
        var (whole, values) = (Values(region.Path), below.ConvertAll(r => Values(r.Path)));
        List<(string? Code, string Name, List<decimal?> Values)> parts = [.. below.Zip(values, (r, of) => ((string?)r.Code, r.Name, Known(of)))];
        if (FactCounter.OwnOf(whole, values) is { } own) parts.Add((null, OverviewTexts.Own, own));
        var (conversions, pledges) = (parts.ConvertAll(p => Conversions(p.Values)), parts.ConvertAll(p => Pledges(p.Values)));
        var (all, loans) = (SmallCounts.IsSmall(Conversions(Known(whole))), SmallCounts.IsSmall(Pledges(Known(whole))));
        var (hidden, hiddenLoans) = (SmallCounts.Hidden(conversions), SmallCounts.Hidden(pledges));
        return new(year, [.. trail.TakeWhile(r => r.Code != region.Code), region], Dates.Day(published.Max(p => p.PublishedAt!.Value)), Place(region.Code, region.Name, Known(whole), all, loans),
            [.. parts.Select((p, i) => Place(p.Code, p.Name, p.Values, all || hidden[i], loans || hiddenLoans[i]))]);

        List<decimal> Values(string path) => counter.Standard(path, new(year, 1, 1), new(year, 12, 31));
    }

    private static List<decimal?> Known(List<decimal> values) => values.ConvertAll(value => (decimal?)value);

    /// <summary>The own level has no count of takers: there contracts decide alone.</summary>
    private static PublicCount Conversions(List<decimal?> values) => new(values[s_contracts]!.Value, (values[s_takers] ?? values[s_contracts])!.Value);

    private static PublicCount Pledges(List<decimal?> values) => new(values[s_conversions]!.Value, values[s_conversions]!.Value);

    private static int IndexOf(CountEntity entity) => StandardRules.Conversions.Index().Single(rule => rule.Item.Entity == entity).Index;

    private static PublicPlace Place(string? code, string name, List<decimal?> values, bool conversions, bool pledges)
    {
        List<bool> hidden = [.. values.Select((_, i) => i < s_conversions ? conversions : pledges)];
        return new(code, name, [.. values.Select((value, i) => hidden[i] ? null : value)], hidden);
    }
}
