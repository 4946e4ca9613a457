using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Plans;

public enum PlanCause
{
    /// <summary>导入: it is in force from then on here.</summary>
    Enter,

    /// <summary>开始终期评估</summary>
    Evaluate,

    /// <summary>结项</summary>
    Close,

    /// <summary>退回执行: the evaluation was begun by mistake.</summary>
    Resume,
}

/// <summary>A plan's life as far as people move it; that its end came, the calendar says.</summary>
public static class PlanMachine
{
    public const string Ended = "ended", Report = "evaluation";
    public const int ReasonMax = 500;

    private const string Own = "domain.md §1.2 M93; our own decision";

    public static readonly StateMachine<PlanState, PlanCause> Machine = new("plan",
    [
        new(null, PlanCause.Enter, PlanState.InForce) { By = Act.KeepPlans, Law = Own },
        new(PlanState.InForce, PlanCause.Evaluate, PlanState.InEvaluation) { By = Act.KeepPlans, Guards = [Ended], Law = Own },
        new(PlanState.InEvaluation, PlanCause.Resume, PlanState.InForce) { By = Act.KeepPlans, ReasonNeeded = true, Law = Own },
        new(PlanState.InEvaluation, PlanCause.Close, PlanState.Closed) { By = Act.VerifyFigures, Evidence = [Report], Law = Own },
    ]);
}
