using System.Globalization;
using System.Text;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Spreadsheets;

namespace Marketplace.Web.Licensing.Payments.Statements;

/// <summary>One row of a bank's file, read.</summary>
/// <param name="Number">As the spreadsheet program counts it.</param>
/// <param name="Serial">The bank's number.</param>
/// <param name="On">The day it moved.</param>
/// <param name="Amount">In yuan; what went out is negative.</param>
/// <param name="Payer">The other side's name.</param>
/// <param name="Remark">What the payer wrote.</param>
/// <param name="Fault">The column that cannot be read, or null.</param>
public sealed record StatementLine(int Number, string Serial, DateOnly? On, decimal? Amount, string Payer, string Remark, string? Fault);

/// <summary>The columns of banks' files, by the words their heads use.</summary>
internal static class StatementColumns
{
    public const string Date = "date", Payer = "payer", Credit = "credit", Debit = "debit", Amount = "amount", Direction = "direction", Remark = "remark", Serial = "serial";

    public static readonly SheetPlan Plan = new(
    [
        new(Date, "交易日期", "交易时间", "记账日期", "入账日期", "入账时间", "日期", "交易日", "记账日", "交易日期时间", "date", "transaction date"),
        new(Payer, "对方户名", "对方名称", "对方账户名称", "对方单位名称", "对方单位", "付款人名称", "付款户名", "付款方名称", "付款方户名", "交易对方", "交易对手名称", "对手户名", "户名", "payer", "counterparty"),
        new(Credit, "贷方发生额", "贷方金额", "收入金额", "收入", "贷方", "贷方发生额(收入)", "贷方发生额/元(收入)", "贷方发生额(元)", "转入金额", "收入金额(元)", "存入金额", "credit"),
        new(Debit, "借方发生额", "借方金额", "支出金额", "支出", "借方", "借方发生额(支取)", "借方发生额/元(支取)", "借方发生额(元)", "转出金额", "支出金额(元)", "debit"),
        new(Amount, "金额", "交易金额", "发生额", "金额(元)", "交易金额(元)", "amount"),
        new(Direction, "借贷标志", "借/贷", "借贷", "收支", "收/支", "收支类型", "交易方向", "借贷方向", "direction"),
        new(Remark, "附言", "摘要", "用途", "备注", "交易附言", "客户附言", "交易摘要", "摘要/附言", "附言/摘要", "转账附言", "付款用途", "remark", "description"),
        new(Serial, "流水号", "交易流水号", "银行流水号", "账户明细编号-交易流水号", "核心流水号", "流水", "业务流水号", "凭证流水号", "交易序号", "serial", "reference"),
    ])
    { MaxRows = 20_000 };   // A year of a busy account.

    public static IReadOnlyList<SheetColumn> All => Plan.Columns;

    /// <summary>Codes of columns without which nothing can be matched; empty: it can.</summary>
    public static IReadOnlyList<string> Wanting(IReadOnlyCollection<string?> there) =>
        [.. ((string[])[Date, Serial, Remark]).Where(key => !there.Contains(key, StringComparer.Ordinal)), .. there.Contains(Credit, StringComparer.Ordinal) || there.Contains(Amount, StringComparer.Ordinal) ? (string[])[] : [Credit]];

    public static StatementLine Read(SheetRow row)
    {
        var serial = row[Serial].Normalize(NormalizationForm.FormKC);
        var (credit, debit, amount) = (Number(row[Credit]), Number(row[Debit]), Number(row[Amount]));
        var money = credit is { } came && came != 0 ? came : debit is { } went && went != 0 ? -Math.Abs(went) : amount is { } sum ? Outgoing(row[Direction]) ? -Math.Abs(sum) : sum : credit;
        var on = Day(row[Date]);
        var fault = row[Credit].Length > 0 && credit is null ? Credit : row[Amount].Length > 0 && amount is null ? Amount
            : money is not { } here || here <= 0 ? null
            : decimal.Round(here, 2) != here ? Credit
            : serial.Length is 0 or > PaymentTable.ReferenceMax || row.HasLostDigits(Serial) || row.IsRounded(Serial) ? Serial
            : on is null ? Date : null;
        return new(row.Number, serial, on, money, row[Payer].Cut(LicenceTable.NameMax), row[Remark].Cut(LicenceTable.NameMax), fault);
    }

    private static bool Outgoing(string direction) => direction.Normalize(NormalizationForm.FormKC).ToUpperInvariant() is { Length: > 0 } word && (word[0] is '借' or '支' or 'D' or '付' || word.Contains("转出", StringComparison.Ordinal) || word.Contains("支出", StringComparison.Ordinal));

    /// <summary>12,345.00, ￥12345, 12 345.00元; null where it is no number.</summary>
    private static decimal? Number(string text)
    {
        var digits = string.Concat(text.Normalize(NormalizationForm.FormKC).Where(c => c is not (',' or '¥' or '￥' or '元') && !char.IsWhiteSpace(c)));
        return decimal.TryParse(digits, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) < 1e12m ? value : null;
    }

    /// <summary>2026-11-21, 2026/11/21, 20261121, 2026年11月21日, with a time behind or not.</summary>
    private static DateOnly? Day(string text)
    {
        var words = text.Normalize(NormalizationForm.FormKC).Split([' ', 'T'], 2)[0];
        var parts = words.Split(['-', '/', '.', '年', '月', '日'], StringSplitOptions.RemoveEmptyEntries);
        var day = parts is [var y, var m, var d] ? $"{y}-{m.PadLeft(2, '0')}-{d.PadLeft(2, '0')}" : parts is [{ Length: >= 8 } whole] ? $"{whole[..4]}-{whole[4..6]}-{whole[6..8]}" : "";
        return DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
    }
}
