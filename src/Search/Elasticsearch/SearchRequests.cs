using System.Globalization;
using Marketplace.Search.Documents;
using Marketplace.Search.Elasticsearch.Messages;
using Marketplace.Search.Queries;

namespace Marketplace.Search.Elasticsearch;

/// <summary>A query of ours in Elasticsearch's words, so that both engines find, count and rank the same.</summary>
internal sealed class SearchRequests(IndexSchema schema, ElasticsearchOptions options)
{
    // The budget is meant for the embedded engine's processor time. Measured at 200,000 documents Elasticsearch takes six to sixteen times as long, and what it can be given is wall time.
    private const int SlowerThanEmbedded = 10;

    // Elasticsearch kept the factor k1 + 1, which Lucene dropped in version 8 because it changes no order; taking it out leaves the scores that Bm25 gives.
    private const float WithoutFactor = Bm25.K1 + 1;

    // Each shard names its most frequent values; with several shards a value's count is exact when every shard names it.
    private const int ValuesOfEachShard = 10_000;

    private static readonly Query s_everything = new() { MatchAll = new() };
    // No alternative at all would be no condition at all.
    private static readonly Query s_nothing = new() { Ids = new([]) };
    private static readonly SortOrder s_ascending = new("asc"), s_descending = new("desc");

    public Messages.SearchRequest Of(EngineQuery query)
    {
        // A facet is counted without the filters on its own column: those on any facet's column wait until the facets are counted.
        var late = query.Filters.Where(filter => query.Facets.Any(facet => facet.Column == filter.Column)).ToList();
        return new()
        {
            Query = Matching(query, query.Filters.Except(late)),
            PostFilter = late.Count == 0 ? null : Both(late.Select(FilterOf)),
            Aggs = query.Facets.Count == 0 ? null : query.Facets.DistinctBy(facet => facet.Column, StringComparer.Ordinal).ToDictionary(facet => facet.Column, facet => Counting(facet, late), StringComparer.Ordinal),
            Sort = Sort(query),
            SearchAfter = query.After is { } after && query.Size > 0 ? Place(query, after) : null,
            Size = query.Size,
            Timeout = string.Create(CultureInfo.InvariantCulture, $"{Math.Clamp((long)query.Budget.TotalMilliseconds * SlowerThanEmbedded, 1, int.MaxValue)}ms"),
            TrackTotalHits = true,
            Source = [Fields.Document],
        };
    }

    /// <summary>How many searches one <see cref="NearQuery"/> comes to.</summary>
    public const int Searches = 2;

    /// <summary>Of a shard's vectors so many are compared for each that is wanted.</summary>
    private const int LookedAt = 2;

    public IEnumerable<Messages.SearchRequest> Of(NearQuery query)
    {
        var filter = FilterOf(query.Filter);
        var words = query.Words.SelectMany(word => schema.Texts.Where(text => query.Texts.Contains(text.Name, StringComparer.Ordinal))
            .Select(text => new Query { Term = One(Fields.Terms(text.Name), new TermQuery(word.Term, word.Weight * text.Weight)) })).ToList();
        yield return Bare(query.Most) with { Query = new() { Bool = new() { Should = words.Count == 0 ? [s_nothing] : words, MinimumShouldMatch = 1, Filter = [filter] } } };
        // A vector without a direction is near nothing.
        yield return query.Vector.AsSpan().ContainsAnyExcept((sbyte)0)
            ? Bare(query.Most) with { Knn = new(Fields.Vectors(query.VectorName), query.Vector, query.Most, query.Most * LookedAt, filter) }
            : Bare(query.Most) with { Query = s_nothing };

        static Messages.SearchRequest Bare(int most) => new() { Size = most, TrackTotalHits = false, DocvalueFields = [Fields.Id], StoredFields = "_none_" };
    }

    /// <summary>
    /// Copies of a shard count deleted documents differently until they merge, and so score a little differently. The pages of one query all come from the same copy;
    /// different queries spread over all.
    /// </summary>
    public string Routing(EngineQuery query)
    {
        var parameters = new List<string>(2);
        if (options.Replicas > 0) parameters.Add(string.Create(CultureInfo.InvariantCulture, $"preference=q{CopyOf(query.Words):x8}"));
        // Each shard knows its own documents' frequencies only; asked together first, they score as one.
        if (options.Shards > 1) parameters.Add("search_type=dfs_query_then_fetch");
        return parameters.Count == 0 ? "" : "?" + string.Join('&', parameters);
    }

    /// <summary>The same in every process, unlike a string's hash code.</summary>
    private static uint CopyOf(WordQuery words) => words.Wanted.SelectMany(term => term.Term).Aggregate(2166136261, (hash, character) => unchecked((hash ^ character) * 16777619));

