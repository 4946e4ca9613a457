using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Licensing.Obligations;

public enum ObligationState
{
    /// <summary>待到期</summary>
    Scheduled,

    /// <summary>已到期: to be reported, invoiced or paid.</summary>
    Due,

    /// <summary>已报告</summary>
    Reported,

    /// <summary>已开票</summary>
    Invoiced,

    /// <summary>已支付</summary>
    Paid,

    /// <summary>逾期</summary>
    Overdue,

    /// <summary>已免除</summary>
    Waived,

    /// <summary>争议中</summary>
    Disputed,

    /// <summary>不再发生: the licence ended before its time, or never was.</summary>
    Dropped,
}

public enum ObligationCause
{
    Schedule,
    Cut,
    FallDue,
    Report,
    CorrectReport,
    Invoice,
    InvoiceAdvance,
    ReplaceInvoice,
    Pay,
    PaymentFailed,
    FallOverdue,
    Waive,
    RefuseWaiver,
    Dispute,
    TakeBackDispute,
    Settle,
    Decide,
    Contest,
    Found,
    Drop,
}

/// <summary>Machine D of domain.md §2.5: one fee obligation (费用义务) of a licence. Only payments that count move it to paid, and nothing but them takes it back.</summary>
public static class ObligationMachine
{
    /// <summary>Guards: the amount is not known; nothing is to be reported (yet); there is an invoice, there is none; less than the amount came; nothing was paid in advance; money came; the quarrel is over a payment.</summary>
    public const string NoAmount = "AMOUNT", NoReport = "REPORT", IsInvoiced = "INVOICED", NoInvoice = "NOINVOICE", TooLittle = "SHORT", NotPrepaid = "PREPAID", MoneyCame = "RECEIVED", IsContested = "CONTESTED", NotBoth = "BOTH";

    /// <summary>Papers.</summary>
    public const string InvoicePaper = "invoice", Proof = "proof", Mediation = "mediation";

    /// <summary>The debtor may refuse a waiver "within a reasonable time": as long as a payment may be contested.</summary>
    public static readonly Period RefusalTerm = new(Days: 15);

    private static readonly ObligationState[] s_open = [ObligationState.Scheduled, ObligationState.Due, ObligationState.Reported, ObligationState.Invoiced, ObligationState.Overdue];

    private static readonly ObligationState[] s_asked = [ObligationState.Due, ObligationState.Reported, ObligationState.Invoiced];

