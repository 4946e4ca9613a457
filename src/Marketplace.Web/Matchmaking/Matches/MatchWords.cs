using System.Globalization;
using Marketplace.Matching.Explanations;
using Marketplace.Matching.Factors;
using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Face;

namespace Marketplace.Web.Matchmaking.Matches;

/// <summary>Matches in the reader's words.</summary>
public sealed class MatchWords(Industries industries)
{
    /// <summary>From here on two of three are relevant, a third, and what is left above the floor.</summary>
    private const double High = 60, Good = 35;

    public static string Grade(double score) => score >= High ? MatchTexts.ScoreHigh : score >= Good ? MatchTexts.ScoreGood : MatchTexts.ScoreFair;

    public static string Rounded(double score) => Math.Round(score).ToString(CultureInfo.InvariantCulture);

    public static string Advice(string code) => MatchTexts.ResourceManager.GetString("Advice" + Key(code), MatchTexts.Culture)!;

    /// <summary>Null for a code no page has a sentence for: there is nothing to say about what is unknown.</summary>
    public string? Sentence(FactorReason reason) =>
        MatchTexts.ResourceManager.GetString(Key(reason.Code), MatchTexts.Culture) is { } text ? text.Fill([.. Details(reason)]) : null;

    /// <summary>Each word that met, for marking it where it stands.</summary>
    public static IReadOnlyList<string> Words(MatchReasons reasons) => [.. reasons.Words.Select(word => word.Word)];

    private IEnumerable<object> Details(FactorReason reason)
    {
        if (reason.Factor is Factor.Words or Factor.Exact) return [string.Join(WorkList.WorkTexts.ListComma, reason.Details)];
        return reason.Details.Select(detail => (object)(reason.Factor switch
        {
            Factor.Industry => industries.Find(detail) is { } known ? $"{detail} {known.Name}" : detail,
            Factor.Form when Enum.TryParse<OfferForm>(detail, out var form) => ListingWords.Name(form),
            Factor.Fee when decimal.TryParse(detail, NumberStyles.Number, CultureInfo.InvariantCulture, out var yuan) => Money.Rounded(yuan),
            Factor.Freshness when DateOnly.TryParse(detail, CultureInfo.InvariantCulture, out var day) => Dates.InWords(day),
            _ => detail,
        }));
    }

    /// <summary><c>fee.within</c> is said by FeeWithin.</summary>
    private static string Key(string code) => string.Concat(code.Split('.').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
}
