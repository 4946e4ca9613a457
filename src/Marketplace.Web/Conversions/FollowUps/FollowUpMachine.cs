using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Conversions.FollowUps;

public enum FollowUpState
{
    /// <summary>待联系: nobody of the taker is here to be told; the bureau has it.</summary>
    Due,

    /// <summary>已询问</summary>
    Asked,

    /// <summary>已答复: it may still be corrected.</summary>
    Answered,

    /// <summary>审核中</summary>
    InReview,

    /// <summary>已退回</summary>
    Returned,

    /// <summary>已采信</summary>
    Accepted,

    /// <summary>未答复: the next half-year is asked now.</summary>
    Lapsed,

    /// <summary>已取消: the conversion counts no more, or with another one.</summary>
    Dropped,
}

public enum FollowUpCause
{
    Make,

    /// <summary>Its taker was told, or got the link from the bureau.</summary>
    Ask,
    Answer,

    /// <summary>开始审核: from then on the answer stays as it is.</summary>
    Look,
    Return,
    Accept,
    Lapse,
    Drop,
}

/// <summary>半年回访: asked, answered, looked at, accepted. What is accepted becomes evidence only by a correction of the filing, with its own 初审 and 复核.</summary>
public static class FollowUpMachine
{
    /// <summary>Who answered for the taker does not accept it.</summary>
    public const string AnotherPerson = "another_person";

    private const string Law = "domain.md §3.5: L4, L5", Own = "our own decision";

    public static readonly StateMachine<FollowUpState, FollowUpCause> Machine = new("follow_up",
    [
        new(null, FollowUpCause.Make, FollowUpState.Due) { Move = Side.Platform, Law = Law },
        new(FollowUpState.Due, FollowUpCause.Ask, FollowUpState.Asked) { By = Act.FileConversions, Move = Side.Bureau, Law = Law },
        new(FollowUpState.Due, FollowUpCause.Answer, FollowUpState.Answered) { By = Act.FileConversions, Move = Side.Bureau, Law = Law },
        new(FollowUpState.Asked, FollowUpCause.Answer, FollowUpState.Answered) { By = Act.KeepLicences, Move = Side.Taker, Law = Law },
        new(FollowUpState.Answered, FollowUpCause.Answer, FollowUpState.Answered) { By = Act.KeepLicences, Move = Side.Taker, Law = Own },
        new(FollowUpState.Answered, FollowUpCause.Look, FollowUpState.InReview) { By = Act.CheckConversions, Move = Side.Bureau, Law = Own },
        new(FollowUpState.InReview, FollowUpCause.Return, FollowUpState.Returned) { By = Act.CheckConversions, Move = Side.Bureau, ReasonNeeded = true, Law = "domain.md §7.1: return instead of changing" },
        new(FollowUpState.InReview, FollowUpCause.Accept, FollowUpState.Accepted) { By = Act.CheckConversions, Move = Side.Bureau, Guards = [AnotherPerson], Law = Law },
        new(FollowUpState.Returned, FollowUpCause.Answer, FollowUpState.Answered) { By = Act.KeepLicences, Move = Side.Taker, Law = Law },
        new(FollowUpState.Due, FollowUpCause.Lapse, FollowUpState.Lapsed) { Move = Side.Platform, Law = Own },
        new(FollowUpState.Asked, FollowUpCause.Lapse, FollowUpState.Lapsed) { Move = Side.Platform, Law = Own },
        new(FollowUpState.Returned, FollowUpCause.Lapse, FollowUpState.Lapsed) { Move = Side.Platform, Law = Own },
        new(FollowUpState.Due, FollowUpCause.Drop, FollowUpState.Dropped) { Move = Side.Platform, Law = Own },
        new(FollowUpState.Asked, FollowUpCause.Drop, FollowUpState.Dropped) { Move = Side.Platform, Law = Own },
        new(FollowUpState.Answered, FollowUpCause.Drop, FollowUpState.Dropped) { Move = Side.Platform, Law = Own },
        new(FollowUpState.InReview, FollowUpCause.Drop, FollowUpState.Dropped) { Move = Side.Platform, Law = Own },
        new(FollowUpState.Returned, FollowUpCause.Drop, FollowUpState.Dropped) { Move = Side.Platform, Law = Own },
    ]);

    /// <summary>An answer is waited for.</summary>
    public static readonly FollowUpState?[] Waiting = [FollowUpState.Due, FollowUpState.Asked, FollowUpState.Returned];

    /// <summary>Nothing of it is settled.</summary>
    public static readonly FollowUpState?[] Open = [.. Waiting, FollowUpState.Answered, FollowUpState.InReview];

    /// <summary>An answer was handed in and stands.</summary>
    public static readonly FollowUpState?[] Told = [FollowUpState.Answered, FollowUpState.InReview, FollowUpState.Accepted];
}