    public static readonly StateMachine<ObligationState, ObligationCause> Machine = new("obligation",
    [
        Clock(null, ObligationCause.Schedule, ObligationState.Scheduled, "domain §2.5 D: with the licence's effect"),
        Clock(ObligationState.Scheduled, ObligationCause.Cut, ObligationState.Scheduled, "own: its licence ended within its period"),
        Clock(ObligationState.Scheduled, ObligationCause.FallDue, ObligationState.Due, "own: a fixed fee a fortnight before its day, a running one when its period is over") with { Effects = ["reminders"] },
        Taker(ObligationState.Due, ObligationCause.Report, ObligationState.Reported, "domain §2.5 D: the base") with { Guards = [NoReport], Effects = ["carry", "perform"] },
        Taker(ObligationState.Overdue, ObligationCause.Report, ObligationState.Overdue, "own: reported late, the day to pay has not moved") with { Guards = [NoReport] },
        .. Each([(ObligationState.Reported, ObligationState.Reported), (ObligationState.Overdue, ObligationState.Overdue), (ObligationState.Paid, ObligationState.Reported)],
            (from, to) => Taker(from, ObligationCause.CorrectReport, to, "own: until somebody relied on it") with { Guards = [NoReport, IsInvoiced, MoneyCame], ReasonNeeded = true }),
        .. Each([(ObligationState.Scheduled, ObligationState.Invoiced), (ObligationState.Due, ObligationState.Invoiced), (ObligationState.Reported, ObligationState.Invoiced), (ObligationState.Overdue, ObligationState.Overdue), (ObligationState.Paid, ObligationState.Paid)],
            (from, to) => Giver(from, ObligationCause.Invoice, to, from is ObligationState.Paid ? "Invoice Measures Art. 18: money received is invoiced" : "own: invoiced before it is paid") with { Guards = [NoAmount, IsInvoiced], Evidence = [InvoicePaper] }),
        Giver(ObligationState.Scheduled, ObligationCause.InvoiceAdvance, ObligationState.Scheduled, "own: an invoice for what was paid before the report") with { Guards = [NotPrepaid], Evidence = [InvoicePaper] },
        .. Each([(ObligationState.Scheduled, ObligationState.Scheduled), (ObligationState.Due, ObligationState.Due), (ObligationState.Reported, ObligationState.Reported), (ObligationState.Invoiced, ObligationState.Invoiced), (ObligationState.Overdue, ObligationState.Overdue), (ObligationState.Paid, ObligationState.Paid)],
            (from, to) => Giver(from, ObligationCause.ReplaceInvoice, to, "own: wrong, red-lettered and issued anew") with { Guards = [NoInvoice], Evidence = [InvoicePaper], ReasonNeeded = true }),
        .. s_open.Select(from => Taker(from, ObligationCause.Pay, ObligationState.Paid, from is ObligationState.Overdue ? "own: paid late cures" : "Civil Code Art. 557: performed") with { Guards = [NoAmount, TooLittle], Effects = ["cure"] }),
        Clock(ObligationState.Paid, ObligationCause.PaymentFailed, ObligationState.Due, "own: the payment it rested on never was"),
        Clock(ObligationState.Disputed, ObligationCause.PaymentFailed, ObligationState.Due, "Art. 52: the payment it rested on never was"),
        .. s_asked.Select(from => Clock(from, ObligationCause.FallOverdue, ObligationState.Overdue, "domain §2.5 D: its day has passed") with { Effects = ["interest", "reminders"] }),
        .. s_open.Append(ObligationState.Disputed).Select(from => Giver(from, ObligationCause.Waive, ObligationState.Waived, "Civil Code Art. 575") with { By = Act.DisposePatents, ReasonNeeded = true }),
        Taker(ObligationState.Waived, ObligationCause.RefuseWaiver, ObligationState.Due, "Civil Code Art. 575: the debtor may refuse") with { ReasonNeeded = true, Within = RefusalTerm },
        .. s_asked.Append(ObligationState.Overdue).Select(from => Taker(from, ObligationCause.Dispute, ObligationState.Disputed, "Art. 52") with { Evidence = [Proof], ReasonNeeded = true }),
        Taker(ObligationState.Disputed, ObligationCause.TakeBackDispute, null, "own: it was right after all") with { Guards = [IsContested] },
        new(ObligationState.Disputed, ObligationCause.Settle, null) { By = Act.KeepLicences, Move = Side.Either, Guards = [IsContested, NotBoth], ReasonNeeded = true, Law = "Art. 52: the parties agree" },
        new(ObligationState.Disputed, ObligationCause.Decide, null) { By = Act.Mediate, Move = Side.Bureau, Guards = [IsContested], Evidence = [Mediation], ReasonNeeded = true, Law = "Art. 52, Rule 102(5)" },
        Clock(ObligationState.Paid, ObligationCause.Contest, ObligationState.Disputed, "own: the payment it rests on is contested"),
        Clock(ObligationState.Disputed, ObligationCause.Found, null, "own: the contested payment was found"),
        .. s_open.Concat([ObligationState.Disputed, ObligationState.Paid]).Select(from => Clock(from, ObligationCause.Drop, ObligationState.Dropped, from is ObligationState.Scheduled ? "Civil Code Art. 566: the licence ended before" : "Art. 51(1): the licence never was")),
    ]);

    public static bool IsOpen(this ObligationState state) => s_open.Contains(state);

    /// <summary>The licensee has something to do or to pay about it now.</summary>
    public static bool IsAsked(this ObligationState state) => s_asked.Contains(state) || state == ObligationState.Overdue;

    private static IEnumerable<Transition<ObligationState, ObligationCause>> Each((ObligationState From, ObligationState To)[] ways, Func<ObligationState, ObligationState, Transition<ObligationState, ObligationCause>> row) => ways.Select(way => row(way.From, way.To));

    private static Transition<ObligationState, ObligationCause> Clock(ObligationState? from, ObligationCause cause, ObligationState? to, string law) => new(from, cause, to) { Move = Side.Platform, Law = law };

    private static Transition<ObligationState, ObligationCause> Taker(ObligationState from, ObligationCause cause, ObligationState? to, string law) => new(from, cause, to) { By = Act.KeepLicences, Move = Side.Taker, Law = law };

    private static Transition<ObligationState, ObligationCause> Giver(ObligationState from, ObligationCause cause, ObligationState to, string law) => new(from, cause, to) { By = Act.KeepLicences, Move = Side.Giver, Law = law };
}
