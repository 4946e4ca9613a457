using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Licensing.OpenLicences;

public enum LicenceState
{
    /// <summary>通知已发出</summary>
    NoticeSent,

    /// <summary>通知已送达</summary>
    NoticeReceived,

    /// <summary>已付款</summary>
    Paid,

    /// <summary>已生效</summary>
    Effective,

    /// <summary>履行中: with fees that run.</summary>
    Performing,

    /// <summary>违约</summary>
    Breach,

    /// <summary>争议中</summary>
    Disputed,

    /// <summary>已结束</summary>
    Ended,

    /// <summary>未生效: given up, or not paid in time.</summary>
    Lapsed,

    /// <summary>自始未取得: the payment it rested on never was.</summary>
    Voided,
}

public enum LicenceCause
{
    Notify,
    Conclude,
    Deliver,
    Pay,
    PaymentFailed,
    TakeEffect,
    TakeBack,
    LapseUnpaid,
    FindPaid,
    Perform,
    FallBehind,
    Cure,
    Dispute,
    Settle,
    DisprovePayment,
    Expire,
    EndPatent,
    Agree,
    Exit,
}

/// <summary>Machine C of domain.md §2.5: one licence. An open one takes effect when notice and payment are both shown, and no row asks the patentee; one by contract begins in effect.</summary>
public static class LicenceMachine
{
    /// <summary>Guards.</summary>
    public const string NotOpen = "OPEN", Unidentified = "WHO", NoticeNotShown = "NOTICE", PaymentNotShown = "PAID", TooLittle = "AMOUNT", WithinGrace = "GRACE", NotFree = "FREE";

    /// <summary>Papers.</summary>
    public const string Agreement = "agreement", Mediation = "mediation";

    /// <summary>What the notice says: unpaid so long, it lapses.</summary>
    public static readonly Period PayTerm = new(Days: 30);

    private static readonly LicenceState[] s_live = [LicenceState.Effective, LicenceState.Performing, LicenceState.Breach];

    private static readonly LicenceState[] s_performed = [LicenceState.Effective, LicenceState.Performing];

    private static readonly LicenceState[] s_open = [LicenceState.NoticeSent, LicenceState.NoticeReceived];

