using Marketplace.Web.Plans;
using Marketplace.Web.Plans.Figures;
using Marketplace.Web.Plans.Tasks;

namespace Marketplace.Web.Tests.Plans;

/// <summary>What becomes of a figure: while the plan runs, on its last day, and after it.</summary>
public sealed class StandingTests
{
    private static readonly DateOnly s_end = new(2025, 12, 31);

    /// <summary>博州's pledges: 4078 in 2020, 7000 in 2025.</summary>
    private static readonly Yardstick s_pledges = new(MeasureType.FlowYear, Comparator.AtLeast, (2020, 4078), new Dictionary<int, Goal> { [2025] = new(7000) }, s_end);

    private static Series Pledges(params (int Year, decimal Value)[] figures) => new(MeasureType.FlowYear, new(2021, 1, 1), [.. figures.Select(f => new Entry(new(f.Year, 12, 31), f.Value))]);

    [Theory]
    [InlineData(2022, 5247, Light.OnPath)] // the path asks 5246.8
    [InlineData(2022, 5246, Light.Behind)]
    [InlineData(2022, 7000, Light.Met)]
    public void While_a_plan_runs_a_year_without_a_target_is_held_against_the_path(int year, int value, Light light) =>
        IndicatorStanding.Of(s_pledges, Pledges((year, value)), new(year + 1, 3, 1)).Light.ShouldBe(light);

    [Theory]
    [InlineData(7000, Light.Met)]
    [InlineData(6999.99, Light.NotMet)]
    public void At_its_end_a_figure_is_met_or_not(double value, Light light) => IndicatorStanding.Of(s_pledges, Pledges((2025, (decimal)value)), new(2026, 3, 1)).Light.ShouldBe(light);

    [Fact]
    public void Later_figures_change_nothing_of_what_stood_at_the_end()
    {
        var standing = IndicatorStanding.Of(s_pledges, Pledges((2025, 6750), (2026, 9000)), new(2027, 1, 1));

        standing.Light.ShouldBe(Light.NotMet);
        standing.Actual!.Value.ShouldBe(6750);
        standing.Later!.Value.ShouldBe(9000);
        s_pledges.Of(2026, standing.Later, new(2027, 1, 1)).ShouldBe(Light.None);
    }

    [Fact]
    public void A_plan_that_ends_within_a_year_is_judged_by_its_last_day()
    {
        var yardstick = s_pledges with { Ends = new(2025, 7, 31) };
        var series = new Series(MeasureType.FlowYear, null, [new(new(2025, 7, 31), 5000), new(new(2025, 12, 31), 8000)]);

        var standing = IndicatorStanding.Of(yardstick, series, new(2026, 1, 1));

        (standing.Actual!.Value, standing.Light, standing.Later!.Value).ShouldBe((5000, Light.NotMet, 8000));
    }

    [Fact]
    public void Without_figures_there_is_no_data_and_no_zero()
    {
        var standing = IndicatorStanding.Of(s_pledges, Pledges(), new(2026, 3, 1));

        (standing.Light, standing.Actual, standing.Completion).ShouldBe((Light.NoData, null, null));
        // What was said of an earlier year is no figure of the last one.
        IndicatorStanding.Of(s_pledges, Pledges((2024, 9000)), new(2026, 3, 1)).Light.ShouldBe(Light.NoData);
    }

    [Fact]
    public void A_target_without_a_year_is_met_when_it_is_reached()
    {
        var yardstick = new Yardstick(MeasureType.StockEnd, Comparator.AtLeast, null, new Dictionary<int, Goal> { [Yardstick.Undated] = new(3, 5) }, null);

        IndicatorStanding.Of(yardstick, new(MeasureType.StockEnd, null, [new(new(2024, 12, 31), 3)]), new(2026, 1, 1)).Light.ShouldBe(Light.Met);
        IndicatorStanding.Of(yardstick, new(MeasureType.StockEnd, null, [new(new(2024, 12, 31), 2)]), new(2026, 1, 1)).Light.ShouldBe(Light.Behind);
    }

    [Fact]
    public void What_is_judged_is_what_staff_said()
    {
        var yardstick = new Yardstick(MeasureType.Narrative, Comparator.Raised, null, new Dictionary<int, Goal>(), s_end);

        yardstick.Of(2025, new(s_end, null, Reached: true), new(2026, 1, 1)).ShouldBe(Light.Met);
        yardstick.Of(2025, new(s_end, null, Reached: false), new(2026, 1, 1)).ShouldBe(Light.NotMet);
    }

    [Fact]
    public void A_year_with_its_own_target_is_not_missed_before_it_is_over()
    {
        var yardstick = new Yardstick(MeasureType.StockEnd, Comparator.AtLeast, null, new Dictionary<int, Goal> { [2024] = new(5), [2025] = new(6) }, s_end);

        yardstick.Of(2024, new(new(2024, 6, 30), 4), new(2024, 7, 1)).ShouldBe(Light.Behind);
        yardstick.Of(2024, new(new(2024, 6, 30), 4), new(2025, 1, 1)).ShouldBe(Light.NotMet);
        yardstick.Of(2024, new(new(2024, 6, 30), 6), new(2024, 7, 1)).ShouldBe(Light.Met);
    }

    [Fact]
    public void A_task_owes_each_quarter_from_the_day_the_plan_came_here_to_its_end()
    {
        var plan = new Plan { Key = "x", Title = "x", Issuer = "x", RegionCode = "652700", RegionPath = "/650000/652700/", StartsOn = new(2021, 1, 1), EndsOn = new(2026, 6, 30), CreatedAt = new(2025, 2, 3, 0, 0, 0, TimeSpan.Zero) };
        var task = new PlanTask { PlanId = plan.Id, Code = "1", Ordinal = 0, Heading = "x", LeadUnits = [], JointUnits = [] };

        TaskState.Of(plan, task, [], [], new(2025, 7, 15)).Missing.ShouldBeEmpty();
        TaskState.Of(plan, task, [], [], new(2025, 7, 16)).Missing.Select(q => q.ToString()).ShouldBe(["2025Q2"]);
        TaskState.Of(plan, task, ["2025Q2"], [], new(2025, 12, 31)).Missing.Select(q => q.ToString()).ShouldBe(["2025Q3"]);
        TaskState.Of(plan, task, [], [], new(2027, 12, 31)).Missing.Select(q => q.ToString()).ShouldBe(["2025Q2", "2025Q3", "2025Q4", "2026Q1", "2026Q2"]);
        task.DoneOn = new(2025, 9, 30);
        TaskState.Of(plan, task, [], [], new(2027, 12, 31)).Overdue.ShouldBeFalse();
    }
}
