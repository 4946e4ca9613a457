using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Licensing.Payments.Refunds;

public enum RefundState
{
    /// <summary>应退</summary>
    Owed,

    /// <summary>渠道退款中: the provider has been asked and has not answered.</summary>
    Sending,

    /// <summary>已退，待确认</summary>
    Sent,

    /// <summary>已收到</summary>
    Received,

    /// <summary>退款有异议</summary>
    Contested,

    /// <summary>不退</summary>
    Declined,
}

public enum RefundCause
{
    Owe,
    Send,
    AskProvider,
    ProviderSent,
    ProviderFailed,
    Receive,
    LetStand,
    Contest,
    Decline,
    Reduce,
}

/// <summary>Money that came and buys nothing: from the day it was seen until its payer has it back. Every way out leaves a trace.</summary>
public static class RefundMachine
{
    public const string Voucher = "voucher", Mediation = "mediation";

    /// <summary>Long enough for the payer's finance to close a month and see that nothing came.</summary>
    public static readonly Period ContestTerm = new(Days: 30);

    /// <summary>Until when it should go back: a month's closing again. The law of unjust enrichment (Civil Code Art. 985) names no day.</summary>
    public static readonly Period Term = new(Days: 30);

    public static readonly StateMachine<RefundState, RefundCause> Machine = new("refund",
    [
        new(null, RefundCause.Owe, RefundState.Owed) { Move = Side.Platform, Law = "Civil Code Art. 985: money without a ground" },
        new(RefundState.Owed, RefundCause.Send, RefundState.Sent) { By = Act.KeepLicences, Move = Side.Giver, Evidence = [Voucher], Within = Term, Law = "Civil Code Art. 985: sent back by transfer" },
        new(RefundState.Owed, RefundCause.AskProvider, RefundState.Sending) { By = Act.KeepLicences, Move = Side.Giver, Within = Term, Law = "own: the way it came" },
        new(RefundState.Sending, RefundCause.ProviderSent, RefundState.Sent) { Move = Side.Platform, Law = "own: the provider says so" },
        new(RefundState.Sending, RefundCause.ProviderFailed, RefundState.Owed) { Move = Side.Platform, ReasonNeeded = true, Law = "own: the provider could not; it is owed as before" },
        new(RefundState.Sent, RefundCause.Receive, RefundState.Received) { By = Act.KeepLicences, Move = Side.Taker, Law = "own: it is back" },
        new(RefundState.Sent, RefundCause.LetStand, RefundState.Received) { Move = Side.Platform, Within = ContestTerm, Law = "own: nobody said otherwise" },
        new(RefundState.Sent, RefundCause.Contest, RefundState.Contested) { By = Act.KeepLicences, Move = Side.Taker, ReasonNeeded = true, Within = ContestTerm, Law = "own: it did not come back" },
        new(RefundState.Owed, RefundCause.Decline, RefundState.Declined) { By = Act.KeepLicences, Move = Side.Giver, ReasonNeeded = true, Law = "own: it never arrived, or has a ground" },
        new(RefundState.Owed, RefundCause.Reduce, RefundState.Owed) { Move = Side.Platform, Law = "own: another payment of the licence turned out never to have come, so less of this one is too much" },
        new(RefundState.Declined, RefundCause.Contest, RefundState.Contested) { By = Act.KeepLicences, Move = Side.Taker, ReasonNeeded = true, Law = "own: the payer does not agree" },
        new(RefundState.Contested, RefundCause.Send, RefundState.Sent) { By = Act.KeepLicences, Move = Side.Giver, Evidence = [Voucher], Law = "own: sent, or sent again" },
        new(RefundState.Contested, RefundCause.Receive, RefundState.Received) { By = Act.KeepLicences, Move = Side.Taker, Law = "own: it was found" },
        new(RefundState.Contested, RefundCause.Decline, RefundState.Declined) { By = Act.Mediate, Move = Side.Bureau, Evidence = [Mediation], ReasonNeeded = true, Law = "Art. 52: mediated" },
    ]);

    public static bool IsOpen(this RefundState state) => state is not (RefundState.Received or RefundState.Declined);
}
