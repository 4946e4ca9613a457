using Marketplace.Web.Licensing.Obligations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments.Refunds;

namespace Marketplace.Web.Licensing.Payments.Statements;

/// <summary>What becomes of a row of a statement.</summary>
public enum StatementFate
{
    /// <summary>确认收款: of a payment its payer has shown.</summary>
    Confirms,

    /// <summary>登记付款: the payer transferred and showed nothing; the row is the payment, and with the notice the licence.</summary>
    MakesPayment,

    /// <summary>应退: it buys nothing.</summary>
    GoesBack,

    /// <summary>付错收款方: the code is of another patentee's licence.</summary>
    WrongPayee,

    /// <summary>户名不符: code and amount fit, the name does not.</summary>
    OtherName,

    /// <summary>可能是: no code, but amount and name fit one.</summary>
    Suggested,

    /// <summary>已确认过: the payment was confirmed by hand; the row is kept with it, so that it counts no second time.</summary>
    Known,

    /// <summary>已登记应退: likewise.</summary>
    KnownRefund,

    /// <summary>金额不符: the payer showed another amount.</summary>
    OtherAmount,

    /// <summary>识别码不存在</summary>
    UnknownCode,

    /// <summary>没有识别码</summary>
    NoCode,
    NotIncoming,

    /// <summary>以前已计入</summary>
    TakenBefore,

    /// <summary>文件内重复</summary>
    TwiceInFile,

    /// <summary>读不懂</summary>
    Unreadable,
}

/// <summary>A row and what it is taken for. Nothing has happened yet.</summary>
/// <param name="Fee">Of the licence, where the code or the amount is that of one fee.</param>
public sealed record StatementMatch(StatementLine Line, StatementFate Fate, Licence? Licence = null, Payment? Payment = null, Refund? Refund = null, RefundWhy? Why = null, FeeObligation? Fee = null)
{
    /// <summary>Whether confirming takes it, if it is ticked.</summary>
    public bool CanBeTaken => Fate is StatementFate.Confirms or StatementFate.MakesPayment or StatementFate.GoesBack or StatementFate.WrongPayee or StatementFate.OtherName or StatementFate.Suggested or StatementFate.Known or StatementFate.KnownRefund;

    /// <summary>Whether it is ticked beforehand: where the payer's own code says so, and nothing speaks against it.</summary>
    public bool ByItself => CanBeTaken && Fate is not (StatementFate.OtherName or StatementFate.Suggested);

    /// <summary>Whether a person wants to see it at all.</summary>
    public bool Matters => Fate is not (StatementFate.NotIncoming or StatementFate.NoCode or StatementFate.TakenBefore);
}
