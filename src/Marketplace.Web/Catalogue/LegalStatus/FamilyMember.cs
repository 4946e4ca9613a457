using System.Text;
using System.Text.RegularExpressions;

namespace Marketplace.Web.Catalogue.LegalStatus;

/// <summary>Publication numbers of a family, e.g. <c>US10123456B2</c>: country, number, kind.</summary>
public static partial class FamilyMember
{
    /// <summary>Null when it is no publication number.</summary>
    public static string? Read(string typed)
    {
        var tidy = string.Concat(typed.Normalize(NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c) && c is not ('-' or '.' or '/'))).ToUpperInvariant();
        return Form().IsMatch(tidy) ? tidy : null;
    }

    /// <summary>Kind B or C (in Japan, Korea and elsewhere too) is a granted patent; applications are A. Those of the region's own offices are abroad: they are other registers.</summary>
    public static bool IsGrantedAbroad(string number) => Form().Match(number) is { Success: true } match
        && match.Groups["country"].Value is not ("CN" or "WO") && match.Groups["kind"].Value is ['B' or 'C', ..];

    [GeneratedRegex(@"^(?<country>[A-Z]{2})[A-Z]?(?<number>\d{4,13})(?<kind>[A-Z]\d?)?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Form();
}
