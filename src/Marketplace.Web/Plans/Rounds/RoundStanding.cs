namespace Marketplace.Web.Plans.Rounds;

public enum RoundUnitState
{
    /// <summary>待报</summary>
    Waiting,

    /// <summary>逾期未报</summary>
    Overdue,

    /// <summary>已报</summary>
    Reported,

    /// <summary>未报: the round was closed without it.</summary>
    Never,
}

/// <summary>Where one unit stands in a round, without database and clock.</summary>
/// <param name="State">On the day it is looked at.</param>
/// <param name="Late">Days after the due day: until it was reported, else until the round was closed or today.</param>
public sealed record RoundStanding(RoundUnitState State, int Late)
{
    public static RoundStanding Of(DateOnly due, DateOnly? reported, DateOnly? closed, DateOnly today)
    {
        var late = Math.Max(0, (reported ?? closed ?? today).DayNumber - due.DayNumber);
        return new(reported is not null ? RoundUnitState.Reported : closed is not null ? RoundUnitState.Never : late > 0 ? RoundUnitState.Overdue : RoundUnitState.Waiting, late);
    }
}
