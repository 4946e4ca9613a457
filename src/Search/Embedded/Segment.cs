using System.Collections.Concurrent;
using Marketplace.Search.Documents;

namespace Marketplace.Search.Embedded;

/// <summary>Documents that never change, ordered by id. What is taken out later is marked beside it (<see cref="SegmentView"/>).</summary>
internal sealed class Segment
{
    public required DocumentStore Store { get; init; }

    /// <summary>In the order of the schema's texts and columns.</summary>
    public required TextIndex[] Texts { get; init; }
    public required ValueColumn?[] Values { get; init; }
    public required NumberColumn?[] Numbers { get; init; }

    /// <summary>What filters asked before have found here: people click the same few.</summary>
    public FilterCache Filters { get; } = new();

    /// <summary>As many bits as there are documents, for searches to borrow: see <see cref="BitLoans"/>.</summary>
    public ConcurrentBag<ulong[]> SpareBits { get; } = [];

    public int Count => Store.Count;

    /// <summary>What searching needs; documents as they came, and their ids, apart.</summary>
    public long Bytes => Texts.Sum(text => text.Bytes) + Values.Sum(column => column?.Bytes ?? 0) + Numbers.Sum(column => column?.Bytes ?? 0);
}

/// <summary>Collects documents, in any order, and makes a segment of them.</summary>
internal sealed class SegmentBuilder
{
    private readonly IndexSchema _schema;
    private readonly TextIndexBuilder[] _texts;
    private readonly List<(string Id, long Version, long Start)> _documents = [];
    private readonly DocumentPages _pages = new();
    private readonly List<IReadOnlyList<string>>[] _values;
    private readonly List<long>[] _numbers;

    public SegmentBuilder(IndexSchema schema, Analysis.Analyzer analyzer)
    {
        _schema = schema;
        _texts = [.. schema.Texts.Select(_ => new TextIndexBuilder(analyzer))];
        _values = [.. schema.Columns.Select(_ => new List<IReadOnlyList<string>>())];
        _numbers = [.. schema.Columns.Select(_ => new List<long>())];
    }

    public int Count => _documents.Count;

    public void Add(SearchDocument document)
    {
        for (var i = 0; i < _texts.Length; i++) _texts[i].Add(document.Texts.GetValueOrDefault(_schema.Texts[i].Name, ""));
        for (var i = 0; i < _schema.Columns.Count; i++)
        {
            var (name, kind) = _schema.Columns[i];
            if (kind == ColumnKind.Values) _values[i].Add(document.Values.GetValueOrDefault(name, []));
            else _numbers[i].Add(document.Numbers.GetValueOrDefault(name, NumberColumn.None));
        }
        _documents.Add((document.Id, document.Version, _pages.Add(PackedDocument.Of(document))));
    }

    /// <summary>No id may have been added twice.</summary>
    public Segment Build()
    {
        var order = Enumerable.Range(0, _documents.Count).ToArray();
        Array.Sort(order, (one, other) => string.CompareOrdinal(_documents[one].Id, _documents[other].Id));
        return new Segment
        {
            Store = StoreIn(order),
            Texts = [.. _texts.Select(text => text.Build(order))],
            Values = [.. _schema.Columns.Select((column, i) => column.Kind == ColumnKind.Values ? ValueColumn.Of([.. order.Select(document => _values[i][document])]) : null)],
            Numbers = [.. _schema.Columns.Select((column, i) => column.Kind == ColumnKind.Number ? new NumberColumn([.. order.Select(document => _numbers[i][document])]) : null)],
        };
    }

    private DocumentStore StoreIn(int[] order)
    {
        var ids = new TermTable(order.Length);
        foreach (var document in order) ids.GetOrAdd(_documents[document].Id);
        ids.Trim();
        return new(ids, [.. order.Select(document => _documents[document].Version)], [.. order.Select(document => _documents[document].Start)], _pages.ToArray());
    }
}
