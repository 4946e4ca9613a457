using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Face;

namespace Marketplace.Web.Catalogue.Searching;

/// <summary>What filters and their values are called in the reader's language; codes with their official titles, which are Chinese.</summary>
public sealed class FacetWords(IpcTitles ipc, Industries industries, RegionNames regions)
{
    public static string NameOf(string facet) => Text("Facet" + Pascal(facet == "prefecture" ? "region" : facet)) ?? facet;

    public string ValueOf(string facet, string value) => facet switch
    {
        "ipc" or "section" => ipc.Find(value) is { } title ? $"{value} {title.Title}" : value,
        "industry" => industries.Find(value) is { } industry ? $"{value} {industry.Name}" : value,
        "region" or "prefecture" => regions.Find(value) ?? value,
        "chain" or "holder" or "year" or "filed" => value,
        "maturity" => "TRL " + value,
        "fee" => Text("Fee" + Pascal(value)) ?? value,
        "offer" => SearchTexts.OfferYes,
        "kind" when Enum.TryParse<PatentKind>(Pascal(value), out var kind) => kind.Name(),
        "status" when Enum.TryParse<PatentState>(Pascal(value), out var state) => state.Name(),
        "form" when Enum.TryParse<OfferForm>(Pascal(value), out var form) => ListingWords.Name(form),
        _ => value,
    };

    /// <summary>The fee of an offer in words: the amount, else the way it is paid.</summary>
    public static string? Fee(PatentOffer offer) => offer switch
    {
        { Model: FeeModel.Free } => SearchTexts.FeeFree,
        { FeeYuan: { } yuan } => Money.Rounded(yuan),
        { Model: FeeModel.Negotiable } => SearchTexts.FeeNegotiable,
        { Model: null } => null,
        _ => SearchTexts.FeeRunning,
    };

    /// <summary>Whether the value's text is of the reader's language, not Chinese as codes and names are.</summary>
    public static bool IsTranslated(string facet) => facet is "kind" or "status" or "form" or "fee" or "offer" or "maturity" or "year" or "filed";

    /// <summary>As the API and addresses write the members of an enumeration.</summary>
    public static string Camel(string word) => char.ToLowerInvariant(word[0]) + word[1..];

    private static string Pascal(string word) => word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..];

    private static string? Text(string key) => SearchTexts.ResourceManager.GetString(key, System.Globalization.CultureInfo.CurrentUICulture);
}
