using System.Globalization;
using System.Text.RegularExpressions;

namespace Marketplace.Web.Platform.Spreadsheets;

/// <summary>What a spreadsheet keeps as a number, brought back to what a person meant.</summary>
internal static partial class SheetNumber
{
    /// <summary>Spreadsheets count in doubles and keep fifteen digits.</summary>
    private const int Digits = 15;

    public static SheetCell OfNumber(string raw)
    {
        if (!double.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value)) return new(raw.Trim());
        if (Math.Abs(value) >= 7.9e27) return new(raw.Trim(), LostDigits: true);   // More than a decimal holds: nobody's quantity.
        // Fifteen digits, as the spreadsheet shows it: 0.1 + 0.2 is 0.3.
        var exact = decimal.Parse(value.ToString("G15", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);
        return new(exact.ToString("0.############################", CultureInfo.InvariantCulture), LostDigits: Math.Abs(value) >= 1e15);
    }

    /// <summary>1.38E+10 as text, as a spreadsheet program writes a phone number into a CSV file; null when it is something else.</summary>
    public static SheetCell? OfExponent(string text)
    {
        // Asked of every cell of a file: most are told apart by a glance.
        if (text.Length < 3 || !(char.IsAsciiDigit(text[0]) || text[0] is '+' or '-') || text.AsSpan().IndexOfAny('E', 'e') < 0) return null;
        if (Exponent.Match(text) is not { Success: true } match) return null;
        var mantissa = match.Groups["digits"].Value.Replace(".", "", StringComparison.Ordinal);
        var power = int.Parse(match.Groups["power"].Value, CultureInfo.InvariantCulture);
        if (power > 27) return new(text, LostDigits: true, Rounded: true);
        var value = decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return new(value.ToString("0.############################", CultureInfo.InvariantCulture), LostDigits: mantissa.Length < power + 1, Rounded: true);
    }

    /// <summary>The day (and minute) a serial number means; null when it is out of every calendar.</summary>
    public static string? Date(string raw, bool from1904)
    {
        if (!double.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var serial)) return null;
        if (from1904) serial += 1462;
        // Below 61 the 1900 system is a day off, for the leap day that 1900 did not have.
        if (serial is < 1 or >= 2_958_466) return null;
        var at = DateTime.FromOADate(serial < 60 ? serial + 1 : serial);
        return at.ToString(at.TimeOfDay < TimeSpan.FromSeconds(1) ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^[+-]?(?<digits>\d(\.\d+)?)E\+?(?<power>\d{1,3})$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 100)]
    private static partial Regex Exponent { get; }
}