    private Query Matching(EngineQuery query, IEnumerable<Filter> filters)
    {
        var words = query.Words;
        var filter = filters.Select(FilterOf).Concat(words.Phrases.Where(phrase => !phrase.Excluded && phrase.Folded.Length > 0).Select(PhraseOf)).ToList();
        var not = words.Excluded.Select(term => Any(ClausesOf(term, scored: false)))
            .Concat(words.Phrases.Where(phrase => phrase.Excluded && phrase.Folded.Length > 0).Select(PhraseOf)).ToList();
        if (query.Without is { } without) not.Add(new() { Ids = new([DocumentKey.IdOf(without)]) });
        // A deleted document's mark has no terms, values or numbers: only a query that wants none of them can meet it.
        if (words.Wanted.Count == 0 && filter.Count == 0) not.Add(new() { Exists = new(Fields.Gone) });
        var any = words.Mode == WordMode.Any && words.Wanted.Count > 0;
        // A filter scores 0, which is what a query without words scores.
        if (words.Wanted.Count == 0 && filter.Count == 0) filter.Add(s_everything);
        return new()
        {
            Bool = new()
            {
                Must = any || words.Wanted.Count == 0 ? null : [.. words.Wanted.Select(term => Any(ClausesOf(term, scored: true)))],
                Should = any ? [.. words.Wanted.SelectMany(term => ClausesOf(term, scored: true)).DefaultIfEmpty(s_nothing)] : null,
                MinimumShouldMatch = any ? 1 : null,
                Filter = filter.Count == 0 ? null : filter,
                MustNot = not.Count == 0 ? null : not,
            },
        };
    }

    /// <summary>One clause for each text; their scores add up.</summary>
    private IEnumerable<Query> ClausesOf(WantedTerm term, bool scored) =>
        from text in schema.Texts
        where term.Text is null || text.Name == term.Text
        select new Query { Term = One(Fields.Terms(text.Name), new TermQuery(term.Term, scored ? text.Weight / WithoutFactor : null)) };

    private Query PhraseOf(Phrase phrase) => Any(
        from text in schema.Texts
        where phrase.Text is null || text.Name == phrase.Text
        select new Query { MatchPhrase = One(Fields.Phrases(text.Name), new MatchPhraseQuery(phrase.Folded)) });

    private static Query FilterOf(Filter filter) => filter switch
    {
        AnyValue any => new() { Terms = One<IReadOnlyList<string>>(Fields.Values(any.Column), [.. any.Values.Select(DocumentKey.Of)]) },
        Beginning beginning => new() { Prefix = One(Fields.Values(beginning.Column), new PrefixQuery(DocumentKey.Of(beginning.Prefix))) },
        Between between => new() { Range = One(Fields.Numbers(between.Column), new RangeQuery(between.From, between.To)) },
        _ => throw new ArgumentException($"No engine knows the filter {filter.GetType().Name}.", nameof(filter)),
    };

    private Aggregation Counting(FacetRequest facet, List<Filter> late)
    {
        var values = new Aggregation
        {
            Terms = new()
            {
                Field = Fields.Values(facet.Column),
                Size = facet.Size,
                ShardSize = options.Shards == 1 ? null : ValuesOfEachShard,
                Order = [One("_count", "desc"), One("_key", "asc")],
            },
        };
        var others = late.Where(filter => filter.Column != facet.Column).Select(FilterOf).ToList();
        return others.Count == 0 ? values : new() { Filter = Both(others), Aggs = One("inner", values) };
    }

    private static List<IReadOnlyDictionary<string, SortOrder>> Sort(EngineQuery query)
    {
        var first = query.Order is { } order ? One(Fields.Numbers(order.Column), new SortOrder(order.Descending ? "desc" : "asc", "_last")) : One("_score", s_descending);
        return [first, One(Fields.Id, s_ascending)];
    }

    private static List<object> Place(EngineQuery query, Place after)
    {
        var id = DocumentKey.Of(after.Id);
        // A score as the double of the same value: read back as a float it is the same to the last bit.
        if (query.Order is not { } order) return [(double)(after.Score ?? 0), id];
        // What Elasticsearch itself takes for a missing number that comes last.
        return [after.Number ?? (order.Descending ? long.MinValue : long.MaxValue), id];
    }

    private static Query Any(IEnumerable<Query> clauses)
    {
        var alternatives = clauses.ToList();
        return alternatives is [var only] ? only : alternatives.Count == 0 ? s_nothing : new() { Bool = new() { Should = alternatives, MinimumShouldMatch = 1 } };
    }

    private static Query Both(IEnumerable<Query> clauses) => new() { Bool = new() { Filter = [.. clauses] } };

    private static Dictionary<string, T> One<T>(string name, T value) => new(1, StringComparer.Ordinal) { [name] = value };
}
