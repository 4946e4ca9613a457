namespace Marketplace.Web.Catalogue.Listings;

public static class ListingWords
{
    public static string Name(ListingState state) => ListingTexts.ResourceManager.GetString("State" + state, ListingTexts.Culture)!;

    public static string Name(OfferForm form) => ListingTexts.ResourceManager.GetString("Form" + form, ListingTexts.Culture)!;

    public static string Names(IEnumerable<OfferForm> forms) => string.Join(WorkList.WorkTexts.ListComma, forms.Select(Name));

    /// <summary>What follows from choosing it, for the form.</summary>
    public static string Then(OfferForm form) => ListingTexts.ResourceManager.GetString("Form" + form + "Then", ListingTexts.Culture)!;

    public static string Trl(int level) => ListingTexts.ResourceManager.GetString("Trl" + level, ListingTexts.Culture)!;

    /// <summary>How a state looks beside its word.</summary>
    public static string Look(ListingState state) => state switch { ListingState.Public => "ok", ListingState.InReview => "soon", ListingState.Draft => "soon", _ => "stopped" };
}
