using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Licensing.Payments;

public enum PaymentState
{
    /// <summary>已付款，收款待确认</summary>
    Paid,

    /// <summary>收款已确认</summary>
    Confirmed,

    /// <summary>收款异议</summary>
    Contested,

    /// <summary>未成功: there was no payment.</summary>
    Failed,
}

public enum PaymentCause
{
    Show,
    Free,
    Receive,
    Confirm,
    Contest,
    TakeBackContest,
    Disprove,
}

/// <summary>
/// One payment. Shown by a bank's voucher it counts at once: whether it arrived is confirmed after, and that is never a consent.
/// </summary>
public static class PaymentMachine
{
    public const string Voucher = "voucher", Proof = "proof", Mediation = "mediation", Statement = "statement";

    /// <summary>How long the holder's finance may contest: working days are theirs to spend, the term is of days.</summary>
    public static readonly Period ContestTerm = new(Days: 15);

    public static readonly StateMachine<PaymentState, PaymentCause> Machine = new("payment",
    [
        new(null, PaymentCause.Show, PaymentState.Paid) { By = Act.KeepLicences, Move = Side.Taker, Evidence = [Voucher], Law = "Art. 51(1): by transfer" },
        new(null, PaymentCause.Free, PaymentState.Confirmed) { Move = Side.Platform, Law = "domain §2.5 C: of a free licence the notice is enough; the entry of zero is kept" },
        new(null, PaymentCause.Receive, PaymentState.Confirmed) { Move = Side.Platform, Law = "own: the provider or the holder's own bank says that it arrived" },
        new(PaymentState.Paid, PaymentCause.Confirm, PaymentState.Confirmed) { By = Act.KeepLicences, Move = Side.Giver, Law = "own: receipt, not consent" },
        new(PaymentState.Paid, PaymentCause.Contest, PaymentState.Contested) { By = Act.KeepLicences, Move = Side.Giver, Evidence = [Proof], ReasonNeeded = true, Within = ContestTerm, Law = "own: it did not arrive" },
        new(PaymentState.Contested, PaymentCause.TakeBackContest, PaymentState.Paid) { By = Act.KeepLicences, Move = Side.Giver, Law = "own: it was found" },
        new(PaymentState.Contested, PaymentCause.Confirm, PaymentState.Confirmed) { By = Act.KeepLicences, Move = Side.Giver, Law = "own: it arrived after all" },
        new(PaymentState.Contested, PaymentCause.Disprove, PaymentState.Failed) { By = Act.Mediate, Move = Side.Bureau, Evidence = [Mediation], ReasonNeeded = true, Law = "Art. 52" },
    ]);

    /// <summary>Whether the law's "paid" rests on it.</summary>
    public static bool Counts(this PaymentState state) => state is PaymentState.Paid or PaymentState.Confirmed or PaymentState.Contested;
}
