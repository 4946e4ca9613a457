using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Catalogue.LegalStatus;

/// <summary>Machine A of domain.md §2.5: what the register tells of a right, and what the calendar does to it.</summary>
public static class PatentMachine
{
    /// <summary>Guard of the way out of a suspension: another one still stands.</summary>
    public const string StillSuspended = "G2";

    /// <summary>How long a late fee can still be paid (Rule 115).</summary>
    public static readonly Period Grace = new(Months: 6);

    /// <summary>A right that exists and can be used.</summary>
    private static readonly PatentState[] s_live = [PatentState.InForce, PatentState.PartlyInvalid, PatentState.Restored];

    public static readonly StateMachine<PatentState, PatentEventKind> Machine = new("patent",
    [
        Told(null, PatentEventKind.Published, PatentState.Pending, "Art. 34"),
        Told(null, PatentEventKind.Granted, PatentState.InForce, "Arts. 39, 40"),
        Told(PatentState.Pending, PatentEventKind.Granted, PatentState.InForce, "Arts. 39, 40"),
        Told(PatentState.Pending, PatentEventKind.Rejected, PatentState.Refused, "Art. 38"),
        Told(PatentState.Pending, PatentEventKind.Withdrawn, PatentState.Refused, "Arts. 32, 35"),
        Told(PatentState.Pending, PatentEventKind.Abandoned, PatentState.Refused, "Rule 60"),
        Told(PatentState.Refused, PatentEventKind.RightRestored, PatentState.Pending, "Rule 6"),
        // A rejection overturned after all.
        Told(PatentState.Refused, PatentEventKind.Granted, PatentState.InForce, "Art. 41"),
        .. s_live.Append(PatentState.Pending).Append(PatentState.FeeGrace).SelectMany(Suspending),
        // Back only when nothing holds it any more: an ownership dispute and a court can do so at once.
        Told(PatentState.Suspended, PatentEventKind.ProcedureResumed, null, "Rule 103") with { Guards = [StillSuspended] },
        Told(PatentState.Suspended, PatentEventKind.PreservationLifted, null, "Rule 104") with { Guards = [StillSuspended] },
        Told(PatentState.Suspended, PatentEventKind.Granted, PatentState.InForce, "Arts. 39, 40"),
        .. s_live.Select(state => Told(state, PatentEventKind.FeeLate, PatentState.FeeGrace, "Rule 115")),
        Told(PatentState.FeeGrace, PatentEventKind.FeePaid, null, "Rule 115"),
        .. s_live.Append(PatentState.Suspended).Append(PatentState.FeeGrace).SelectMany(Ending),
        Told(PatentState.LapsedUnpaid, PatentEventKind.RightRestored, PatentState.Restored, "Rule 6"),
        // Invalidity works from the beginning, also against a right that has ended (Art. 47).
        Told(PatentState.LapsedUnpaid, PatentEventKind.DeclaredInvalid, PatentState.Invalid, "Art. 47"),
        Told(PatentState.Abandoned, PatentEventKind.DeclaredInvalid, PatentState.Invalid, "Art. 47"),
        Told(PatentState.Expired, PatentEventKind.DeclaredInvalid, PatentState.Invalid, "Art. 47"),
    ]);

    /// <summary>Holders may enter what the register told them, with the paper; the register needs nobody's leave.</summary>
    private static Transition<PatentState, PatentEventKind> Told(PatentState? from, PatentEventKind cause, PatentState? to, string law) =>
        new(from, cause, to) { By = Act.KeepPatents, Evidence = ["notice"], Law = law };

    private static IEnumerable<Transition<PatentState, PatentEventKind>> Suspending(PatentState from) =>
    [
        Told(from, PatentEventKind.ProcedureSuspended, PatentState.Suspended, "Rule 103"),
        Told(from, PatentEventKind.Preserved, PatentState.Suspended, "Rule 104"),
    ];

    private static IEnumerable<Transition<PatentState, PatentEventKind>> Ending(PatentState from) =>
    [
        Told(from, PatentEventKind.DeclaredInvalid, PatentState.Invalid, "Art. 47"),
        Told(from, PatentEventKind.DeclaredPartlyInvalid, PatentState.PartlyInvalid, "Art. 46"),
        Told(from, PatentEventKind.Abandoned, PatentState.Abandoned, "Art. 44"),
        Told(from, PatentEventKind.LapsedUnpaid, PatentState.LapsedUnpaid, "Rule 115") with { Within = from is PatentState.FeeGrace ? Grace : null },
        Told(from, PatentEventKind.Expired, PatentState.Expired, "Art. 42"),
    ];
}
