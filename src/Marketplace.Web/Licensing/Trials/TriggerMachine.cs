using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Licensing.Trials;

public enum TriggerState
{
    /// <summary>待对方答复</summary>
    Stated,

    /// <summary>已成就: fees begin on its day.</summary>
    Stands,

    /// <summary>有争议</summary>
    Contested,

    /// <summary>未成就: a bureau that mediated found so.</summary>
    Rejected,

    /// <summary>已收回</summary>
    TakenBack,

    /// <summary>不再需要: the licence ended before.</summary>
    Overtaken,
}

public enum TriggerCause
{
    State,
    Confirm,
    LetStand,
    Contest,
    Concede,
    TakeBack,
    Decide,
    Dismiss,
    Overtake,
}

/// <summary>
/// 付费条件成就 (domain.md §2.4 DEFERRED, §2.8 V1 and V2): a licence that is free until something happens owes nothing before it is settled that it happened, and when. Either side says so with
/// proof; the other has a fortnight to contest it.
/// </summary>
public static class TriggerMachine
{
    /// <summary>Guards: it is the reader's own statement; it is the other side's; the time to contest is over.</summary>
    public const string IsOwn = "OWN", IsOthers = "OTHERS", IsLate = "LATE";

    /// <summary>Papers.</summary>
    public const string Proof = "proof", Mediation = "mediation";

    /// <summary>As long as a payment may be contested.</summary>
    public static readonly Period ContestTerm = new(Days: 15);

    public static readonly StateMachine<TriggerState, TriggerCause> Machine = new("trigger",
    [
        Either(null, TriggerCause.State, TriggerState.Stated, "Civil Code Art. 158: a condition, and its proof") with { Evidence = [Proof], ReasonNeeded = true },
        Either(TriggerState.Stated, TriggerCause.Confirm, TriggerState.Stands, "own: the other side says so too") with { Guards = [IsOwn], Effects = ["obligations"] },
        new(TriggerState.Stated, TriggerCause.LetStand, TriggerState.Stands) { Move = Side.Platform, Within = ContestTerm, Law = "own: with proof, and not contested", Effects = ["obligations"] },
        Either(TriggerState.Stated, TriggerCause.Contest, TriggerState.Contested, "own: condition or day") with { Guards = [IsOwn, IsLate], ReasonNeeded = true },
        Either(TriggerState.Contested, TriggerCause.Concede, TriggerState.Stands, "own: who contested it agrees") with { Guards = [IsOwn], Effects = ["obligations"] },
        Either(TriggerState.Stated, TriggerCause.TakeBack, TriggerState.TakenBack, "own: nothing rests on it yet") with { Guards = [IsOthers] },
        Either(TriggerState.Contested, TriggerCause.TakeBack, TriggerState.TakenBack, "own: nothing rests on it yet") with { Guards = [IsOthers] },
        Bureau(TriggerCause.Decide, TriggerState.Stands) with { Effects = ["obligations"] },
        Bureau(TriggerCause.Dismiss, TriggerState.Rejected),
        Overtake(TriggerState.Stated),
        Overtake(TriggerState.Contested),
    ]);

    public static bool IsOpen(this TriggerState state) => state is TriggerState.Stated or TriggerState.Contested;

    private static Transition<TriggerState, TriggerCause> Either(TriggerState? from, TriggerCause cause, TriggerState to, string law) => new(from, cause, to) { By = Act.KeepLicences, Move = Side.Either, Law = law };

    private static Transition<TriggerState, TriggerCause> Bureau(TriggerCause cause, TriggerState to) =>
        new(TriggerState.Contested, cause, to) { By = Act.Mediate, Move = Side.Bureau, Evidence = [Mediation], ReasonNeeded = true, Law = "Art. 52: a bureau that mediated" };

    private static Transition<TriggerState, TriggerCause> Overtake(TriggerState from) => new(from, TriggerCause.Overtake, TriggerState.Overtaken) { Move = Side.Platform, Law = "own: the licence ended before it was settled" };
}
