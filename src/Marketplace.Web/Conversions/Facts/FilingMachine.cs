using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Conversions.Facts;

public enum FilingState
{
    /// <summary>草稿</summary>
    Draft,

    /// <summary>待初审</summary>
    Submitted,

    /// <summary>初审通过, 待复核</summary>
    Checked,

    /// <summary>已复核: it counts.</summary>
    Verified,

    /// <summary>已退回</summary>
    Returned,

    /// <summary>已撤下</summary>
    Dropped,
}

public enum FilingCause
{
    Write,

    /// <summary>上报</summary>
    Submit,

    /// <summary>撤回修改</summary>
    TakeBack,

    /// <summary>初审通过</summary>
    Check,

    /// <summary>复核通过</summary>
    Verify,

    /// <summary>退回</summary>
    Return,

    /// <summary>撤下</summary>
    Drop,

    /// <summary>What was done on the platform went on: a newer filing says it.</summary>
    Supersede,
}

/// <summary>填报 → 初审 → 复核, each by another person (domain.md §3.5). Locking and publishing are the period's: <see cref="Periods.PeriodMachine"/>.</summary>
public static class FilingMachine
{
    /// <summary>It is somebody else's turn: the same person never does two of the three.</summary>
    public const string AnotherPerson = "another_person";

    /// <summary>疑似重复 nobody decided yet.</summary>
    public const string Suspects = "suspects_open";

    /// <summary>疑点 that whoever takes the step did not explain yet.</summary>
    public const string Signals = "signals_unexplained";

    /// <summary>What the table of its type asks for is not all there.</summary>
    public const string Incomplete = "incomplete";

    private const string Law = "domain.md §3.5";

    public static readonly StateMachine<FilingState, FilingCause> Machine = new("filing",
    [
        new(null, FilingCause.Write, FilingState.Draft) { By = Act.FileConversions, Move = Side.Bureau, Law = Law },
        new(FilingState.Draft, FilingCause.Submit, FilingState.Submitted) { By = Act.FileConversions, Move = Side.Bureau, Guards = [Incomplete], Law = Law },
        new(FilingState.Draft, FilingCause.Drop, FilingState.Dropped) { By = Act.FileConversions, Move = Side.Bureau, Law = "our own decision" },
        new(FilingState.Submitted, FilingCause.TakeBack, FilingState.Draft) { By = Act.FileConversions, Move = Side.Bureau, Law = "our own decision" },
        new(FilingState.Submitted, FilingCause.Check, FilingState.Checked) { By = Act.CheckConversions, Move = Side.Bureau, Guards = [AnotherPerson, Incomplete, Signals], Law = Law },
        new(FilingState.Submitted, FilingCause.Return, FilingState.Returned) { By = Act.CheckConversions, Move = Side.Bureau, ReasonNeeded = true, Law = "domain.md §7.1: return instead of changing" },
        new(FilingState.Checked, FilingCause.Verify, FilingState.Verified) { By = Act.VerifyConversions, Move = Side.Bureau, Guards = [AnotherPerson, Incomplete, Suspects, Signals], Law = Law },
        new(FilingState.Checked, FilingCause.Return, FilingState.Returned) { By = Act.VerifyConversions, Move = Side.Bureau, ReasonNeeded = true, Law = "domain.md §7.1: return instead of changing" },
        new(FilingState.Returned, FilingCause.Submit, FilingState.Submitted) { By = Act.FileConversions, Move = Side.Bureau, Guards = [Incomplete], Law = Law },
        new(FilingState.Returned, FilingCause.Drop, FilingState.Dropped) { By = Act.FileConversions, Move = Side.Bureau, Law = "our own decision" },
        new(FilingState.Draft, FilingCause.Supersede, FilingState.Dropped) { Move = Side.Platform, Law = "our own decision" },
        new(FilingState.Submitted, FilingCause.Supersede, FilingState.Dropped) { Move = Side.Platform, Law = "our own decision" },
        new(FilingState.Checked, FilingCause.Supersede, FilingState.Dropped) { Move = Side.Platform, Law = "our own decision" },
        new(FilingState.Returned, FilingCause.Supersede, FilingState.Dropped) { Move = Side.Platform, Law = "our own decision" },
    ]);
}
