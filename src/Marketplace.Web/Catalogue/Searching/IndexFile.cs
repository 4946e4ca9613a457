namespace Marketplace.Web.Catalogue.Searching;

/// <summary>Where the embedded index is kept between starts. Derived from the database: it may be deleted at any time.</summary>
internal static class IndexFile
{
    /// <summary>Null: without a data folder nothing is kept.</summary>
    public static string? In(string? dataFolder) => string.IsNullOrEmpty(dataFolder) ? null : Path.Combine(dataFolder, "search", "patents.idx");
}
