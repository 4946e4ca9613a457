using System.Globalization;
using System.Text.RegularExpressions;

namespace Marketplace.Web.Catalogue.Import;

/// <summary>年费缴至: 第8年, 8, 8年度, or the last day that is paid for.</summary>
internal static partial class FeeCell
{
    /// <summary>Null when it says nothing certain; a bare 2026 could be a year of the calendar or a slip.</summary>
    public static int? Read(string text, DateOnly? filed)
    {
        if (Year.Match(text.Normalize(System.Text.NormalizationForm.FormKC)) is { Success: true } match)
            return int.Parse(match.Groups["year"].Value, CultureInfo.InvariantCulture) is > 0 and var year ? year : null;
        if (CellText.Date(text) is not { } through || filed is not { } from) return null;
        // Patent year k ends on the k-th anniversary of filing, or the day before it, as offices count.
        var years = through.Year - from.Year;
        var gap = through.DayNumber - from.AddYears(years).DayNumber;
        return gap is 0 or -1 && years > 0 ? years : null;
    }

    [GeneratedRegex(@"^第?\s*(?<year>\d{1,2})\s*(个?年度?)?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 100)]
    private static partial Regex Year { get; }
}
