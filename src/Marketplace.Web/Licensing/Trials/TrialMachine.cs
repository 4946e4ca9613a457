using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Licensing.Trials;

public enum TrialState
{
    /// <summary>待对方答复: the terms of one side lie with the other.</summary>
    Offered,

    /// <summary>已达成，待开始</summary>
    Agreed,

    /// <summary>试用中</summary>
    Running,

    /// <summary>已转为许可</summary>
    Converted,

    /// <summary>已退出</summary>
    Exited,

    /// <summary>已期满</summary>
    Expired,

    /// <summary>已中断: a report is missing, or the patent was misused.</summary>
    BrokenOff,

    /// <summary>未接受</summary>
    Declined,

    /// <summary>已收回</summary>
    TakenBack,

    /// <summary>无人答复</summary>
    Lapsed,
}

public enum TrialCause
{
    Offer,
    Counter,
    Agree,
    Decline,
    TakeBack,
    LapseSilent,
    Start,
    Report,
    Evaluate,
    AskLonger,
    Extend,
    RefuseLonger,
    Convert,
    Revert,
    Exit,
    RunOut,
    EndPatent,
    BreakMissing,
    BreakMisuse,
    Return,
    ConfirmReturn,
    DenyReturn,
}

/// <summary>
/// 试用协议 (domain.md §2.8 V3): somebody tries a patent before anybody grants it. It is no licence and no conversion: a lead, which becomes one when a licence of its own takes effect.
/// </summary>
public static class TrialMachine
{
    /// <summary>
    /// Guards: the proposal is the reader's own; it is the other side's; the patent cannot be tried; who would try is not active; nothing is asked; an extension is asked; no report is missing
    /// beyond the grace; all was reported; nothing is to be given back; nothing was said to be given back; what was said was confirmed.
    /// </summary>
    public const string IsOwn = "OWN", IsOthers = "OTHERS", NotFit = "FIT", Unidentified = "WHO", NoneAsked = "ASKED", IsAsked = "ASKING", NoneMissing = "MISSING", AllReported = "REPORTED", NothingLent = "LENT", NotReturned = "RETURNED", IsConfirmed = "CONFIRMED";

    /// <summary>Papers.</summary>
    public const string Report = "report", Misuse = "misuse";

    /// <summary>An offer nobody answers binds nobody for longer (Civil Code Art. 481: a reasonable time).</summary>
    public static readonly Period AnswerTerm = new(Days: 30);

    private static readonly TrialState[] s_begun = [TrialState.Agreed, TrialState.Running];

    private static readonly TrialState[] s_ended = [TrialState.Exited, TrialState.Expired, TrialState.BrokenOff];

    private static readonly TrialState[] s_evaluated = [TrialState.Running, TrialState.Exited, TrialState.Expired];

