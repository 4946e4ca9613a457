using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Errors;

namespace Marketplace.Web.Catalogue.Listings;

/// <summary>What the guards answer about an offered patent, put at the fields of the listing.</summary>
internal static class ListingGuards
{
    /// <summary>An open licence must stand everything a declaration must (Rule 86); other offers less. That all holders agree (G8) <see cref="ListingRules.MustAgree"/> asks, by name.</summary>
    public static IEnumerable<(bool Blocks, Failure Said)> Of(Guards guards, ListedPatent patent, IReadOnlyCollection<OfferForm> forms, DateOnly today)
    {
        var facts = patent.Facts(today);
        var answers = forms.Contains(OfferForm.OpenLicence) ? guards.ForDeclaration(facts) : guards.ForListing(facts);
        // A negative report is an obstacle (G5) and no report (G7): said once.
        return answers.Where(a => a.Reason is not null && a.Code != "G8").DistinctBy(a => a.Reason, StringComparer.Ordinal).Select(answer =>
        {
            // Of an application nothing but itself can be had.
            var blocks = answer.Blocks || (answer.Code == "G6" && forms.Any(f => f != OfferForm.Assignment));
            var (code, field) = At(answer.Code);
            return (blocks, new Failure("listing_" + code, blocks ? 400 : 409, ListingTexts.OfPatent.Fill(patent.Number, answer.Reason!, answer.WayOut ?? "").TrimEnd(), field));
        });
    }

    private static (string Code, string Field) At(string guard) => guard switch
    {
        "G1" => ("exclusive_licence", "forms"),
        "G2" => ("suspended", "patents"),
        "G3" => ("fee_unpaid", "patents"),
        "G4" => ("pledged", "forms"),
        "G5" => ("ineffective", "patents"),
        "G6" => ("not_granted", "forms"),
        "G7" => ("report", "reports"),
        "G9" => ("secret", "patents"),
        _ => ("status_stale", "patents"),
    };
}
