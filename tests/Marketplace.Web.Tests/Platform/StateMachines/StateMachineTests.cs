using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Tests.Platform.StateMachines;

public sealed class StateMachineTests
{
    private enum Door { Open, Shut, Locked }

    private enum Hand { Shut, Lock, Unlock }

    private static readonly DateOnly s_day = new(2026, 11, 21);

    private static readonly StateMachine<Door, Hand> s_door = new("door",
    [
        new(null, Hand.Shut, Door.Shut),
        new(Door.Open, Hand.Shut, Door.Shut),
        new(Door.Open, Hand.Lock, Door.Locked) { Guards = ["key"], Evidence = ["deed"], ReasonNeeded = true },
        new(Door.Shut, Hand.Lock, Door.Locked) { Guards = ["key"] },
        new(Door.Locked, Hand.Unlock, null),
    ]);

    private static MachineAnswer<Door, Hand> Step(Door? from, Hand cause, bool blocked = false, string[]? papers = null, string? reason = null) =>
        s_door.Step(new(from), cause, s_day, new(_ => blocked, papers, reason));

    [Fact]
    public void A_step_of_the_table_is_taken() => Step(null, Hand.Shut).Position.ShouldBe(new(Door.Shut, s_day, new()));

    [Fact]
    public void What_the_table_does_not_have_changes_nothing()
    {
        var answer = Step(Door.Shut, Hand.Unlock);

        answer.Refusal.ShouldBe(MachineRefusal.NoSuchStep);
        answer.Position.State.ShouldBe(Door.Shut);
    }

    [Fact]
    public void A_guard_papers_and_reasons_stand_in_the_way_in_that_order()
    {
        Step(Door.Open, Hand.Lock, blocked: true, papers: []).ShouldSatisfyAllConditions(a => a.Refusal.ShouldBe(MachineRefusal.Guarded), a => a.Wanting.ShouldBe(["key"]));
        Step(Door.Open, Hand.Lock, papers: []).ShouldSatisfyAllConditions(a => a.Refusal.ShouldBe(MachineRefusal.EvidenceMissing), a => a.Wanting.ShouldBe(["deed"]));
        Step(Door.Open, Hand.Lock, papers: ["deed"], reason: " ").Refusal.ShouldBe(MachineRefusal.ReasonMissing);
        Step(Door.Open, Hand.Lock, papers: ["deed"], reason: "night").Position.State.ShouldBe(Door.Locked);
    }

    [Fact]
    public void What_the_register_tells_needs_no_papers() => Step(Door.Open, Hand.Lock).Position.State.ShouldBe(Door.Locked);

    [Fact]
    public void A_way_back_leads_to_where_one_came_from()
    {
        var shut = new Position<Door>(Door.Shut, new(2026, 1, 1));
        var locked = s_door.Step(shut, Hand.Lock, s_day, new(_ => false)).Position;

        s_door.Step(locked, Hand.Unlock, s_day.AddDays(1), new(_ => false)).Position.ShouldBe(shut);
    }

    [Fact]
    public void One_cause_leads_one_way() => Should.Throw<ArgumentException>(() => new StateMachine<Door, Hand>("x", [new(Door.Open, Hand.Shut, Door.Shut), new(Door.Open, Hand.Shut, Door.Locked)]));

    [Fact]
    public void It_can_be_drawn() => s_door.Draw().ShouldBe("""
        stateDiagram-v2
            [*] --> Shut : Shut
            Open --> Shut : Shut
            Open --> Locked : Lock [key]
            Shut --> Locked : Lock [key]
            Locked --> Open : Unlock
            Locked --> Shut : Unlock

        """.ReplaceLineEndings("\n"));

    [Fact]
    public void Every_state_of_a_patent_can_be_reached_and_every_row_says_where_it_comes_from()
    {
        var reached = PatentMachine.Machine.Rows.Select(row => row.To).OfType<PatentState>().ToHashSet();

        reached.ShouldBe(Enum.GetValues<PatentState>(), ignoreOrder: true);
        PatentMachine.Machine.Rows.ShouldAllBe(row => row.Law != null);
    }

    [Theory]
    [InlineData("2026-01-31", 0, 1, 0, "2026-02-28")] // a Saturday, worked in exchange for a holiday
    [InlineData("2026-07-21", 0, 6, 0, "2027-01-21")]
    [InlineData("2026-11-19", 0, 0, 2, "2026-11-23")]
    [InlineData("2024-02-29", 1, 0, 0, "2025-02-28")]
    public void Periods_end_as_Rule_5_says(string start, int years, int months, int days, string end) => new Period(years, months, days)
        .LastDay(DateOnly.Parse(start, System.Globalization.CultureInfo.InvariantCulture), new()).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture).ShouldBe(end);
}