    public static readonly StateMachine<LicenceState, LicenceCause> Machine = new("licence",
    [
        new(null, LicenceCause.Notify, LicenceState.NoticeSent) { By = Act.KeepLicences, Move = Side.Taker, Guards = [NotOpen, Unidentified], Law = "Art. 51(1)", Effects = ["snapshot", "notice"] },
        // A negotiated contract needs no notice and no payment first: it takes effect when it is concluded, and the price is performed afterwards.
        new(null, LicenceCause.Conclude, LicenceState.Effective) { Move = Side.Platform, Law = "Art. 12, Civil Code Arts. 490, 502: with the last signature", Effects = ["snapshot", "recordal", "obligations"] },
        // Within the platform the receipt is its own; by post the proof of dispatch stands for it.
        Clock(LicenceState.NoticeSent, LicenceCause.Deliver, LicenceState.NoticeReceived, "Rule 2, Civil Code Art. 137") with { Guards = [NoticeNotShown] },
        .. s_open.Select(from => new Transition<LicenceState, LicenceCause>(from, LicenceCause.Pay, LicenceState.Paid) { By = Act.KeepLicences, Move = Side.Taker, Guards = [TooLittle, NotOpen], Law = "Art. 51(1): by then announced still", Within = PayTerm }),
        Clock(LicenceState.Paid, LicenceCause.PaymentFailed, LicenceState.NoticeReceived, "own: the provider took the payment back before it counted"),
        Clock(LicenceState.Paid, LicenceCause.TakeEffect, LicenceState.Effective, "Art. 51(1): no consent is asked") with { Guards = [NoticeNotShown, PaymentNotShown], Effects = ["certificate", "recordal", "obligations"] },
        .. s_open.Select(from => new Transition<LicenceState, LicenceCause>(from, LicenceCause.TakeBack, LicenceState.Lapsed) { By = Act.KeepLicences, Move = Side.Taker, Law = "own: nothing was acquired yet" }),
        .. s_open.Select(from => Clock(from, LicenceCause.LapseUnpaid, LicenceState.Lapsed, "own: not paid within the time said in the notice") with { Within = PayTerm }),
        Clock(LicenceState.Lapsed, LicenceCause.FindPaid, LicenceState.NoticeReceived, "Art. 51(1): the transfer was made in time and is seen only now"),
        Clock(LicenceState.Effective, LicenceCause.Perform, LicenceState.Performing, "domain §2.5 C: fees that run"),
        // The patentee's to declare (domain §2.5 C): the platform only offers it.
        .. s_performed.Select(from => new Transition<LicenceState, LicenceCause>(from, LicenceCause.FallBehind, LicenceState.Breach) { By = Act.KeepLicences, Move = Side.Giver, Guards = [WithinGrace], Law = "Civil Code Art. 577" }),
        // Not "back": a breach that was disputed in between has forgotten where it came from. A licence that runs is taken on to Performing in the same transaction.
        Clock(LicenceState.Breach, LicenceCause.Cure, LicenceState.Effective, "own: what was owed is paid"),
        .. s_live.Select(from => new Transition<LicenceState, LicenceCause>(from, LicenceCause.Dispute, LicenceState.Disputed) { By = Act.KeepLicences, Move = Side.Either, ReasonNeeded = true, Law = "Art. 52", Effects = ["frozen-pack"] }),
        new(LicenceState.Disputed, LicenceCause.Settle, null) { By = Act.KeepLicences, Move = Side.Either, ReasonNeeded = true, Law = "Art. 52" },
        new(LicenceState.Disputed, LicenceCause.DisprovePayment, LicenceState.Voided) { By = Act.Mediate, Move = Side.Bureau, Evidence = [Mediation], ReasonNeeded = true, Law = "Art. 51(1): without payment nothing was acquired" },
        // Nobody waits for it on a licence that is over; it follows from the bureau's step about the payment.
        Clock(LicenceState.Ended, LicenceCause.DisprovePayment, LicenceState.Voided, "Art. 51(1): over before it was known that it never was"),
        .. s_live.Append(LicenceState.Disputed).Select(from => Clock(from, LicenceCause.Expire, LicenceState.Ended, "Rule 85: its term is over")),
        .. s_live.Append(LicenceState.Disputed).Select(from => Clock(from, LicenceCause.EndPatent, LicenceState.Ended, "Arts. 42, 44, 47")),
        // Whoever notified while the right still stood and has not paid acquires nothing by paying now.
        .. s_open.Select(from => Clock(from, LicenceCause.EndPatent, LicenceState.Lapsed, "Arts. 42, 44, 47")),
        .. s_live.Append(LicenceState.Disputed).Select(from => new Transition<LicenceState, LicenceCause>(from, LicenceCause.Agree, LicenceState.Ended) { By = Act.KeepLicences, Move = Side.Either, Evidence = [Agreement], ReasonNeeded = true, Law = "Civil Code Art. 562" }),
        .. s_live.Select(from => new Transition<LicenceState, LicenceCause>(from, LicenceCause.Exit, LicenceState.Ended) { By = Act.KeepLicences, Move = Side.Taker, Guards = [NotFree], ReasonNeeded = true, Law = "domain §2.8: exit while nothing is to be paid yet" }),
    ]);

    public static bool IsLive(this LicenceState state) => state is LicenceState.Effective or LicenceState.Performing or LicenceState.Breach or LicenceState.Disputed;

    private static Transition<LicenceState, LicenceCause> Clock(LicenceState from, LicenceCause cause, LicenceState? to, string law) => new(from, cause, to) { Move = Side.Platform, Law = law };
}
