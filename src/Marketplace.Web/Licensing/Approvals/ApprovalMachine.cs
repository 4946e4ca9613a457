using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Licensing.Approvals;

public enum ApprovalState
{
    /// <summary>审批中</summary>
    Open,

    /// <summary>已同意</summary>
    Approved,

    /// <summary>未同意</summary>
    Refused,

    /// <summary>已撤回: what it was about went another way.</summary>
    Withdrawn,
}

public enum ApprovalCause
{
    Begin,
    Waive,
    Pass,
    Approve,
    Refuse,
    Withdraw,
}

/// <summary>内部审批 of one case by one organisation: step after step, as its route said on the day it began. No law asks for it; what it guards is in the machine of the case.</summary>
public static class ApprovalMachine
{
    /// <summary>Guards: the step is not the reader's to decide; steps are still to be decided; none is left.</summary>
    public const string NotTheirs = "NOT-THEIRS", StepsLeft = "STEPS-LEFT", NoneLeft = "NONE-LEFT";

    public static readonly StateMachine<ApprovalState, ApprovalCause> Machine = new("approval",
    [
        new(null, ApprovalCause.Begin, ApprovalState.Open) { By = Act.DisposePatents, Move = Side.Either, Law = "own: the organisation's route has steps for it" },
        new(null, ApprovalCause.Waive, ApprovalState.Approved) { Move = Side.Platform, Law = "own: the organisation's route has none" },
        Decided(ApprovalCause.Pass, ApprovalState.Open, "own: one step of several") with { Guards = [NotTheirs, NoneLeft] },
        Decided(ApprovalCause.Approve, ApprovalState.Approved, "own: the last step") with { Guards = [NotTheirs, StepsLeft], Effects = ["follower"] },
        Decided(ApprovalCause.Refuse, ApprovalState.Refused, "own: one step says no, and the case learns it") with { Guards = [NotTheirs], ReasonNeeded = true, Effects = ["follower"] },
        new(ApprovalState.Open, ApprovalCause.Withdraw, ApprovalState.Withdrawn) { Move = Side.Platform, ReasonNeeded = true, Law = "own: there is nothing left to approve" },
    ]);

    /// <summary>By whom the step names: a role of the organisation or people of it, which the policy table does not know.</summary>
    private static Transition<ApprovalState, ApprovalCause> Decided(ApprovalCause cause, ApprovalState to, string law) => new(ApprovalState.Open, cause, to) { By = Act.UseAccount, Move = Side.Either, Law = law };
}
