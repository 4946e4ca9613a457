namespace Marketplace.Web.Catalogue.Classifications;

internal static class TableFile
{
    /// <summary>Cells of each row of a table in <c>data/classifications</c>, without its header.</summary>
    public static IEnumerable<string[]> Rows(string name) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "data", "classifications", name)).Skip(1).Select(line => line.Split('\t'));
}
