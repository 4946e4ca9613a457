using System.Globalization;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Platform.Calendar;

namespace Marketplace.Web.Tests.Catalogue.LegalStatus;

public sealed class PatentRightTests
{
    private static readonly Workdays s_workdays = new();
    private static readonly DateOnly s_filed = new(2017, 7, 21);
    private static readonly DateOnly s_granted = new(2019, 6, 4);
    private static readonly DateOnly s_today = new(2026, 11, 21);

    private static DateOnly Day(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static Standing Invention(DateOnly today, params EventFact[] events) => PatentRight.Derive(PatentKind.Invention, s_filed, s_granted, 0, events, today, s_workdays);

    private static EventFact On(string day, PatentEventKind kind, int? year = null) => new(kind, Day(day), year);

    [Fact]
    public void A_granted_patent_of_which_nothing_else_is_known_is_in_force() =>
        Invention(s_today).ShouldBe(new(PatentState.InForce, s_granted, null, new(2027, 7, 21), new(2037, 7, 20)));

    [Fact]
    public void An_application_is_pending_and_owes_nothing() =>
        PatentRight.Derive(PatentKind.Invention, s_filed, null, 0, [On("2018-02-01", PatentEventKind.Published)], s_today, s_workdays)
            .ShouldBe(new(PatentState.Pending, null, null, null, new(2037, 7, 20)));

    [Theory]
    [InlineData(10, "2026-11-21", PatentState.InForce, "2027-07-21")]
    [InlineData(9, "2026-11-21", PatentState.FeeGrace, "2026-07-21")]
    [InlineData(9, "2026-07-21", PatentState.InForce, "2026-07-21")]
    [InlineData(9, "2026-07-22", PatentState.FeeGrace, "2026-07-21")]
    [InlineData(9, "2027-01-21", PatentState.FeeGrace, "2026-07-21")]
    [InlineData(9, "2027-01-22", PatentState.LapsedUnpaid, null)]
    [InlineData(20, "2026-11-21", PatentState.InForce, null)]
    public void Fees_that_were_not_paid_move_it_by_the_calendar(int paidThrough, string today, PatentState state, string? due)
    {
        var standing = Invention(Day(today), On("2025-07-01", PatentEventKind.FeePaid, paidThrough));

        standing.State.ShouldBe(state);
        standing.NextFeeDue.ShouldBe(due is null ? null : Day(due));
        standing.FeePaidThrough.ShouldBe(paidThrough);
    }

    [Fact]
    public void A_lapse_is_dated_back_to_the_day_the_fee_was_due() =>
        Invention(Day("2027-02-01"), On("2025-07-01", PatentEventKind.FeePaid, 9)).Since.ShouldBe(Day("2026-07-21"));

    [Fact]
    public void A_term_that_is_over_is_over() =>
        Invention(Day("2037-07-21")).ShouldBe(new(PatentState.Expired, Day("2037-07-21"), null, null, Day("2037-07-20")));

    [Fact]
    public void On_its_last_day_it_is_still_in_force() => Invention(Day("2037-07-20")).State.ShouldBe(PatentState.InForce);

    [Fact]
    public void After_a_suspension_it_stands_as_before_and_since_then()
    {
        var standing = Invention(s_today, On("2021-01-05", PatentEventKind.DeclaredPartlyInvalid), On("2022-03-01", PatentEventKind.Preserved), On("2023-03-01", PatentEventKind.PreservationLifted));

        standing.State.ShouldBe(PatentState.PartlyInvalid);
        standing.Since.ShouldBe(Day("2021-01-05"));
    }

    [Fact]
    public void It_stays_suspended_until_nothing_holds_it()
    {
        EventFact[] held = [On("2022-03-01", PatentEventKind.Preserved), On("2022-04-01", PatentEventKind.ProcedureSuspended), On("2023-03-01", PatentEventKind.PreservationLifted)];

        Invention(s_today, held).State.ShouldBe(PatentState.Suspended);
        Invention(s_today, [.. held, On("2023-04-01", PatentEventKind.ProcedureResumed)]).ShouldBe(Invention(s_today));
    }

    [Fact]
    public void A_decision_on_the_claims_does_not_lift_a_suspension()
    {
        EventFact[] decided = [On("2022-03-01", PatentEventKind.Preserved), On("2022-09-01", PatentEventKind.DeclaredPartlyInvalid)];

        Invention(s_today, decided).ShouldBe(Invention(s_today) with { State = PatentState.Suspended, Since = Day("2022-03-01") });
        Invention(s_today, [.. decided, On("2023-03-01", PatentEventKind.PreservationLifted)]).State.ShouldBe(PatentState.PartlyInvalid);
    }

    [Fact]
    public void A_suspension_stops_the_lapse() =>
        Invention(Day("2027-02-01"), On("2025-07-01", PatentEventKind.FeePaid, 9), On("2026-12-01", PatentEventKind.Preserved)).State.ShouldBe(PatentState.Suspended);

    [Fact]
    public void A_late_fee_that_is_paid_leads_back()
    {
        var standing = Invention(s_today, On("2026-07-22", PatentEventKind.FeeLate), On("2026-09-01", PatentEventKind.FeePaid));

        standing.ShouldBe(new(PatentState.InForce, s_granted, 10, new(2027, 7, 21), new(2037, 7, 20)));
    }

    [Fact]
    public void A_late_fee_paid_during_a_suspension_is_paid() =>
        Invention(s_today, On("2026-07-22", PatentEventKind.FeeLate), On("2026-08-01", PatentEventKind.Preserved), On("2026-09-01", PatentEventKind.FeePaid), On("2026-10-01", PatentEventKind.PreservationLifted))
            .State.ShouldBe(PatentState.InForce);

    [Fact]
    public void A_late_fee_that_was_not_paid_ends_it_after_six_months()
    {
        Invention(s_today, On("2026-07-22", PatentEventKind.FeeLate)).ShouldBe(new(PatentState.FeeGrace, Day("2026-07-22"), 9, Day("2026-07-21"), Day("2037-07-20")));
        Invention(Day("2027-01-22"), On("2026-07-22", PatentEventKind.FeeLate)).State.ShouldBe(PatentState.LapsedUnpaid);
    }

    [Fact]
    public void A_right_restored_is_in_force_again_and_its_fees_go_on()
    {
        var standing = Invention(s_today, On("2023-07-21", PatentEventKind.LapsedUnpaid), On("2024-05-10", PatentEventKind.RightRestored), On("2025-07-10", PatentEventKind.FeePaid, 9), On("2026-07-10", PatentEventKind.FeePaid));

        standing.ShouldBe(new(PatentState.Restored, Day("2024-05-10"), 10, new(2027, 7, 21), new(2037, 7, 20)));
    }

    [Fact]
    public void Invalidity_overtakes_a_lapse() =>
        Invention(s_today, On("2023-07-21", PatentEventKind.LapsedUnpaid), On("2024-05-10", PatentEventKind.DeclaredInvalid)).State.ShouldBe(PatentState.Invalid);

    [Theory]
    [InlineData(PatentEventKind.Rejected)]
    [InlineData(PatentEventKind.Withdrawn)]
    public void An_application_that_led_nowhere_is_refused(PatentEventKind kind) =>
        PatentRight.Derive(PatentKind.Invention, s_filed, null, 0, [On("2020-02-01", kind)], s_today, s_workdays).State.ShouldBe(PatentState.Refused);

    [Fact]
    public void The_order_in_which_events_are_told_does_not_matter()
    {
        EventFact[] events = [On("2021-01-05", PatentEventKind.DeclaredPartlyInvalid), On("2022-03-01", PatentEventKind.Preserved), On("2023-03-01", PatentEventKind.PreservationLifted), On("2025-07-01", PatentEventKind.FeePaid, 10)];

        Invention(s_today, [.. events.Reverse()]).ShouldBe(Invention(s_today, events));
    }

    [Fact]
    public void What_is_dated_later_has_not_happened_yet() => Invention(s_today, On("2026-11-22", PatentEventKind.Abandoned)).State.ShouldBe(PatentState.InForce);

    [Fact]
    public void The_fee_paid_on_registration_is_that_of_the_running_year() =>
        Invention(Day("2019-06-10"), On("2019-05-20", PatentEventKind.FeePaid)).ShouldBe(new(PatentState.InForce, s_granted, 2, Day("2019-07-22"), new(2037, 7, 20)));
}
