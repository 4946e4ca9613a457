using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Licensing.Disputes;

public enum DisputeState
{
    /// <summary>协商中</summary>
    Negotiating,

    /// <summary>待受理: with a bureau.</summary>
    Asked,

    /// <summary>调解中</summary>
    Accepted,

    /// <summary>待双方确认: an agreement lies with both.</summary>
    Proposed,

    /// <summary>达成协议</summary>
    Agreed,

    /// <summary>未达成</summary>
    Failed,

    /// <summary>撤回</summary>
    Withdrawn,

    /// <summary>自行和解</summary>
    Resolved,

    /// <summary>不予受理</summary>
    Declined,

    /// <summary>无人推进</summary>
    Lapsed,
}

public enum DisputeCause
{
    Open,
    Resolve,
    Lapse,
    Ask,
    Forward,
    ForwardSilent,
    Refuse,
    Decline,
    Accept,
    Session,
    Extend,
    Propose,
    Confirm,
    Conclude,
    Oppose,
    Fail,
    RunOut,
    Withdraw,
    KeepRecord,
}

/// <summary>
/// 争议调解 (domain.md §2.7; Art. 52, Rules 95 and 102(五)): the sides negotiate, and a bureau that has the power mediates when one of them asks. It decides nothing: what both confirm binds them, and what
/// it means for a licence, a fee or a payment is a step of theirs, with the mediation record as its paper.
/// </summary>
public static class DisputeMachine
{
    /// <summary>Guards: it is another side's; the reader's bureau has no power; nobody is above; the mediator has to do with a side; it was extended already; the reader's side confirmed; the other side has not; the other side has.</summary>
    public const string IsOthers = "OTHERS", NoPower = "POWER", NobodyAbove = "ABOVE", Conflict = "CONFLICT", IsExtended = "EXTENDED", IsConfirmed = "CONFIRMED", NotBoth = "BOTH", IsLast = "LAST";

    /// <summary>Papers.</summary>
    public const string Mediation = "mediation";

    /// <summary>Days for the sides alone; then both are asked what is to become of it.</summary>
    public static readonly Period NegotiationTerm = new(Days: 30);

    /// <summary>Nobody did anything for another two months: it is not kept open for ever.</summary>
    public static readonly Period SilenceTerm = new(Days: 90);

    /// <summary>Working days to accept, forward or decline; usual for administrative mediation, configurable in no law we know of (domain.md §8.1).</summary>
    public const int AcceptWorkdays = 7;

    /// <summary>Days to mediate, once extended by half.</summary>
    public const int MediateDays = 60, ExtendDays = 30;

    private static readonly DisputeState[] s_withdrawable = [DisputeState.Negotiating, DisputeState.Asked, DisputeState.Accepted, DisputeState.Proposed];

    public static readonly StateMachine<DisputeState, DisputeCause> Machine = new("dispute",
    [
        Either(null, DisputeCause.Open, DisputeState.Negotiating, "Art. 52: the sides negotiate first") with { ReasonNeeded = true },
        Either(DisputeState.Negotiating, DisputeCause.Resolve, DisputeState.Resolved, "Art. 52: settled between them") with { Guards = [IsOthers], ReasonNeeded = true },
        Clock(DisputeState.Negotiating, DisputeCause.Lapse, DisputeState.Lapsed, "own: nobody went on with it") with { Within = SilenceTerm },
        Either(DisputeState.Negotiating, DisputeCause.Ask, DisputeState.Asked, "Art. 52, Rule 102(五): on request of a side") with { Effects = ["routed"] },
        Bureau(DisputeState.Asked, DisputeCause.Forward, DisputeState.Asked, "Rule 95: to a bureau above that has the power") with { Guards = [NobodyAbove], ReasonNeeded = true },
        Clock(DisputeState.Asked, DisputeCause.ForwardSilent, DisputeState.Asked, "own: a bureau without the power, or silent, does not hold it") with { Guards = [NobodyAbove] },
        Either(DisputeState.Asked, DisputeCause.Refuse, DisputeState.Failed, "Art. 52: mediation is voluntary") with { Guards = [IsOthers] },
        Either(DisputeState.Accepted, DisputeCause.Refuse, DisputeState.Failed, "Art. 52: mediation is voluntary") with { Guards = [IsOthers] },
        Bureau(DisputeState.Asked, DisputeCause.Decline, DisputeState.Declined, "own: not its affair, or before a court") with { ReasonNeeded = true },
        Bureau(DisputeState.Asked, DisputeCause.Accept, DisputeState.Accepted, "Rules 95, 102(五)") with { Guards = [NoPower, Conflict] },
        Bureau(DisputeState.Accepted, DisputeCause.Session, DisputeState.Accepted, "domain §2.7: mediation record"),
        Bureau(DisputeState.Accepted, DisputeCause.Extend, DisputeState.Accepted, "own: once, with its reason") with { Guards = [IsExtended], ReasonNeeded = true },
        Bureau(DisputeState.Accepted, DisputeCause.Propose, DisputeState.Proposed, "domain §2.7: 达成协议"),
        Either(DisputeState.Proposed, DisputeCause.Confirm, DisputeState.Proposed, "own: one side confirms") with { Guards = [IsConfirmed, IsLast] },
        Either(DisputeState.Proposed, DisputeCause.Conclude, DisputeState.Agreed, "Civil Code Art. 483: when both confirmed") with { Guards = [IsConfirmed, NotBoth] },
        Either(DisputeState.Proposed, DisputeCause.Oppose, DisputeState.Accepted, "own: who does not confirm says why") with { ReasonNeeded = true },
        Bureau(DisputeState.Accepted, DisputeCause.Fail, DisputeState.Failed, "domain §2.7: 未达成") with { Evidence = [Mediation], ReasonNeeded = true },
        Clock(DisputeState.Accepted, DisputeCause.RunOut, DisputeState.Failed, "own: its time is over"),
        Clock(DisputeState.Proposed, DisputeCause.RunOut, DisputeState.Failed, "own: its time is over, and silence is no consent"),
        .. s_withdrawable.Select(from => Either(from, DisputeCause.Withdraw, DisputeState.Withdrawn, "domain §2.7: 撤回") with { Guards = [IsOthers], ReasonNeeded = true }),
        Bureau(DisputeState.Agreed, DisputeCause.KeepRecord, DisputeState.Agreed, "own: the signed record is the paper of what follows") with { Evidence = [Mediation] },
        Bureau(DisputeState.Failed, DisputeCause.KeepRecord, DisputeState.Failed, "own: the signed record is the paper of what follows") with { Evidence = [Mediation] },
    ]);

    public static bool IsOver(this DisputeState state) => state is not (DisputeState.Negotiating or DisputeState.Asked or DisputeState.Accepted or DisputeState.Proposed);

    private static Transition<DisputeState, DisputeCause> Either(DisputeState? from, DisputeCause cause, DisputeState to, string law) => new(from, cause, to) { By = Act.KeepLicences, Move = Side.Either, Law = law };

    private static Transition<DisputeState, DisputeCause> Bureau(DisputeState from, DisputeCause cause, DisputeState to, string law) => new(from, cause, to) { By = Act.Mediate, Move = Side.Bureau, Law = law };

    private static Transition<DisputeState, DisputeCause> Clock(DisputeState from, DisputeCause cause, DisputeState to, string law) => new(from, cause, to) { Move = Side.Platform, Law = law };
}
