using Marketplace.Search.Analysis;
using Marketplace.Search.Documents;
using Marketplace.Search.Queries;

namespace Marketplace.Search.Tests;

/// <summary>
/// What a search engine means, written down plainly: every question is answered by looking at every document. The real engines are compared with it.
/// <paramref name="cut"/>: the terms of a text, as documents are indexed with them.
/// </summary>
internal sealed class BruteForceEngine(IndexSchema schema, Func<string, IReadOnlyList<string>> cut) : ISearchEngine
{
    private readonly Lock gate = new();

    // By id: what is there or, without a document, what was taken out, so that an older change stays out too.
    private Dictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private List<IndexChange>? meanwhile;

    public IndexSchema Schema => schema;

    public ValueTask<EngineResult> SearchAsync(EngineQuery query, CancellationToken cancellationToken = default)
    {
        lock (gate) return new(Search(query, [.. Live]));
    }

    public ValueTask<SearchDocument?> GetAsync(string id, CancellationToken cancellationToken = default)
    {
        lock (gate) return new(entries.GetValueOrDefault(id)?.Document);
    }

    public ValueTask<ApplyResult> ApplyAsync(IReadOnlyList<IndexChange> changes, CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            int applied = 0, stale = 0;
            var refused = new List<(string Id, string Reason)>();
            foreach (var change in changes)
            {
                if (DocumentCheck.Find(change) is { } reason)
                {
                    refused.Add((change.Id, reason));
                    continue;
                }
                meanwhile?.Add(change);
                if (Put(entries, change)) applied++;
                else stale++;
            }
            return new(new ApplyResult(applied, stale, refused));
        }
    }

    public async Task RebuildAsync(IAsyncEnumerable<SearchDocument> documents, CancellationToken cancellationToken = default)
    {
        lock (gate) meanwhile = [];
        var built = new Dictionary<string, Entry>(StringComparer.Ordinal);
        await foreach (var document in documents.WithCancellation(cancellationToken)) Put(built, IndexChange.Put(document));
        lock (gate)
        {
            foreach (var change in meanwhile!) Put(built, change);
            (entries, meanwhile) = (built, null);
        }
    }

    public ValueTask<EngineState> StateAsync(CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            var sum = 0UL;
            foreach (var entry in Live) unchecked { sum += DocumentMark.Of(entry.Document!.Id, entry.Document.Version); }
            return new(new EngineState(true, Live.Count(), sum, null));
        }
    }

    private IEnumerable<Entry> Live => entries.Values.Where(entry => entry.Document is not null);

    /// <summary>False: something as new is there.</summary>
    private bool Put(Dictionary<string, Entry> into, IndexChange change)
    {
        if (into.TryGetValue(change.Id, out var old) && old.Version >= change.Version) return false;
        into[change.Id] = new(change.Version, change.Document, [.. schema.Texts.Select(text => cut(change.Document?.Texts.GetValueOrDefault(text.Name) ?? ""))]);
        return true;
    }

    private EngineResult Search(EngineQuery query, List<Entry> all)
    {
        var said = all.Where(entry => entry.Document!.Id != query.Without && WordsFit(query.Words, entry)).ToList();
        var fitting = said.Where(entry => query.Filters.All(filter => Fits(filter, entry.Document!))).ToList();
        var score = Scorer(query.Words.Wanted, all);
        var hits = fitting
            .Select(entry => new EngineHit(score(entry), query.Order is { } order ? NumberOf(entry.Document!, order.Column) : null, entry.Document!))
            .Order(Comparer<EngineHit>.Create((left, right) => Compare(query.Order, Key(left), Key(right))))
            .Where(hit => query.After is not { } after || Compare(query.Order, Key(hit), after) > 0)
            .Take(query.Size);
        var facets = query.Facets.ToDictionary(facet => facet.Column, IReadOnlyList<FacetCount> (facet) => Count(facet, query.Filters, said), StringComparer.Ordinal);
        return new() { Total = fitting.Count, Hits = [.. hits], Facets = facets };

        Place Key(EngineHit hit) => hit.Place(query.Order is null);
    }

    private bool WordsFit(WordQuery words, Entry entry)
    {
        var wanted = words.Mode == WordMode.All || words.Wanted.Count == 0 ? words.Wanted.All(Stands) : words.Wanted.Any(Stands);
        return wanted && !words.Excluded.Any(Stands) && words.Phrases.All(phrase => PhraseStands(phrase) != phrase.Excluded);

        bool Stands(WantedTerm term) => TextsOf(term.Text).Any(text => entry.Terms[text].Contains(term.Term));
        bool PhraseStands(Phrase phrase) => TextsOf(phrase.Text).Any(text =>
            PhraseFolding.Stands(phrase.Folded, PhraseFolding.Fold(entry.Document!.Texts.GetValueOrDefault(schema.Texts[text].Name) ?? "")));
    }

    private IEnumerable<int> TextsOf(string? name) => name is null ? Enumerable.Range(0, schema.Texts.Count) : [schema.TextOf(name)];

    /// <summary>BM25 with the statistics of all documents that are there now, whatever the filters.</summary>
    private Func<Entry, float> Scorer(IReadOnlyList<WantedTerm> wanted, List<Entry> all)
    {
        var having = schema.Texts.Select((_, text) => all.Count(entry => entry.Terms[text].Count > 0)).ToArray();
        var norms = schema.Texts.Select((_, text) => Bm25.InverseNorms(Bm25.Average(all.Sum(entry => (long)entry.Terms[text].Count), having[text]))).ToArray();
        var parts = wanted.SelectMany(term => TextsOf(term.Text).Select(text =>
            (term.Term, Text: text, Weight: schema.Texts[text].Weight * Bm25.Idf(all.Count(entry => entry.Terms[text].Contains(term.Term)), having[text])))).ToList();
        return entry =>
        {
            var sum = 0.0;
            foreach (var (term, text, weight) in parts)
            {
                var frequency = entry.Terms[text].Count(other => other == term);
                if (frequency > 0) sum += Bm25.Score(weight, frequency, norms[text][LengthCode.Of(entry.Terms[text].Count)]);
            }
            return (float)sum;
        };
    }

    private static bool Fits(Filter filter, SearchDocument document) => filter switch
    {
        AnyValue any => ValuesOf(document, any.Column).Any(any.Values.Contains),
        Beginning beginning => ValuesOf(document, beginning.Column).Any(value => value.StartsWith(beginning.Prefix, StringComparison.Ordinal)),
        Between between => NumberOf(document, between.Column) is { } number && !(number < between.From) && !(number > between.To),
        _ => throw new ArgumentOutOfRangeException(nameof(filter)),
    };

    private static List<FacetCount> Count(FacetRequest facet, IReadOnlyList<Filter> filters, List<Entry> said) =>
    [
        .. said.Where(entry => filters.All(filter => filter.Column == facet.Column || Fits(filter, entry.Document!)))
            .SelectMany(entry => ValuesOf(entry.Document!, facet.Column).Distinct(StringComparer.Ordinal))
            .GroupBy(value => value, StringComparer.Ordinal)
            .Select(group => new FacetCount(group.Key, group.Count()))
            .OrderByDescending(count => count.Count).ThenBy(count => count.Value, StringComparer.Ordinal)
            .Take(facet.Size),
    ];

    /// <summary>By score descending or by number, those without a number last; then by id.</summary>
    private static int Compare(ColumnOrder? order, Place left, Place right)
    {
        var compared = order is null ? right.Score!.Value.CompareTo(left.Score!.Value)
            : left.Number is null || right.Number is null ? (left.Number is null).CompareTo(right.Number is null)
            : order.Descending ? right.Number.Value.CompareTo(left.Number.Value) : left.Number.Value.CompareTo(right.Number.Value);
        return compared != 0 ? compared : string.CompareOrdinal(left.Id, right.Id);
    }

    private static IReadOnlyList<string> ValuesOf(SearchDocument document, string column) => document.Values.GetValueOrDefault(column) ?? [];

    private static long? NumberOf(SearchDocument document, string column) => document.Numbers.TryGetValue(column, out var number) ? number : null;

    private sealed record Entry(long Version, SearchDocument? Document, IReadOnlyList<string>[] Terms);
}
