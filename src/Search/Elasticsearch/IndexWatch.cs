using System.Text.Json.Nodes;
using Marketplace.Search.Documents;
using Marketplace.Search.Elasticsearch.Messages;

namespace Marketplace.Search.Elasticsearch;

/// <summary>Sees whether server and index are still what we think, before we rely on them and whenever somebody asks.</summary>
internal sealed class IndexWatch(ElasticsearchClient client, IndexSchema schema, IndexNames names, ElasticsearchOptions options, TimeProvider time)
{
    // When the last good look was, in the time provider's ticks; 0: look again.
    private long _seen;

    /// <summary>Something failed: what we know of the server may be out of date.</summary>
    public void Doubt() => Interlocked.Exchange(ref _seen, 0);

    /// <exception cref="EngineAwayException">Searches would fail or, worse, silently find nothing.</exception>
    public async ValueTask EnsureAsync(CancellationToken cancellationToken)
    {
        var seen = Interlocked.Read(ref _seen);
        if (seen != 0 && time.GetElapsedTime(seen) < options.CheckInterval) return;
        if (await LookAsync(cancellationToken) is { Searchable: false, Problem: { } code }) throw new EngineAwayException(code);
        Interlocked.Exchange(ref _seen, time.GetTimestamp());
    }

    /// <summary>Whether searches are answered as they should be, and what is wrong. What makes that impossible comes first.</summary>
    public async Task<(bool Searchable, string? Problem)> LookAsync(CancellationToken cancellationToken)
    {
        await client.CheckVersionAsync(cancellationToken);
        if (await client.Indices.GetAsync(names.Live, cancellationToken) is not { } indexes) return (false, ElasticsearchProblem.MissingIndex);
        // An index of that very name was put there by others; two under one alias too.
        if (indexes.Count != 1 || indexes.ContainsKey(names.Live)) return (false, ElasticsearchProblem.Mapping);
        var index = indexes.First().Value!;
        var likeness = IndexDefinition.Compare(schema, index);
        if (likeness == Likeness.Foreign) return (false, ElasticsearchProblem.Mapping);
        var blocks = index["settings"]?["index"]?["blocks"];
        if (Blocked(blocks, "read")) return (false, ElasticsearchProblem.ReadOnly);
        if (likeness == Likeness.Extended) return (true, ElasticsearchProblem.Mapping);
        if (Blocked(blocks, "read_only_allow_delete")) return (true, ElasticsearchProblem.Full);
        return (true, Blocked(blocks, "read_only") || Blocked(blocks, "write") ? ElasticsearchProblem.ReadOnly : null);
    }

    /// <summary>Documents and the sum of their marks, in one request that reads three columns.</summary>
    public async Task<(long Count, ulong Checksum)> MeasureAsync(CancellationToken cancellationToken)
    {
        var response = await client.SearchAsync($"{names.Live}/_search", new()
        {
            Size = 0,
            TrackTotalHits = true,
            Query = new() { Bool = new() { MustNot = [new() { Exists = new(Fields.Gone) }] } },
            Aggs = ((string[])[Fields.MarkLow, Fields.MarkMiddle, Fields.MarkHigh]).ToDictionary(field => field, field => new Aggregation { Sum = new(field) }, StringComparer.Ordinal),
        }, cancellationToken);
        double SumOf(string field) => response.Aggregations?.GetValueOrDefault(field)?.Value ?? 0;
        return (response.Hits.Total?.Value ?? 0, Fields.Sum(SumOf(Fields.MarkLow), SumOf(Fields.MarkMiddle), SumOf(Fields.MarkHigh)));
    }

    private static bool Blocked(JsonNode? blocks, string name) => blocks?[name]?.ToString() is "true";
}
