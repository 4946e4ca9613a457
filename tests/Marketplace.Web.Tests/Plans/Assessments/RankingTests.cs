using Marketplace.Web.Plans;
using Marketplace.Web.Plans.Assessments;

namespace Marketplace.Web.Tests.Plans.Assessments;

/// <summary>Totals and places, worked by hand and by chance.</summary>
public sealed class RankingTests
{
    private static readonly AssessmentItem[] s_items = [Item(1, 40), Item(2, 35.5m), Item(3, 24.5m)];
    private static readonly DateTimeOffset s_at = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Totals_are_sums_ties_share_a_place_and_the_next_are_further_back()
    {
        var (a, b, c, d) = (Unit("甲"), Unit("乙"), Unit("丙"), Unit("丁"));
        var results = Ranking.Of(s_items, [a, b, c, d],
        [
            .. Marks(a, 30, 30.25m, 20), .. Marks(b, 40, 30, 10.25m), .. Marks(c, 40, 35.5m, 24.5m),
            // One item of three is decided: a total so far, no place yet.
            Mark(d, 1, 40),
        ]);
        results.Select(r => (r.Unit.Name, r.Total, r.Place, r.Left)).ShouldBe([("丙", 100m, 1, 0), ("乙", 80.25m, 2, 0), ("甲", 80.25m, 2, 0), ("丁", 100m, null, 2)], ignoreOrder: true);
        results[0].Unit.Name.ShouldBe("丙");
        results[^1].Unit.Name.ShouldBe("丁");
        Ranking.Of(s_items, [a, b, c], [.. Marks(a, 1, 1, 1), .. Marks(b, 2, 2, 2), .. Marks(c, 2, 2, 2)]).Single(r => r.Unit.Name == "甲").Place.ShouldBe(3);
    }

    [Fact]
    public void What_does_not_apply_counts_neither_for_nor_against()
    {
        var unit = Unit("甲");
        // 30 of 40 and 24.5 of 24.5: 54.5 of 64.5 is 84.496… of a hundred.
        var result = Ranking.Of(s_items, [unit], [Mark(unit, 1, 30), new() { UnitId = unit.Id, Number = 2, Exempt = true, VerifiedAt = s_at }, Mark(unit, 3, 24.5m)]).ShouldHaveSingleItem();
        (result.Total, result.Place, result.Left).ShouldBe((84.5m, 1, 0));
        var none = Ranking.Of(s_items, [unit], s_items.Select(i => new AssessmentMark { UnitId = unit.Id, Number = i.Number, Exempt = true, VerifiedAt = s_at })).ShouldHaveSingleItem();
        (none.Total, none.Place, none.Left).ShouldBe((null, null, 0));
    }

    [Fact]
    public void Of_any_marks_nobody_stands_before_somebody_with_more()
    {
        var random = new Random(3);
        AssessmentItem[] items = [Item(1, 100)];
        for (var n = 0; n < 1_000; n++)
        {
            var points = Enumerable.Range(0, 1 + random.Next(12)).Select(_ => (decimal)random.Next(9)).ToArray();
            var units = points.Select((_, i) => Unit($"单位{i}")).ToArray();
            var results = Ranking.Of(items, units, units.Zip(points, (unit, mark) => Mark(unit, 1, mark)));
            foreach (var one in results) one.Place.ShouldBe(results.Count(other => other.Total > one.Total) + 1);
            results.Select(r => r.Place).ShouldBe(results.Select(r => r.Place).Order());
            results.Sum(r => r.Total).ShouldBe(points.Sum());
        }
    }

    private static AssessmentItem Item(int number, decimal weight) => new() { AssessmentId = Guid.Empty, Number = number, Name = $"项{number}", Weight = weight };

    private static AssessmentUnit Unit(string name) => new() { AssessmentId = Guid.Empty, Kind = PartKind.County, Name = name, RegionPath = "/650000/652700/" };

    private static AssessmentMark Mark(AssessmentUnit unit, int number, decimal mark) => new() { UnitId = unit.Id, Number = number, Verified = mark, VerifiedAt = s_at };

    private static AssessmentMark[] Marks(AssessmentUnit unit, params decimal[] marks) => [.. marks.Select((mark, i) => Mark(unit, i + 1, mark))];
}
