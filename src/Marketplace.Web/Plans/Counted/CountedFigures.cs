using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Web.Conversions.Counting;
using Marketplace.Web.Conversions.Periods;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Plans.Figures;
using Marketplace.Web.Plans.Values;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Plans.Counted;

/// <summary>What the platform knows of an indicator, before anybody locked it.</summary>
/// <param name="From">The first day that is counted.</param>
/// <param name="Facts">What stands behind it.</param>
public sealed record KnownSoFar(DateOnly From, DateOnly On, decimal Value, CountRule Rule, IReadOnlyList<Countable> Facts);

/// <param name="Value">Null: it gives no figure by this rule.</param>
public sealed record OtherCount(string Name, decimal? Value);

/// <summary>The last figure that locked quarters gave, beside what other rules make of the same facts and locks. Only the figure is official.</summary>
/// <param name="Rule">The official one.</param>
public sealed record RuleComparison(DateOnly On, CountRule Rule, decimal? Official, IReadOnlyList<OtherCount> Others);

/// <summary>
/// Figures of indicators that conversions and pledges give. They are of the same kind as what people enter, bear the names of who locked and who published the quarter, and are kept nowhere: a locked quarter
/// gives the same for ever. Where somebody entered an official figure for the same day, that one counts.
/// </summary>
public sealed class CountedFigures(AppDbContext db, FactStore facts, FactReader reader, TimeProvider time)
{
    private sealed record Asked(Plan Plan, IndicatorDefinition Definition, CountRule Rule, decimal Scale);

    public async Task<IReadOnlyList<IndicatorValue>> OfAsync(IReadOnlyCollection<Guid> indicators, CancellationToken ct)
    {
        var all = await AskedAsync(indicators, ct);
        if (all.Count == 0) return [];
        var locked = await LockedAsync(ct);
        if (locked.Count == 0) return [];
        var counter = await CounterAsync(ct);
        return [.. all.SelectMany(asked =>
        {
            var closed = ClosedOf(asked.Plan, locked);
            return CountedSeries.Of(As(asked, counter), closed).Select(entry => Value(asked, entry, closed[Quarter.Of(entry.On)]));
        })];
    }

    /// <summary>Beside the official figure, never in its place; null: it is not counted here.</summary>
    public async Task<KnownSoFar?> KnownAsync(Guid indicator, CancellationToken ct)
    {
        if (await AskedAsync([indicator], ct) is not [var asked] || asked.Definition.Type.IsGrowth()) return null;
        var (counter, today) = (new FactCounter(await facts.ColumnsAsync(reader, ct), [], time.GetUtcNow()), Dates.Today(time));
        var from = asked.Definition.Type == MeasureType.FlowYear ? new DateOnly(today.Year, 1, 1) : asked.Definition.Type == MeasureType.CumPlan && asked.Plan.StartsOn is { } starts ? starts : DateOnly.MinValue;
        if (from > today) return null;
        var question = new Question(asked.Rule, asked.Plan.RegionPath, from, today);
        return new(from, today, counter.Count(question) / asked.Scale, asked.Rule, counter.Facts(question));
    }

    /// <summary>Null: it is not counted here, or no locked quarter gave a figure yet.</summary>
    public async Task<RuleComparison?> RecountAsync(Guid indicator, CancellationToken ct)
    {
        if (await AskedAsync([indicator], ct) is not [var asked]) return null;
        var closed = ClosedOf(asked.Plan, await LockedAsync(ct));
        if (!closed.All.Any()) return null;
        var counter = await CounterAsync(ct);
        if (CountedSeries.Of(As(asked, counter), closed).LastOrDefault() is not { } official) return null;
        return new(official.On, asked.Rule, official.Value,
            [.. CountedMeasures.Variants(asked.Rule).Select(other => new OtherCount(other.Name, CountedSeries.At(As(asked with { Rule = other.Rule }, counter), closed, official.On)?.Value))]);
    }

    private Task<List<CountPeriod>> LockedAsync(CancellationToken ct) => db.Set<CountPeriod>().AsNoTracking().Where(p => p.LockedAt != null).ToListAsync(ct);

    private async Task<FactCounter> CounterAsync(CancellationToken ct) => new(await facts.ColumnsAsync(reader, ct), await reader.LocksAsync(ct), time.GetUtcNow());

    private static ClosedQuarters ClosedOf(Plan plan, List<CountPeriod> locked) => new(locked.Where(p => plan.RegionPath.StartsWith(p.RegionPath, StringComparison.Ordinal)));

    private async Task<List<Asked>> AskedAsync(IReadOnlyCollection<Guid> indicators, CancellationToken ct)
    {
        var found = await (from i in db.Set<Indicator>().AsNoTracking()
                           join d in db.Set<IndicatorDefinition>() on new { i.Id, i.Version } equals new { Id = d.IndicatorId, d.Version }
                           join p in db.Set<Plan>() on i.PlanId equals p.Id
                           where indicators.Contains(i.Id) && d.Computed != null
                           select new { p, d }).ToListAsync(ct);
        return [.. found.SelectMany(f => CountedMeasures.Find(f.d.Computed) is { } rule && CountedMeasures.Scale(rule, f.d.Unit) is { } scale ? [new Asked(f.p, f.d, rule, scale)] : Array.Empty<Asked>())];
    }

    private static CountedAs As(Asked asked, FactCounter counter) => new(asked.Definition.Type, asked.Definition.BaseYear, asked.Plan.StartsOn, asked.Plan.EndsOn, asked.Rule.IsAdditive,
        (from, on) => counter.Count(new(asked.Rule, asked.Plan.RegionPath, from, on)) / asked.Scale);

    private static IndicatorValue Value(Asked asked, Entry entry, CountPeriod period) => new()
    {
        // The same for ever, as the figure is.
        Id = new(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{asked.Definition.IndicatorId:N} {asked.Rule.Key} {asked.Rule.Version} {entry.On:O}"))).AsSpan(0, 16)),
        IndicatorId = asked.Definition.IndicatorId,
        Version = asked.Definition.Version,
        On = entry.On,
        Value = entry.Value,
        OfYear = entry.OfYear,
        // In the language of the other sources: a report is the same whoever prints it.
        Source = Language.In(Language.Chinese.Tag, () => PlanTexts.CountedSource.Fill(asked.Rule.Key, asked.Rule.Version, Quarter.Of(entry.On))),
        State = ValueState.Verified,
        PersonId = period.LockedBy,
        At = period.LockedAt!.Value,
        DecidedBy = period.PublishedBy,
        DecidedAt = period.PublishedAt,
    };
}
