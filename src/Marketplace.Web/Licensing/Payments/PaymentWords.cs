using Marketplace.Web.Licensing.Obligations;
using Marketplace.Web.Licensing.Payments.Orders;
using Marketplace.Web.Licensing.Payments.Refunds;
using Marketplace.Web.Licensing.Payments.Sandbox;
using Marketplace.Web.Licensing.Payments.Statements;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Marketplace.Web.Licensing.Payments;

/// <summary>Orders, refunds and rows of statements in the reader's language.</summary>
public static class PaymentWords
{
    public static string Name(OrderState state) => Text("Order" + state);

    public static string Name(RefundState state) => Text("Refund" + state);

    public static string Name(RefundCause cause) => Text("RefundDo" + cause);

    public static string Name(RefundWhy why) => Text("Why" + why);

    public static string Explain(RefundWhy why) => Text("Explain" + why);

    /// <summary>What happens next with a refund, and by whom.</summary>
    public static string Next(RefundState state) => Text("Next" + state);

    public static string Name(PaymentSource source) => Text("By" + source);

    public static string Name(StatementState state) => Text("Statement" + state);

    public static string Name(StatementFate fate) => Text("Fate" + fate);

    public static string Till(string state) => state switch { "paid" => PaymentTexts.OrderPaid, "failed" => PaymentTexts.OrderFailed, "closed" => PaymentTexts.OrderClosed, _ => PaymentTexts.OrderPending };

    public static IEnumerable<SelectListItem> TillRefundOptions => Enum.GetValues<TillRefunds>().Select(how => new SelectListItem(Text("TillRefunds" + how), how.ToString()));

    public static string Look(OrderState state) => state switch { OrderState.Paid => "ok", OrderState.Failed => "overdue", OrderState.Closed => "stopped", _ => "soon" };

    public static string Look(RefundState state) => state switch { RefundState.Received => "ok", RefundState.Contested => "overdue", RefundState.Declined => "stopped", _ => "soon" };

    public static string Look(StatementState state) => state switch { StatementState.Done => "ok", StatementState.Dropped => "stopped", _ => "soon" };

    public static string Look(StatementFate fate) => fate switch
    {
        StatementFate.Confirms or StatementFate.MakesPayment or StatementFate.Known or StatementFate.KnownRefund => "ok",
        StatementFate.OtherAmount or StatementFate.UnknownCode or StatementFate.Unreadable or StatementFate.WrongPayee => "overdue",
        StatementFate.NotIncoming or StatementFate.NoCode or StatementFate.TakenBefore or StatementFate.TwiceInFile => "stopped",
        _ => "soon",
    };

    /// <summary>What the provider's code of a failure means; the code goes with it, for the telephone.</summary>
    public static string Fault(string? code) => code switch
    {
        "INSUFFICIENT_FUNDS" => PaymentTexts.FaultFunds,
        "PAYEE_UNKNOWN" => PaymentTexts.FaultPayee,
        _ => PaymentTexts.FaultOther.Fill(code ?? "-"),
    };

    /// <summary>An account as others may read it over somebody's shoulder.</summary>
    public static string Account(string account) => "···· " + account[^4..];

    /// <summary>Of a statement's row: the account stays with its owner.</summary>
    public static string Reference(string reference) => reference.IndexOf('/', StringComparison.Ordinal) is var slash and > 0 ? reference[(slash + 1)..] : reference;

    /// <summary>Why a row is what it is, and what confirming it does.</summary>
    public static string Why(StatementMatch match) => match.Fate switch
    {
        StatementFate.Confirms => PaymentTexts.FateConfirmsWhy.Fill(What(match)),
        StatementFate.MakesPayment when match.Fee is not null => PaymentTexts.FateMakesFeeWhy.Fill(What(match)),
        StatementFate.MakesPayment => PaymentTexts.FateMakesPaymentWhy.Fill(match.Licence!.CertificateNo, Money.Exact(match.Licence.FirstFee)),
        StatementFate.GoesBack => PaymentTexts.FateGoesBackWhy.Fill(What(match), Name(match.Why!.Value)),
        StatementFate.WrongPayee => PaymentTexts.FateWrongPayeeWhy,
        StatementFate.OtherName => PaymentTexts.FateOtherNameWhy.Fill(What(match), match.Licence!.LicenseeName),
        StatementFate.Suggested => PaymentTexts.FateSuggestedWhy.Fill(What(match), match.Licence!.LicenseeName),
        StatementFate.Known => PaymentTexts.FateKnownWhy.Fill(What(match)),
        StatementFate.KnownRefund => PaymentTexts.FateKnownRefundWhy.Fill(match.Licence!.CertificateNo),
        StatementFate.OtherAmount => PaymentTexts.FateOtherAmountWhy.Fill(What(match), Money.Exact(match.Payment!.Amount)),
        StatementFate.Unreadable => PaymentTexts.FateUnreadableWhy.Fill(StatementColumns.All.First(c => c.Key == match.Line.Fault).Title),
        _ => Text($"Fate{match.Fate}Why"),
    };

    /// <summary>The licence, and which of its fees.</summary>
    private static string What(StatementMatch match) => match.Fee is { } fee ? $"{match.Licence!.CertificateNo} · {ObligationWords.Name(fee)}" : match.Licence!.CertificateNo;

    private static string Text(string name) => PaymentTexts.ResourceManager.GetString(name, PaymentTexts.Culture)!;
}
