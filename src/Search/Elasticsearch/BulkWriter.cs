using Marketplace.Search.Elasticsearch.Messages;

namespace Marketplace.Search.Elasticsearch;

/// <summary>What became of one change.</summary>
/// <param name="Reason">Why it was refused.</param>
internal readonly record struct Outcome(OutcomeKind Kind, string? Reason = null);

internal enum OutcomeKind
{
    Applied,
    Stale,
    Refused,

    /// <summary>There is no such alias.</summary>
    NoTarget,
}

/// <summary>Sends changes in requests of at most 5 MB, looks at every item's answer, and sends those again that met a fault that passes.</summary>
internal sealed class BulkWriter(ElasticsearchClient client, TimeProvider time)
{
    /// <summary>Elastic's advice is 5–15 MB: larger ones are no faster and hold more memory on the node.</summary>
    public const int ChunkBytes = 5_000_000;

    // With doubling pauses from 0.2 s on: six seconds, as the transport has.
    private const int Tries = 6;

    /// <param name="refresh">Returns when the changes can be found.</param>
    public async Task<Outcome[]> WriteAsync(string alias, IReadOnlyList<DocumentLine> lines, bool refresh, CancellationToken cancellationToken)
    {
        var outcomes = new Outcome[lines.Count];
        var chunks = Chunks(lines, outcomes);
        foreach (var chunk in chunks) await WriteChunkAsync(alias, lines, chunk, outcomes, refresh && chunks.Count == 1, cancellationToken);
        // A bulk refreshes only the shards that it wrote to itself. What is stale may be so because our own first try got through and its refresh did not.
        if (refresh && chunks.Count > 1 && Array.Exists(outcomes, outcome => outcome.Kind is OutcomeKind.Applied or OutcomeKind.Stale)) await client.Indices.RefreshAsync(alias, cancellationToken);
        return outcomes;
    }

    private static List<List<int>> Chunks(IReadOnlyList<DocumentLine> lines, Outcome[] outcomes)
    {
        var chunks = new List<List<int>>();
        var room = 0;
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Fault is { } fault)
            {
                outcomes[i] = new(OutcomeKind.Refused, fault);
                continue;
            }
            room -= lines[i].Bytes.Length;
            if (chunks.Count == 0 || room < 0)
            {
                chunks.Add([]);
                room = ChunkBytes - lines[i].Bytes.Length;
            }
            chunks[^1].Add(i);
        }
        return chunks;
    }

    private async Task WriteChunkAsync(string alias, IReadOnlyList<DocumentLine> lines, List<int> chunk, Outcome[] outcomes, bool refresh, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var response = await client.BulkAsync(alias, Body(lines, chunk), refresh, cancellationToken);
            if (response.Items.Count != chunk.Count) throw new EngineAwayException(ElasticsearchProblem.Version);
            var again = new List<int>();
            for (var i = 0; i < chunk.Count; i++)
            {
                if (OutcomeOf(response.Items[i].Index) is { } outcome) outcomes[chunk[i]] = outcome;
                else again.Add(chunk[i]);
            }
            if (again.Count == 0) return;
            if (attempt == Tries) throw new EngineAwayException(ElasticsearchProblem.Away);
            await Task.Delay(TimeSpan.FromMilliseconds((100 << attempt) * (0.5 + Random.Shared.NextDouble())), time, cancellationToken);
            chunk = again;
        }
    }

    /// <summary>Null: try again.</summary>
    private static Outcome? OutcomeOf(BulkItemResult item)
    {
        if (item.Status is >= 200 and < 300) return new(OutcomeKind.Applied);
        var (type, reason) = (item.Error?.Type ?? "", item.Error?.Reason ?? "");
        if (item.Status == 409) return new(OutcomeKind.Stale);
        if (type == "index_not_found_exception") return new(OutcomeKind.NoTarget);
        // Without a master the whole cluster is blocked, for as long as an election takes.
        if (item.Status >= 500) return null;
        // A block or a foreign mapping is the index's fault, not this document's: nothing would be lost by refusing it for good but the document.
        if (type is "cluster_block_exception" or "strict_dynamic_mapping_exception")
        {
            throw new EngineAwayException(ElasticsearchProblem.Of(item.Status, type, reason)!, new ElasticsearchException(item.Status, type, reason));
        }
        return item.Status == 429 ? null : new(OutcomeKind.Refused, $"{type}: {reason}");
    }

    private static byte[] Body(IReadOnlyList<DocumentLine> lines, List<int> chunk)
    {
        var body = new byte[chunk.Sum(i => lines[i].Bytes.Length)];
        var at = 0;
        foreach (var i in chunk)
        {
            lines[i].Bytes.CopyTo(body, at);
            at += lines[i].Bytes.Length;
        }
        return body;
    }
}
