using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Licensing.Obligations;

public enum AgreementState
{
    /// <summary>待对方答复</summary>
    Open,

    /// <summary>已达成</summary>
    Accepted,

    /// <summary>未接受</summary>
    Declined,

    /// <summary>已收回</summary>
    TakenBack,

    /// <summary>不再需要: what it was about is over.</summary>
    Overtaken,
}

public enum AgreementCause
{
    Propose,
    Accept,
    Decline,
    TakeBack,
    Overtake,
}

/// <summary>What one side proposes and the other accepts: to end the licence, or to settle a fee that is disputed. Silence is no consent: it stays open until somebody says something.</summary>
public static class AgreementMachine
{
    /// <summary>Guards: it is the reader's own; it is the other side's.</summary>
    public const string IsOwn = "OWN", IsOthers = "OTHERS";

    public static readonly StateMachine<AgreementState, AgreementCause> Machine = new("agreement",
    [
        Step(null, AgreementCause.Propose, AgreementState.Open, "Civil Code Art. 562, Patent Law Art. 52") with { ReasonNeeded = true },
        Step(AgreementState.Open, AgreementCause.Accept, AgreementState.Accepted, "Civil Code Art. 483: with the acceptance") with { Guards = [IsOwn] },
        Step(AgreementState.Open, AgreementCause.Decline, AgreementState.Declined, "Civil Code Art. 478(1)") with { Guards = [IsOwn], ReasonNeeded = true },
        Step(AgreementState.Open, AgreementCause.TakeBack, AgreementState.TakenBack, "Civil Code Art. 476") with { Guards = [IsOthers] },
        new(AgreementState.Open, AgreementCause.Overtake, AgreementState.Overtaken) { Move = Side.Platform, Law = "own: what it was about is over" },
    ]);

    private static Transition<AgreementState, AgreementCause> Step(AgreementState? from, AgreementCause cause, AgreementState to, string law) => new(from, cause, to) { By = Act.KeepLicences, Move = Side.Either, Law = law };
}
