using System.Globalization;
using System.Text.RegularExpressions;
using Marketplace.Web.Catalogue.Patents;
using C = Marketplace.Web.Catalogue.Import.PatentColumns;

namespace Marketplace.Web.Catalogue.Import;

/// <summary>Application numbers as cells hold them. What a spreadsheet did to a number is undone only where the check digit proves what it was.</summary>
internal static partial class NumberCell
{
    /// <summary>What a number ends in that was once shown as 2.01711E+11 and then kept as shown: of a million real ones one does, and its check digit would tell.</summary>
    private const string Rounded = "000000";

    /// <summary>Null with a fault on the row when it is none.</summary>
    public static PatentNumber? Read(PatentRow row)
    {
        var cell = row.Cells[C.Number];
        if (CellText.IsNothing(cell)) return Refuse(row, "number_missing");
        if (CellText.IsError(cell)) return Refuse(row, "cell_error");
        if (row.Cells.HasLostDigits(C.Number)) return Refuse(row, "number_lost");
        var text = Label.Replace(PatentNumber.Tidy(cell), "");
        var number = PatentNumber.Parse(text, out var fault);
        if (row.Cells.IsRounded(C.Number) && (fault is not null || number?.Check is null)) return Refuse(row, "number_lost");
        if (number is { Check: null } && text.EndsWith(Rounded, StringComparison.Ordinal)) return Refuse(row, "number_lost");
        if (fault is NumberFault.CheckDigit) return Refuse(row, "number_check", PatentNumber.Show(number!.Body));
        if (number is not null) return number;
        if (Mended(text) is { } mended) return mended;
        return Refuse(row, Publication.IsMatch(text) ? "number_publication" : Several.IsMatch(text) ? "number_several" : "number_unreadable");
    }

    /// <summary>201710601862.29999 was 201710601862.3; 3123456.7 was 03123456.7.</summary>
    private static PatentNumber? Mended(string text)
    {
        if (Decimal.Match(text) is not { Success: true } match) return null;
        var value = Math.Round(decimal.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture), 1, MidpointRounding.AwayFromZero);
        var whole = decimal.Truncate(value).ToString("00000000", CultureInfo.InvariantCulture);
        var digit = (int)((value - decimal.Truncate(value)) * 10);
        return PatentNumber.Parse(string.Create(CultureInfo.InvariantCulture, $"{match.Groups["prefix"].Value}{whole}.{digit}"), out var fault) is { Check: not null } number && fault is null ? number : null;
    }

    private static PatentNumber? Refuse(PatentRow row, string code, string? word = null)
    {
        row.Fault(code, C.Number, word);
        return null;
    }

    [GeneratedRegex(@"^(专利申请号|专利号|申请号|NO\.?)[:：]?", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 100)]
    private static partial Regex Label { get; }

    [GeneratedRegex(@"^(?<prefix>ZL|CN)?(?<value>\d{5,12}\.\d{1,12})$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 100)]
    private static partial Regex Decimal { get; }

    [GeneratedRegex(@"^CN[1-3](\d{6}|\d{8})[ABCUYSD]\d?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 100)]
    private static partial Regex Publication { get; }

    [GeneratedRegex(@"\d{8}.*[;；,，、/].*\d{8}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 100)]
    private static partial Regex Several { get; }
}
