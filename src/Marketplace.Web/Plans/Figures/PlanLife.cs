namespace Marketplace.Web.Plans.Figures;

/// <summary>Where a plan is in its life, as people say it.</summary>
public enum Phase
{
    /// <summary>尚未开始</summary>
    Coming,

    /// <summary>执行中</summary>
    Running,

    /// <summary>已到期: its end came, nobody has begun to evaluate it.</summary>
    Ended,

    /// <summary>终期评估</summary>
    Evaluating,

    /// <summary>已结项</summary>
    Closed,
}

public static class PlanLife
{
    /// <summary>The calendar ends a plan, people evaluate and close it. A plan that names no end runs until somebody evaluates it.</summary>
    public static Phase Of(PlanState state, DateOnly? starts, DateOnly? ends, DateOnly today) => state switch
    {
        PlanState.Closed => Phase.Closed,
        PlanState.InEvaluation => Phase.Evaluating,
        _ when starts > today => Phase.Coming,
        _ when ends < today => Phase.Ended,
        _ => Phase.Running,
    };
}
