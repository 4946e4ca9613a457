using Marketplace.Web.Platform.Calendar;

namespace Marketplace.Web.Conversions.Counting;

/// <param name="From">The first day whose facts count; null: from the beginning.</param>
/// <param name="On">The day it is a figure of. The quarter it lies in decides what is known: at its lock, or now.</param>
public sealed record Question(CountRule Rule, string RegionPath, DateOnly? From, DateOnly On);

/// <summary>
/// The plain recount, fact by fact, as it would be explained to an auditor; <see cref="FactColumns"/> gives the same from a million facts in milliseconds.
/// <para>A quarter's figures are made of what each region knew when it was locked, by itself or by a region above it. One conversion counts at most once in a quarter: it belongs to the region that
/// froze it first, whatever was found out later. So the parts always sum to the whole, and what was locked does not move.</para>
/// </summary>
public static class Recount
{
    /// <param name="asOf">What was known, and locked, until then.</param>
    public static decimal Count(Question question, IEnumerable<History> histories, IReadOnlyCollection<PeriodLock> locks, DateTimeOffset asOf)
    {
        var rule = question.Rule;
        var there = histories.Select(history => Official(history, rule.Regions, Quarter.Of(question.On), locks, asOf)).OfType<Countable>()
            .Where(fact => rule.Takes(fact) && fact.Region(rule.Regions).StartsWith(question.RegionPath, StringComparison.Ordinal)
                && fact.Day(rule.Dates) is { } day && day <= question.On && (question.From is null || day >= question.From)).ToList();
        return rule.Entity switch
        {
            CountEntity.Contracts => there.Count(fact => !fact.PartOf),
            CountEntity.Times => there.Sum(fact => fact.PartOf ? 0 : fact.Patents.Count),
            CountEntity.Patents => there.SelectMany(fact => fact.Patents).Distinct(StringComparer.Ordinal).Count(),
            CountEntity.Takers => Takers(there, fact => fact.Takers),
            CountEntity.SmallTakers => Takers(there, fact => fact.Small),
            CountEntity.Amount => there.Sum(fact => fact.New),
            _ => there.Sum(fact => fact.Paid),
        };
    }

    /// <summary>The one thing that is said of a conversion in a quarter; null: nothing.</summary>
    public static Countable? Official(History history, RegionBasis basis, Quarter quarter, IReadOnlyCollection<PeriodLock> locks, DateTimeOffset asOf)
    {
        DateTimeOffset? LockOf(Countable fact) => locks.Where(l => l.Quarter == quarter && l.At <= asOf && fact.Region(basis).StartsWith(l.RegionPath, StringComparison.Ordinal)).Min(l => (DateTimeOffset?)l.At);

        foreach (var known in history.Known)
        {
            if (known.From > asOf) break;
            if (known.Fact is { } fact && LockOf(fact) is { } frozen && known.From <= frozen && (known.Until is null || frozen < known.Until)) return fact;
        }
        var now = history.Known.LastOrDefault(known => known.From <= asOf)?.Fact;
        // What came to be known after the lock is an adjustment: no part of the quarter's figure.
        return now is not null && LockOf(now) is null ? now : null;
    }

    /// <summary>Who stands in the middle of a chain handed on and is not who benefits (D6).</summary>
    private static int Takers(List<Countable> there, Func<Countable, IReadOnlyList<string>> takers)
    {
        var handedOn = there.Where(fact => fact.Chain is not null).SelectMany(fact => fact.Givers.Select(giver => (fact.Chain, giver))).ToHashSet();
        return there.SelectMany(fact => takers(fact).Where(taker => fact.Chain is null || !handedOn.Contains((fact.Chain, taker)))).Distinct(StringComparer.Ordinal).Count();
    }
}
