using System.Text.Json.Serialization;

namespace Marketplace.Search.Documents;

/// <summary>One thing that can be found. What is not said is empty: no text, no value, no number.</summary>
public sealed record SearchDocument
{
    /// <summary>Ties are broken by it, in ordinal order.</summary>
    public required string Id { get; init; }

    /// <summary>Grows with every change of the truth; an older one never replaces a newer one.</summary>
    public required long Version { get; init; }
    public IReadOnlyDictionary<string, string> Texts { get; init; } = NoTexts;
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Values { get; init; } = NoValues;
    public IReadOnlyDictionary<string, long> Numbers { get; init; } = NoNumbers;

    /// <summary>Not part of what is handed back. A vector of zeros has no direction and is left out.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, sbyte[]> Vectors { get; init; } = NoVectors;

    /// <summary>Whatever the feature wants back with a hit, unread by the engine.</summary>
    public string Stored { get; init; } = "";

    private static readonly Dictionary<string, string> NoTexts = new(StringComparer.Ordinal);
    private static readonly Dictionary<string, IReadOnlyList<string>> NoValues = new(StringComparer.Ordinal);
    private static readonly Dictionary<string, long> NoNumbers = new(StringComparer.Ordinal);
    private static readonly Dictionary<string, sbyte[]> NoVectors = new(StringComparer.Ordinal);
}

/// <summary>A document put in or, where <see cref="Document"/> is null, taken out.</summary>
public sealed record IndexChange(string Id, long Version, SearchDocument? Document)
{
    public static IndexChange Put(SearchDocument document) => new(document.Id, document.Version, document);

    public static IndexChange Remove(string id, long version) => new(id, version, null);
}