    public static readonly StateMachine<TrialState, TrialCause> Machine = new("trial",
    [
        Either(null, TrialCause.Offer, TrialState.Offered, "Civil Code Art. 472; domain §2.8 V3") with { Guards = [NotFit, Unidentified], Effects = ["terms"] },
        Either(TrialState.Offered, TrialCause.Counter, TrialState.Offered, "Civil Code Art. 488: other terms are a new offer") with { Guards = [IsOwn], Effects = ["terms"] },
        Either(TrialState.Offered, TrialCause.Agree, TrialState.Agreed, "Civil Code Art. 483") with { Guards = [IsOwn, NotFit, Unidentified], Effects = ["frozen", "reports"] },
        Either(TrialState.Offered, TrialCause.Decline, TrialState.Declined, "Civil Code Art. 478(1)") with { Guards = [IsOwn], ReasonNeeded = true },
        Either(TrialState.Offered, TrialCause.TakeBack, TrialState.TakenBack, "Civil Code Art. 476") with { Guards = [IsOthers] },
        Clock(TrialState.Offered, TrialCause.LapseSilent, TrialState.Lapsed, "Civil Code Art. 478(3)") with { Within = AnswerTerm },
        Clock(TrialState.Agreed, TrialCause.Start, TrialState.Running, "domain §2.8: TRIAL_STARTED, on the agreed day"),
        Taker(TrialState.Running, TrialCause.Report, TrialState.Running, "domain §2.8: the duty to report data") with { Guards = [AllReported], Evidence = [Report] },
        // What was agreed to be reported until the end may be reported after it.
        .. s_ended.Select(from => Taker(from, TrialCause.Report, from, "domain §2.8: the duty to report data") with { Guards = [AllReported], Evidence = [Report] }),
        .. s_evaluated.Select(from => Taker(from, TrialCause.Evaluate, from, "domain §2.8: criteria, with their result")),
        Either(TrialState.Running, TrialCause.AskLonger, TrialState.Running, "Civil Code Art. 543") with { Guards = [IsAsked], Effects = ["terms"] },
        Either(TrialState.Running, TrialCause.Extend, TrialState.Running, "Civil Code Art. 543; domain §2.8: TRIAL_EXTENDED, by both") with { Guards = [NoneAsked, IsOwn, NotFit], Effects = ["frozen", "reports"] },
        Either(TrialState.Running, TrialCause.RefuseLonger, TrialState.Running, "own: both or not") with { Guards = [NoneAsked] },
        .. s_begun.Append(TrialState.Expired).Select(from => Clock(from, TrialCause.Convert, TrialState.Converted, "domain §2.8: TRIAL_CONVERTED, by a licence of its own")),
        Clock(TrialState.Converted, TrialCause.Revert, null, "own: that licence never was"),
        .. s_begun.Select(from => Taker(from, TrialCause.Exit, TrialState.Exited, "domain §2.8: the right to exit, TRIAL_EXITED") with { ReasonNeeded = true, Effects = ["return"] }),
        Clock(TrialState.Running, TrialCause.RunOut, TrialState.Expired, "own: its last free day is over") with { Effects = ["return"] },
        .. s_begun.Select(from => Clock(from, TrialCause.EndPatent, TrialState.Expired, "Arts. 42, 44, 47: who needs no leave tries nothing") with { Effects = ["return"] }),
        Giver(TrialState.Running, TrialCause.BreakMissing, TrialState.BrokenOff, "Civil Code Art. 563(3)") with { Guards = [NoneMissing], Effects = ["return"] },
        Giver(TrialState.Running, TrialCause.BreakMisuse, TrialState.BrokenOff, "Civil Code Art. 563(4)") with { Evidence = [Misuse], ReasonNeeded = true, Effects = ["return"] },
        .. s_ended.Select(from => Taker(from, TrialCause.Return, from, "Civil Code Art. 566") with { Guards = [NothingLent, IsConfirmed] }),
        .. s_ended.Select(from => Giver(from, TrialCause.ConfirmReturn, from, "Civil Code Art. 566") with { Guards = [NotReturned, IsConfirmed] }),
        .. s_ended.Select(from => Giver(from, TrialCause.DenyReturn, from, "own: something is still missing") with { Guards = [NotReturned, IsConfirmed], ReasonNeeded = true }),
    ]);

    public static bool IsOpen(this TrialState state) => state is TrialState.Offered or TrialState.Agreed or TrialState.Running;

    public static bool IsEnded(this TrialState state) => s_ended.Contains(state);

    private static Transition<TrialState, TrialCause> Either(TrialState? from, TrialCause cause, TrialState to, string law) => new(from, cause, to) { By = Act.KeepLicences, Move = Side.Either, Law = law };

    private static Transition<TrialState, TrialCause> Taker(TrialState from, TrialCause cause, TrialState to, string law) => new(from, cause, to) { By = Act.KeepLicences, Move = Side.Taker, Law = law };

    private static Transition<TrialState, TrialCause> Giver(TrialState from, TrialCause cause, TrialState to, string law) => new(from, cause, to) { By = Act.KeepLicences, Move = Side.Giver, Law = law };

    private static Transition<TrialState, TrialCause> Clock(TrialState from, TrialCause cause, TrialState? to, string law) => new(from, cause, to) { Move = Side.Platform, Law = law };
}
