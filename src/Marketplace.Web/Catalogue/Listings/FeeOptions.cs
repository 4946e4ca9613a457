using Microsoft.AspNetCore.Mvc.Rendering;

namespace Marketplace.Web.Catalogue.Listings;

/// <summary>What can be chosen where a fee is written.</summary>
public static class FeeOptions
{
    public static IEnumerable<SelectListItem> Period => [new(ListingTexts.Choose, ""), .. Enum.GetValues<FeePeriod>().Select(p => new SelectListItem(FeeWords.Name(p), p.ToString()))];
    public static IEnumerable<SelectListItem> Base => [new(ListingTexts.Choose, ""), .. Enum.GetValues<FeeBase>().Select(b => new SelectListItem(FeeWords.Name(b), b.ToString()))];
    public static IEnumerable<SelectListItem> Then => [new(ListingTexts.Choose, ""), .. Enum.GetValues<FeeModel>().Where(m => m is not (FeeModel.Deferred or FeeModel.Negotiable)).Select(m => new SelectListItem(FeeWords.Name(m), m.ToString()))];
}
