using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Licensing.Income;

public enum SharingState
{
    /// <summary>草拟</summary>
    Draft,

    /// <summary>已提出，异议期内</summary>
    Proposed,

    /// <summary>有异议</summary>
    Objected,

    /// <summary>已确认，待发放</summary>
    Confirmed,

    /// <summary>已发放</summary>
    Paid,

    /// <summary>已取消: the receipt is shared anew, or was none.</summary>
    Dropped,
}

public enum SharingCause
{
    Begin,
    Propose,
    TakeBack,
    Challenge,
    Uphold,
    Answer,
    Withdraw,
    WithdrawOne,
    Confirm,
    Reopen,
    Pay,
    Reverse,
    Drop,
}

/// <summary>
/// 收益分配 of one receipt (Conversion Law Arts. 43–45): the holder proposes, those who contributed may object, and what nobody objects to any more is confirmed and paid. Every step but the
/// first has a way back until the money is out, and one after.
/// </summary>
public static class SharingMachine
{
    /// <summary>净收入低于法定比例: contributors get less than the floor.</summary>
    public const string BelowFloor = "FLOOR";

    /// <summary>The money is shown, not yet received.</summary>
    public const string NotReceived = "RECEIPT";

    /// <summary>Nobody at all is named who contributed.</summary>
    public const string NobodyNamed = "NAMES";

    /// <summary>Somebody else still objects.</summary>
    public const string OtherObjection = "OBJECTION";

    /// <summary>The term runs and not everybody has agreed.</summary>
    public const string TermRuns = "TERM";

    /// <summary>No list was made for the payroll.</summary>
    public const string NotExported = "PAYROLL";

    /// <summary>国发〔2016〕16号 has prices made public for 15 days at least; ten working days are those days without the holidays that could swallow them.</summary>
    public const int ObjectionWorkdays = 10;

    private static readonly SharingState[] s_unpaid = [SharingState.Draft, SharingState.Proposed, SharingState.Objected, SharingState.Confirmed];

    public static readonly StateMachine<SharingState, SharingCause> Machine = new("sharing",
    [
        new(null, SharingCause.Begin, SharingState.Draft) { By = Act.KeepLicences, Move = Side.Giver, Law = "Conversion Law Art. 43: the income stays with the unit, which shares it" },
        new(SharingState.Draft, SharingCause.Propose, SharingState.Proposed) { By = Act.KeepLicences, Move = Side.Giver, Guards = [NotReceived, NobodyNamed, BelowFloor], Effects = ["message"], Law = "Conversion Law Arts. 44, 45" },
        new(SharingState.Proposed, SharingCause.TakeBack, SharingState.Draft) { By = Act.KeepLicences, Move = Side.Giver, ReasonNeeded = true, Law = "own: a mistake was seen before the term was over" },
        new(SharingState.Proposed, SharingCause.Challenge, SharingState.Objected) { By = Act.UseAccount, Move = Side.Contributor, ReasonNeeded = true, Law = "Conversion Law Art. 44: the unit hears those who contributed" },
        new(SharingState.Objected, SharingCause.Challenge, SharingState.Objected) { By = Act.UseAccount, Move = Side.Contributor, ReasonNeeded = true, Law = "own: a second one objects" },
        new(SharingState.Objected, SharingCause.Withdraw, SharingState.Proposed) { By = Act.UseAccount, Move = Side.Contributor, Guards = [OtherObjection], Law = "own: the last objection was taken back" },
        new(SharingState.Objected, SharingCause.WithdrawOne, SharingState.Objected) { By = Act.UseAccount, Move = Side.Contributor, Law = "own: one of several was taken back" },
        new(SharingState.Objected, SharingCause.Uphold, SharingState.Draft) { By = Act.KeepLicences, Move = Side.Giver, ReasonNeeded = true, Law = "own: the objection is right, the shares are made anew" },
        new(SharingState.Objected, SharingCause.Answer, SharingState.Proposed) { By = Act.KeepLicences, Move = Side.Giver, ReasonNeeded = true, Effects = ["message"], Law = "own: answered; the term runs anew" },
        new(SharingState.Proposed, SharingCause.Confirm, SharingState.Confirmed) { Move = Side.Platform, Guards = [TermRuns], Effects = ["message", "proof"], Law = "own: all agreed, or nobody objected in ten working days" },
        new(SharingState.Confirmed, SharingCause.Reopen, SharingState.Draft) { By = Act.KeepLicences, Move = Side.Giver, ReasonNeeded = true, Law = "own: a mistake was seen before the money went out" },
        new(SharingState.Confirmed, SharingCause.Pay, SharingState.Paid) { By = Act.KeepLicences, Move = Side.Giver, Guards = [NotExported], Effects = ["message"], Law = "Conversion Law Art. 45: paid to those who contributed" },
        new(SharingState.Paid, SharingCause.Reverse, SharingState.Confirmed) { By = Act.KeepLicences, Move = Side.Giver, ReasonNeeded = true, Law = "own: the bank sent it back, or the day was wrong" },
        .. s_unpaid.Select(from => new Transition<SharingState, SharingCause>(from, SharingCause.Drop, SharingState.Dropped) { By = Act.KeepLicences, Move = Side.Giver, ReasonNeeded = true, Law = "own: the receipt was given back, or is shared otherwise" }),
    ]);
}
