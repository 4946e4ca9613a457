using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Licensing.Deals;

public enum DealState
{
    /// <summary>已提出</summary>
    Requested,

    /// <summary>磋商中: a version of the terms lies with one side.</summary>
    Negotiating,

    /// <summary>条款已一致</summary>
    Agreed,

    /// <summary>合同已起草</summary>
    Drafted,

    /// <summary>公示中</summary>
    Publicity,

    /// <summary>内部审批中</summary>
    Approving,

    /// <summary>签署中</summary>
    Signing,

    /// <summary>已签署，待登记</summary>
    Contracted,

    /// <summary>登记申请已提交</summary>
    Filed,

    /// <summary>登记被退回补正</summary>
    Returned,

    /// <summary>不予登记</summary>
    Refused,

    /// <summary>已生效</summary>
    Effective,

    /// <summary>已撤回</summary>
    TakenBack,

    /// <summary>已拒绝</summary>
    Declined,

    /// <summary>已失效: silence, or the patent ended.</summary>
    Lapsed,

    /// <summary>已解除: signed, never registered, and ended by both.</summary>
    BrokenOff,
}

public enum DealCause
{
    Request,
    Propose,
    Counter,
    Accept,
    Decline,
    TakeBack,
    LapseSilent,
    Draft,
    Publicise,
    EndPublicity,
    UpholdObjection,
    Submit,
    RefuseApproval,
    Approve,
    FailSignature,
    TakeEffect,
    AwaitRegistration,
    File,
    Return,
    Resubmit,
    FallBack,
    Refuse,
    Register,
    BreakOff,
    EndPatent,
}

/// <summary>A negotiated contract about patents, beside machines A to D of domain.md §2.5: from a request to a licence, or to a registered transfer.</summary>
public static class DealMachine
{
    /// <summary>Guards.</summary>
    public const string Complete = "TERMS", InForce = "FORCE", Owner = "OWNER", Parties = "PARTY", CoOwners = "CO", Declared = "OPEN", ShutOut = "EXCL", Parent = "PARENT", Pledged = "PLEDGE",
        Export = "EXPORT", Priced = "PRICE", Valued = "VALUED", Objections = "OBJECT", Turn = "TURN", Waiting = "PUBLIC";

    /// <summary>Papers.</summary>
    public const string Agreement = "agreement", Receipt = "receipt", Notice = "notice", Registration = "registration";

    /// <summary>Nobody says anything for so long, and it is over (own decision: nothing binds yet, and the offer must not look taken).</summary>
    public static readonly Period Silence = new(Days: 90);

    /// <summary>What the law and the register say of the right and of those who dispose of it: asked when terms are agreed, and again before anybody is bound.</summary>
    private static readonly string[] s_right = [Complete, InForce, Owner, Parties, Parent, Declared, ShutOut];

    private static readonly string[] s_all = [.. s_right, CoOwners, Pledged, Export, Priced, Valued, Objections];

    private static readonly DealState[] s_talking = [DealState.Requested, DealState.Negotiating];

    private static readonly DealState[] s_worded = [DealState.Agreed, DealState.Drafted, DealState.Publicity];

    private static readonly DealState[] s_signed = [DealState.Contracted, DealState.Filed, DealState.Returned, DealState.Refused];

