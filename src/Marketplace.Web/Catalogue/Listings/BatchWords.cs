namespace Marketplace.Web.Catalogue.Listings;

public static class BatchWords
{
    public static string Name(BatchKind kind) => ListingTexts.ResourceManager.GetString("Batch" + kind, ListingTexts.Culture)!;

    public static string Name(BatchState state) => ListingTexts.ResourceManager.GetString("BatchState" + state, ListingTexts.Culture)!;

    public static string Name(ItemOutcome outcome) => ListingTexts.ResourceManager.GetString("Item" + outcome, ListingTexts.Culture)!;
}
