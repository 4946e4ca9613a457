using Marketplace.Web.Conversions.Counting;
using Marketplace.Web.Plans.Reporting;
using Marketplace.Web.Tests.Conversions;

namespace Marketplace.Web.Tests.Plans.Reporting;

/// <summary>Figures of locked quarters, of random histories.</summary>
public sealed class QuarterReportTests
{
    private static readonly (string Path, string Name)[] s_below = [("/1/11/111/", "甲县"), ("/1/11/112/", "乙县")];

    [Fact]
    public void Parts_and_the_own_level_sum_to_the_whole_and_what_was_locked_does_not_move()
    {
        var (checkedLocks, counted, own, adjusted) = (0, 0m, 0m, 0);
        for (var seed = 0; seed < 1_000; seed++)
        {
            var life = new CountingHistory(seed).Live(24);
            if (life.Locks.FirstOrDefault(l => "/1/11/".StartsWith(l.RegionPath, StringComparison.Ordinal)) is not { } one) continue;
            var then = Of(life, one, null);
            life.Live(24);
            var now = Of(life, one, life.Now);

            foreach (var (i, rule) in StandardRules.All.Index())
            {
                if (rule.IsAdditive) then.Places.Skip(1).Sum(place => place.Figures[i]).ShouldBe(then.Places[0].Figures[i], $"seed {seed}, {rule.Key}");
                now.Places.Select(place => place.Figures[i]).ShouldBe(then.Places.Select(place => place.Figures[i]), $"seed {seed}, {rule.Key}");
                // What the page of the quarter says is the same.
                now.Places[0].Figures[i].ShouldBe(Recount.Count(new(rule, "/1/11/", one.Quarter.First, one.Quarter.Last), life.Histories(), life.Locks, life.Now), $"seed {seed}, {rule.Key}");
                if (now.Adjustments!.Known[i] != now.Places[0].Figures[i]) adjusted++;
            }
            now.Facts.Select(f => (f.History.Conversion, f.Day, f.Fact.New)).ShouldBe(then.Facts.Select(f => (f.History.Conversion, f.Day, f.Fact.New)));
            // The facts of the annex are those that were counted.
            then.Facts.Count(f => StandardRules.Conversions.Any(rule => rule.Takes(f.Fact)) && !f.Fact.PartOf).ShouldBe((int)then.Places[0].Figures[0]);
            (checkedLocks, counted, own) = (checkedLocks + 1, counted + then.Places[0].Figures[0], own + then.Places[^1].Figures[0]);
        }
        // That it was no test of empty histories.
        (checkedLocks > 100 && counted > 20 && own > 3 && adjusted > 20).ShouldBeTrue($"{checkedLocks} locks, {counted} contracts, {own} of the own level, {adjusted} adjustments");
    }

    private static (IReadOnlyList<QuarterPlace> Places, QuarterAdjustments? Adjustments, IReadOnlyList<OfficialFact> Facts) Of(CountingHistory life, PeriodLock one, DateTimeOffset? until)
    {
        var lockedAt = life.Locks.Where(l => l.Quarter == one.Quarter && "/1/11/".StartsWith(l.RegionPath, StringComparison.Ordinal)).Min(l => l.At);
        return QuarterReport.Of(life.Histories(), life.Locks, ("/1/11/", "州"), s_below, one.Quarter, lockedAt, until is { } end ? (new DateOnly(2026, 1, 1), end) : null);
    }
}
