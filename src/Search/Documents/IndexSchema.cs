namespace Marketplace.Search.Documents;

/// <summary>
/// What an index holds: texts to search in, columns to filter, count and sort by. Search knows nothing of patents or needs; a feature describes its documents here.
/// A change of the schema or of how text is cut makes a new <see cref="Version"/>: saved files of another version are refused, an Elasticsearch index gets a new name.
/// </summary>
public sealed record IndexSchema
{
    /// <summary>Lower case letters and hyphens: also the alias in Elasticsearch.</summary>
    public required string Name { get; init; }
    public required int Version { get; init; }
    public required IReadOnlyList<TextField> Texts { get; init; }
    public required IReadOnlyList<Column> Columns { get; init; }

    /// <summary>What documents are near each other by. Elasticsearch keeps them; who has the embedded engine has vectors in an index made for them.</summary>
    public IReadOnlyList<VectorField> Vectors { get; init; } = [];

    /// <summary>What may stand before a colon in a query: <c>ipc:</c>, <c>holder:</c>, and the text or column it means.</summary>
    public IReadOnlyDictionary<string, string> Prefixes { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public Column? ColumnOf(string name) => Columns.FirstOrDefault(column => column.Name == name);

    /// <summary>The place of a column, or −1.</summary>
    public int IndexOf(string column)
    {
        for (var i = 0; i < Columns.Count; i++) if (Columns[i].Name == column) return i;
        return -1;
    }

    /// <summary>The place of a text, or −1.</summary>
    public int TextOf(ReadOnlySpan<char> name)
    {
        for (var i = 0; i < Texts.Count; i++) if (name.SequenceEqual(Texts[i].Name)) return i;
        return -1;
    }
}

/// <summary>A text, cut into terms. Its score is multiplied by <paramref name="Weight"/> and added to those of the other texts.</summary>
public sealed record TextField(string Name, float Weight = 1);

/// <summary>A vector of so many bytes; what counts is its direction.</summary>
public sealed record VectorField(string Name, int Size);

public sealed record Column(string Name, ColumnKind Kind);

public enum ColumnKind
{
    /// <summary>None, one or several short strings: for sets, prefixes and facets.</summary>
    Values,

    /// <summary>None or one whole number: a date as days, an amount as 分. For ranges and sorting.</summary>
    Number,
}
