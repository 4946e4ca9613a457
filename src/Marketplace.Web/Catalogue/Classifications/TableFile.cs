namespace Marketplace.Web.Catalogue.Classifications;

internal static class TableFile
{
    /// <summary>Cells of each row of a table in <c>data</c>, without its header.</summary>
    public static IEnumerable<string[]> Rows(string name, string folder = "classifications") =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "data", folder, name)).Skip(1).Select(line => line.Split('\t'));
}
