using Marketplace.Search.Documents;
using Marketplace.Testing;

namespace Marketplace.Search.Tests.Quality;

/// <summary>The real patents that lie beside the checkout, where they do: they may not be shipped with it.</summary>
internal static class RealPatents
{
    public static IndexSchema Schema { get; } = new() { Name = "patents", Version = 1, Texts = [new("title", 3), new("abstract")], Columns = [new("section", ColumnKind.Values)] };

    /// <summary>Null: they are not there.</summary>
    public static IReadOnlyList<SearchDocument>? Documents { get; } =
        SharedData.Find("patents.tsv") is { } file ? [.. File.ReadLines(file).Skip(1).Select(line => line.Split('\t')).Select(Document)] : null;

    private static SearchDocument Document(string[] cells, int number) => new()
    {
        // Some numbers stand there twice.
        Id = $"{number:D5}-{cells[1]}",
        Version = 1,
        Texts = new Dictionary<string, string> { ["title"] = cells[2], ["abstract"] = cells[6] },
        Values = new Dictionary<string, IReadOnlyList<string>> { ["section"] = cells[5].Length == 0 ? [] : [cells[5][..1]] },
    };
}
