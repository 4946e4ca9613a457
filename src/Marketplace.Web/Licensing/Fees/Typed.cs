using System.Globalization;
using System.Text;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Errors;

namespace Marketplace.Web.Licensing.Fees;

/// <summary>Reads what people typed into the fields of a form; what cannot be read is said at its field.</summary>
internal sealed class Typed(List<Failure> failures)
{
    public decimal? Number(string? typed, string field)
    {
        if (string.IsNullOrWhiteSpace(typed)) return null;
        var plain = typed.Normalize(NormalizationForm.FormKC).Trim().TrimEnd('%', '元');
        if (decimal.TryParse(plain, NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)) return value;
        failures.Add(new("number_unreadable", 400, ListingTexts.NotANumber.Fill(typed.Trim()), field));
        return null;
    }

    /// <summary>A number that must be there and lie within bounds; the smallest where it does not, and then a failure is told.</summary>
    public decimal Within(string? typed, string field, decimal least, decimal most, string message)
    {
        var told = failures.Count;
        if (Number(typed, field) is { } value && value >= least && value <= most) return value;
        if (failures.Count == told) failures.Add(new("number_out_of_range", 400, message, field));
        return least;
    }

    public DateOnly? Day(string? typed, string field)
    {
        if (string.IsNullOrWhiteSpace(typed)) return null;
        if (DateOnly.TryParseExact(typed.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1985 and <= 2150) return day;
        failures.Add(new("date_unreadable", 400, ListingTexts.NotADate.Fill(typed.Trim()), field));
        return null;
    }

    public static T? One<T>(string? typed) where T : struct, Enum => Enum.TryParse<T>(typed, out var value) && Enum.IsDefined(value) ? value : null;

    public static string? Plain(decimal? value) => value?.ToString("0.######", CultureInfo.InvariantCulture);
}
