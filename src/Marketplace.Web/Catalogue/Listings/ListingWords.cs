namespace Marketplace.Web.Catalogue.Listings;

public static class ListingWords
{
    public static string Name(ListingState state) => ListingTexts.ResourceManager.GetString("State" + state, ListingTexts.Culture)!;

    public static string Name(OfferForm form) => ListingTexts.ResourceManager.GetString("Form" + form, ListingTexts.Culture)!;

    /// <summary>What follows from choosing it, for the form.</summary>
    public static string Then(OfferForm form) => ListingTexts.ResourceManager.GetString("Form" + form + "Then", ListingTexts.Culture)!;

    public static string Trl(int level) => ListingTexts.ResourceManager.GetString("Trl" + level, ListingTexts.Culture)!;

    public static string Name(LegalStatus.PatentState state) => ListingTexts.ResourceManager.GetString("Patent" + state, ListingTexts.Culture)!;

    /// <summary>How a state looks beside its word.</summary>
    public static string Look(ListingState state) => state switch { ListingState.Public => "ok", ListingState.InReview => "soon", ListingState.Draft => "soon", _ => "stopped" };

    public static string Look(LegalStatus.PatentState state) => state switch
    {
        LegalStatus.PatentState.InForce or LegalStatus.PatentState.Restored or LegalStatus.PatentState.PartlyInvalid => "ok",
        LegalStatus.PatentState.FeeGrace => "overdue",
        LegalStatus.PatentState.Pending => "soon",
        _ => "stopped",
    };
}