    public static readonly StateMachine<DealState, DealCause> Machine = new("deal",
    [
        new(null, DealCause.Request, DealState.Requested) { By = Act.KeepLicences, Move = Side.Either, Guards = [Parties], Law = "Civil Code Art. 473: an invitation" },
        Party(DealState.Requested, DealCause.Propose, DealState.Negotiating, "Civil Code Art. 472: an offer names its terms"),
        Party(DealState.Negotiating, DealCause.Counter, DealState.Negotiating, "Civil Code Art. 488: other terms are a new offer"),
        // What was agreed in words binds nobody before it is signed: either side may come back to the terms.
        Party(DealState.Agreed, DealCause.Counter, DealState.Negotiating, "own: not signed, not bound (Civil Code Art. 490)"),
        Party(DealState.Drafted, DealCause.Counter, DealState.Negotiating, "own: not signed, not bound (Civil Code Art. 490)"),
        new(DealState.Negotiating, DealCause.Accept, DealState.Agreed) { By = Act.DisposePatents, Move = Side.Either, Guards = [Turn, .. s_right], Law = "Civil Code Art. 479: of exactly these terms" },
        .. s_talking.Select(from => new Transition<DealState, DealCause>(from, DealCause.Decline, DealState.Declined) { By = Act.KeepLicences, Move = Side.Either, Guards = [Turn], ReasonNeeded = true, Law = "Civil Code Art. 478" }),
        .. s_talking.Select(from => Party(from, DealCause.TakeBack, DealState.TakenBack, "Civil Code Art. 476")),
        .. s_worded.Select(from => Party(from, DealCause.TakeBack, DealState.TakenBack, "own: not signed, not bound (Civil Code Art. 490)") with { ReasonNeeded = true }),
        .. ((DealState[])[DealState.Requested, DealState.Negotiating, DealState.Agreed, DealState.Drafted]).Select(from => Clock(from, DealCause.LapseSilent, DealState.Lapsed, "own: silence is no consent (Civil Code Art. 140)") with { Within = Silence }),
        Party(DealState.Agreed, DealCause.Draft, DealState.Drafted, "Art. 12, Art. 10(3): in writing") with { Effects = ["contract"] },
        Party(DealState.Drafted, DealCause.Draft, DealState.Drafted, "own: the same terms in other words") with { Effects = ["contract"] },
        new(DealState.Drafted, DealCause.Publicise, DealState.Publicity) { By = Act.DisposePatents, Move = Side.Giver, Law = "Conversion Law Art. 18: name and price, in the unit" },
        Clock(DealState.Publicity, DealCause.EndPublicity, DealState.Drafted, "Conversion Law Art. 18: nobody objects any more") with { Guards = [Waiting, Objections] },
        new(DealState.Publicity, DealCause.UpholdObjection, DealState.Negotiating) { By = Act.DisposePatents, Move = Side.Giver, ReasonNeeded = true, Law = "Conversion Law Art. 18" },
        new(DealState.Drafted, DealCause.Submit, DealState.Approving) { By = Act.DisposePatents, Move = Side.Either, Guards = s_all, Law = "own: each side by its own rules", Effects = ["approvals"] },
        Clock(DealState.Approving, DealCause.RefuseApproval, DealState.Negotiating, "own: an organisation said no to these terms"),
        Clock(DealState.Approving, DealCause.Approve, DealState.Signing, "own: both sides approved") with { Guards = s_right, Effects = ["signing"] },
        Clock(DealState.Signing, DealCause.FailSignature, DealState.Negotiating, "own: refused or not given in time (Civil Code Art. 490)"),
        Clock(DealState.Signing, DealCause.TakeEffect, DealState.Effective, "Civil Code Arts. 490, 502: with the last signature") with { Guards = [InForce, Owner, Declared, ShutOut, Pledged], Effects = ["licences", "recordal", "obligations"] },
        Clock(DealState.Signing, DealCause.AwaitRegistration, DealState.Contracted, "Art. 10(3): the contract binds, the right has not moved") with { Guards = [InForce, Owner, Pledged] },
        Office(DealState.Contracted, DealCause.File, DealState.Filed, Receipt, "Art. 10(3)"),
        Office(DealState.Refused, DealCause.File, DealState.Filed, Receipt, "own: filed anew, with what was missing"),
        Office(DealState.Filed, DealCause.Return, DealState.Returned, Notice, "Guidelines: to be corrected in time") with { Move = Side.Office },
        Office(DealState.Returned, DealCause.Resubmit, DealState.Filed, Receipt, "Guidelines"),
        Clock(DealState.Returned, DealCause.FallBack, DealState.Contracted, "Guidelines: not corrected in time, not filed"),
        Office(DealState.Filed, DealCause.Refuse, DealState.Refused, Notice, "Guidelines") with { Move = Side.Office, ReasonNeeded = true },
        Office(DealState.Filed, DealCause.Register, DealState.Effective, Registration, "Art. 10(3): effective on the day of registration") with { Move = Side.Office, Effects = ["price", "offer-ends"] },
        .. ((DealState[])[DealState.Contracted, DealState.Returned, DealState.Refused]).Select(from => new Transition<DealState, DealCause>(from, DealCause.BreakOff, DealState.BrokenOff) { By = Act.DisposePatents, Move = Side.Either, Evidence = [Agreement], ReasonNeeded = true, Law = "Civil Code Art. 562" }),
        .. ((DealState[])[.. s_talking, .. s_worded, DealState.Approving, DealState.Signing, .. s_signed]).Select(from => Clock(from, DealCause.EndPatent, DealState.Lapsed, "Arts. 42, 44, 47: there is nothing left to dispose of")),
    ]);

    /// <summary>Nothing will happen any more.</summary>
    public static bool IsOver(this DealState state) => state is DealState.TakenBack or DealState.Declined or DealState.Lapsed or DealState.BrokenOff;

    /// <summary>From here on the amount is a fact others may know (the bureau of the region counts it).</summary>
    public static bool IsSigned(this DealState state) => state is DealState.Effective or DealState.Contracted or DealState.Filed or DealState.Returned or DealState.Refused or DealState.BrokenOff;

    /// <summary>Both sides are bound to what they read: nobody changes it.</summary>
    public static bool IsBeyondWords(this DealState state) => state is DealState.Approving or DealState.Signing || state.IsSigned();

    public static readonly DealState[] Over = [.. Enum.GetValues<DealState>().Where(state => state.IsOver())];

    private static Transition<DealState, DealCause> Party(DealState from, DealCause cause, DealState to, string law) => new(from, cause, to) { By = Act.KeepLicences, Move = Side.Either, Law = law };

    private static Transition<DealState, DealCause> Clock(DealState from, DealCause cause, DealState to, string law) => new(from, cause, to) { Move = Side.Platform, Law = law };

    private static Transition<DealState, DealCause> Office(DealState from, DealCause cause, DealState to, string paper, string law) => new(from, cause, to) { By = Act.KeepLicences, Move = Side.Either, Evidence = [paper], Law = law };
}
