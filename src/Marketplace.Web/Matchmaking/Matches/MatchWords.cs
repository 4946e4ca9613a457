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
    /// <summary>Null for a code no page has a sentence for: there is nothing to say about what is unknown.</summary>
    public string? Sentence(FactorReason reason) =>
        MatchTexts.ResourceManager.GetString(Key(reason.Code), MatchTexts.Culture) is { } text ? text.Fill([.. Details(reason)]) : null;

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
