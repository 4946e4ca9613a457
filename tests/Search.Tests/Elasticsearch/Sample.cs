using System.Globalization;
using Marketplace.Search.Documents;

namespace Marketplace.Search.Tests.Elasticsearch;

/// <summary>A small schema with every kind of field, and documents for it.</summary>
internal static class Sample
{
    public static IndexSchema Schema { get; } = new()
    {
        Name = "samples",
        Version = 1,
        Texts = [new("title", 3), new("body")],
        Columns = [new("kind", ColumnKind.Values), new("ipc", ColumnKind.Values), new("fee", ColumnKind.Number)],
    };

    public static SearchDocument Of(string id, long version = 1, string title = "", string body = "", string? kind = null, string[]? ipc = null, long? fee = null, string stored = "") => new()
    {
        Id = id,
        Version = version,
        Texts = new Dictionary<string, string> { ["title"] = title, ["body"] = body },
        Values = new Dictionary<string, IReadOnlyList<string>> { ["kind"] = kind is null ? [] : [kind], ["ipc"] = ipc ?? [] },
        Numbers = fee is { } number ? new Dictionary<string, long> { ["fee"] = number } : [],
        Stored = stored,
    };

    public static IEnumerable<SearchDocument> Many(int count, long version = 1) =>
        Enumerable.Range(0, count).Select(i => Of(i.ToString("d6", CultureInfo.InvariantCulture), version, "节水灌溉装置", "一种用于棉田的滴灌设备", kind: i % 2 == 0 ? "发明" : "实用新型", fee: i));

    public static ulong Checksum(IEnumerable<SearchDocument> documents) => documents.Aggregate(0ul, (sum, document) => unchecked(sum + DocumentMark.Of(document.Id, document.Version)));

#pragma warning disable CS1998 // A stream that has everything at once.
    public static async IAsyncEnumerable<SearchDocument> Stream(IEnumerable<SearchDocument> documents)
    {
        foreach (var document in documents) yield return document;
    }
#pragma warning restore CS1998
}
