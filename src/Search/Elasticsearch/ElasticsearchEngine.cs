using Marketplace.Search.Analysis;
using Marketplace.Search.Documents;
using Marketplace.Search.Queries;

namespace Marketplace.Search.Elasticsearch;

/// <summary>
/// The engine for when one machine is not enough: the same documents, terms and BM25 as the embedded one, in an Elasticsearch 8. An index is made by
/// <see cref="RebuildAsync"/> alone: one made up on the fly after somebody deleted it would answer as if nothing but the latest changes existed.
/// Nothing is latched: every fault is over with its cause.
/// </summary>
public sealed class ElasticsearchEngine : ISearchEngine, IDisposable
{
    private readonly ElasticsearchClient _client;
    private readonly SearchRequests _requests;
    private readonly BulkWriter _bulk;
    private readonly DocumentWriter _writer;
    private readonly IndexNames _names;
    private readonly IndexWatch _watch;
    private readonly IndexRebuild _rebuild;
    private readonly ChangeQueue _changes;
    private readonly SemaphoreSlim _oneRebuild = new(1);

    public ElasticsearchEngine(IndexSchema schema, Analyzer analyzer, ElasticsearchOptions options, TimeProvider time)
    {
        Schema = schema;
        _client = new(options, time);
        _requests = new(schema, options);
        _bulk = new(_client, time);
        _writer = new(schema, analyzer);
        _names = new(schema, options, time);
        _watch = new(_client, schema, _names, options, time);
        _rebuild = new(_client, _bulk, _writer, schema, _names, options);
        _changes = new(lines => WatchedAsync(() => WriteToAllAsync(lines)));
    }

    public IndexSchema Schema { get; }

    /// <summary>Null before the first.</summary>
    public RebuildReport? LastRebuild { get; private set; }

    public async ValueTask<EngineResult> SearchAsync(EngineQuery query, CancellationToken cancellationToken = default) => await WatchedAsync(async () =>
    {
        await _watch.EnsureAsync(cancellationToken);
        return SearchAnswers.Of(await _client.SearchAsync($"{_names.Live}/_search{_requests.Routing(query)}", _requests.Of(query), cancellationToken), query);
    });

    /// <summary>
    /// For each that asks the ids of documents near it: so many by its words, and so many by its vector, without order. What they are worth is for whoever asks to say.
    /// </summary>
    public async ValueTask<IReadOnlyList<IReadOnlySet<string>>> NearAsync(IReadOnlyList<NearQuery> asked, CancellationToken cancellationToken = default) => asked.Count == 0 ? [] : await WatchedAsync(async () =>
    {
        await _watch.EnsureAsync(cancellationToken);
        var found = await _client.SearchAllAsync(_names.Live, asked.SelectMany(_requests.Of), cancellationToken);
        return found.Chunk(SearchRequests.Searches).Select(IReadOnlySet<string> (of) => of.SelectMany(hits => hits.Hits).Select(SearchAnswers.IdOf).ToHashSet(StringComparer.Ordinal)).ToList();
    });

    public async ValueTask<SearchDocument?> GetAsync(string id, CancellationToken cancellationToken = default) => id.Length == 0 ? null : await WatchedAsync(async () =>
    {
        await _watch.EnsureAsync(cancellationToken);
        var found = await _client.GetAsync(_names.Live, DocumentKey.IdOf(id), cancellationToken);
        return found?.Document is { } document ? document with { Id = id } : null;
    });

    public async ValueTask<ApplyResult> ApplyAsync(IReadOnlyList<IndexChange> changes, CancellationToken cancellationToken = default)
    {
        if (changes.Count == 0) return new(0, 0, []);
        var lines = changes.Select(_writer.Write).ToList();
        var outcomes = await _changes.AddAsync(lines).WaitAsync(cancellationToken);
        return new(
            outcomes.Count(outcome => outcome.Kind == OutcomeKind.Applied),
            outcomes.Count(outcome => outcome.Kind == OutcomeKind.Stale),
            [.. changes.Zip(outcomes).Where(pair => pair.Second.Kind == OutcomeKind.Refused).Select(pair => (pair.First.Id, pair.Second.Reason ?? ""))]);
    }

    public async Task RebuildAsync(IAsyncEnumerable<SearchDocument> documents, CancellationToken cancellationToken = default)
    {
        await _oneRebuild.WaitAsync(cancellationToken);
        try
        {
            LastRebuild = await _rebuild.RunAsync(documents, cancellationToken);
        }
        finally
        {
            _watch.Doubt();
            _oneRebuild.Release();
        }
    }

    public async ValueTask<EngineState> StateAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            var (searchable, problem) = await _watch.LookAsync(cancellationToken);
            if (!searchable) return new(false, 0, null, problem);
            var (count, checksum) = await _watch.MeasureAsync(cancellationToken);
            return new(true, count, checksum, problem);
        }
        catch (EngineAwayException e)
        {
            _watch.Doubt();
            return new(false, 0, null, e.Code);
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _oneRebuild.Dispose();
    }

    private async Task<T> WatchedAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (ElasticsearchException)
        {
            // A request of ours that the server does not understand: a bug, unless the index is no longer ours.
            _watch.Doubt();
            await _watch.EnsureAsync(CancellationToken.None);
            throw;
        }
        catch (EngineAwayException)
        {
            _watch.Doubt();
            throw;
        }
    }

    /// <summary>
    /// To the index being filled first: were it the other way round and the two swapped in between, the change would be in the old one only. For the same reason the aliases are looked
    /// up for each batch: whoever rebuilds may be another process.
    /// </summary>
    private async Task<Outcome[]> WriteToAllAsync(IReadOnlyList<DocumentLine> lines)
    {
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var aliases = await _client.Indices.AliasesAsync($"{_names.Live},{_names.Next}", CancellationToken.None);
            if (aliases.Contains(_names.Live)) await _watch.EnsureAsync(CancellationToken.None);
            Outcome[] outcomes = [];
            if (aliases.Contains(_names.Next)) outcomes = await _bulk.WriteAsync(_names.Next, lines, refresh: false, CancellationToken.None);
            if (aliases.Contains(_names.Live)) outcomes = await _bulk.WriteAsync(_names.Live, lines, refresh: true, CancellationToken.None);
            // Neither was there, or the one became the other between look and write.
            if (outcomes.Length > 0 && !Array.Exists(outcomes, outcome => outcome.Kind == OutcomeKind.NoTarget)) return outcomes;
        }
        throw new EngineAwayException(ElasticsearchProblem.MissingIndex);
    }
}
