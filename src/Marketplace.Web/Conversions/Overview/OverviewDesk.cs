using Marketplace.Web.Conversions.Counting;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Face;

namespace Marketplace.Web.Conversions.Overview;

/// <param name="Region">Null: all that the reader reads.</param>
/// <param name="Year">From new year to the end of the quarter; else the quarter alone.</param>
public sealed record OverviewFilter(string? Region, Quarter Quarter, bool Year)
{
    public DateOnly First => Year ? new(Quarter.Year, 1, 1) : Quarter.First;

    public string Query => $"region={Uri.EscapeDataString(Region ?? "")}&period={Quarter}&span={(Year ? "year" : "quarter")}";
}

/// <param name="Before">The same days a year earlier.</param>
public sealed record OverviewFigure(CountRule Rule, decimal Value, decimal Before)
{
    /// <summary>As a part of one; null: there was nothing before, and from nothing nothing grows by a rate.</summary>
    public decimal? Change => Before == 0 ? null : (Value - Before) / Before;
}

/// <param name="Code">Null: what is the region's own and of none below it.</param>
/// <param name="Values">In the order of <see cref="StandardRules.All"/>; null: a distinct count, which parts do not make up.</param>
public sealed record OverviewPlace(string? Code, string Name, IReadOnlyList<decimal?> Values);

/// <summary>流向: from a province to a place below the region.</summary>
public sealed record OverviewFlow(string From, string To, int Contracts);

/// <param name="Trail">From the reader's region down to this one.</param>
/// <param name="LockedAt">Of its quarter; null: it is open, and the figures are what is known.</param>
public sealed record RegionOverview(OverviewFilter Filter, IReadOnlyList<Region> Trail, DateTimeOffset? LockedAt, IReadOnlyList<OverviewFigure> Figures, IReadOnlyList<(Quarter Quarter, decimal Contracts)> Trend, IReadOnlyList<OverviewPlace> Places, IReadOnlyList<OverviewFlow> Flows);

/// <summary>看板: a region's figures, the regions below it, how they went and where from. All of it is counted from the same facts as what is locked and reported.</summary>
public sealed class OverviewDesk(FactReader reader, FactStore store, RegionTree regions, Actor actor, TimeProvider time)
{
    private const int TrendQuarters = 12, MostFlows = 12;

    private static readonly CountRule s_contracts = StandardRules.Conversions.Single(rule => rule.Entity == CountEntity.Contracts);

    public Quarter Current => Quarter.Of(Dates.Today(time));

    /// <returns>Null: not the reader's.</returns>
    public async Task<RegionOverview?> ReadAsync(OverviewFilter filter, CancellationToken ct)
    {
        if (actor.WidestRegion(Act.ReadConversions) is not { } widest || filter.Quarter.First > Dates.Today(time)) return null;
        var path = widest;
        if (filter.Region is { } code)
        {
            if (await regions.FindAsync(code, ct) is not { } chosen || !chosen.Path.StartsWith(widest, StringComparison.Ordinal)) return null;
            path = chosen.Path;
        }
        var trail = (await regions.TrailsAsync([path], ct))[path];
        var below = await regions.ChildrenAsync(trail.Count == 0 ? null : trail[^1].Code, ct);
        var locks = await reader.LocksAsync(ct);
        var counter = new FactCounter(await store.ColumnsAsync(reader, ct), locks, time.GetUtcNow());
        var (first, last) = (filter.First, Until(filter.Quarter));
        var (whole, before) = (counter.Standard(path, first, last), counter.Standard(path, first.AddYears(-1), YearBefore(filter.Quarter, last)));
        return new(filter, [.. trail.Where(r => r.Path.StartsWith(widest, StringComparison.Ordinal))], PeriodLock.Of(locks, path, filter.Quarter),
            [.. StandardRules.All.Select((rule, i) => new OverviewFigure(rule, whole[i], before[i]))],
            [.. Enumerable.Range(0, TrendQuarters).Select(n => Back(filter.Quarter, TrendQuarters - 1 - n)).Select(q => (q, counter.Count(new(s_contracts, path, q.First, Until(q)))))],
            Places(counter, whole, below, first, last), await FlowsAsync(counter.Facts(new(s_contracts, path, first, last)), path, ct));
    }

    /// <summary>Of a quarter that runs, until today: a part of it is held against the same part a year before.</summary>
    private DateOnly Until(Quarter quarter) => quarter == Current ? Dates.Today(time) : quarter.Last;

    private static DateOnly YearBefore(Quarter quarter, DateOnly last) => last == quarter.Last ? (quarter with { Year = quarter.Year - 1 }).Last : last.AddYears(-1);

    private static Quarter Back(Quarter quarter, int by)
    {
        for (; by > 0; by--) quarter = quarter.Before;
        return quarter;
    }

    private static List<OverviewPlace> Places(FactCounter counter, List<decimal> whole, List<Region> below, DateOnly first, DateOnly last)
    {
        var parts = below.ConvertAll(r => counter.Standard(r.Path, first, last));
        List<OverviewPlace> places = [.. below.Zip(parts, (region, values) => new OverviewPlace(region.Code, region.Name, [.. values.Select(value => (decimal?)value)]))];
        if (FactCounter.OwnOf(whole, parts) is { } own) places.Add(new(null, OverviewTexts.Own, own));
        return places;
    }

    private async Task<IReadOnlyList<OverviewFlow>> FlowsAsync(IReadOnlyList<Countable> facts, string path, CancellationToken ct)
    {
        var most = facts.Where(fact => !fact.PartOf).CountBy(fact => (From: Part("/", fact.GiverRegion), To: Part(path, fact.TakerRegion))).OrderByDescending(flow => flow.Value).ThenBy(flow => flow.Key.From, StringComparer.Ordinal)
            .ThenBy(flow => flow.Key.To, StringComparer.Ordinal).Take(MostFlows).ToList();
        var names = await regions.TrailsAsync([.. most.SelectMany(flow => (string[])[flow.Key.From, flow.Key.To])], ct);
        return most.ConvertAll(flow => new OverviewFlow(Name(flow.Key.From), Name(flow.Key.To), flow.Value));

        string Name(string of) => names[of] is [.., var place] ? place.Name : OverviewTexts.Elsewhere;
    }

    /// <summary>The place one step below a path; the path itself for what is its own.</summary>
    private static string Part(string path, string of) => of.IndexOf('/', Math.Min(path.Length, of.Length)) is > 0 and var end ? of[..(end + 1)] : path;
}
