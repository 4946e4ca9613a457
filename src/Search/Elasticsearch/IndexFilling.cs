using Marketplace.Search.Documents;

namespace Marketplace.Search.Elasticsearch;

/// <summary>Puts a stream of documents into one index and remembers which, to see that they are all there in the end.</summary>
internal sealed class IndexFilling(BulkWriter bulk, DocumentWriter writer, string alias)
{
    // Some 100 bytes for each document, while a rebuild lasts.
    private readonly Dictionary<string, long> _sent = new(StringComparer.Ordinal);
    private readonly List<(string, string)> _refused = [];

    public long Sent { get; private set; }
    public IReadOnlyList<(string Id, string Reason)> Refused => _refused;

    /// <summary>One request is under way while the next one's texts are cut into terms.</summary>
    public async Task TakeAsync(IAsyncEnumerable<SearchDocument> documents, CancellationToken cancellationToken)
    {
        var sending = Task.CompletedTask;
        try
        {
            var (lines, bytes) = (new List<DocumentLine>(), 0);
            await foreach (var document in documents.WithCancellation(cancellationToken))
            {
                var line = writer.Write(IndexChange.Put(document));
                if (line.Fault is null) _sent[document.Id] = Math.Max(document.Version, _sent.GetValueOrDefault(document.Id));
                if (bytes + line.Bytes.Length > BulkWriter.ChunkBytes && lines.Count > 0)
                {
                    await sending;
                    sending = SendAsync(lines, cancellationToken);
                    (lines, bytes) = ([], 0);
                }
                lines.Add(line);
                bytes += line.Bytes.Length;
            }
            await sending;
            sending = lines.Count == 0 ? Task.CompletedTask : SendAsync(lines, cancellationToken);
        }
        finally
        {
            await sending;
        }
        Sent = _sent.Count;
    }

    /// <summary>Everything sent must be there in its version or, changed meanwhile, in a newer one.</summary>
    public async Task VerifyAsync(IndexScan scan, CancellationToken cancellationToken)
    {
        await foreach (var (id, version) in scan.ReadAsync(cancellationToken))
        {
            if (_sent.TryGetValue(id, out var sent) && version >= sent) _sent.Remove(id);
        }
        if (_sent.Count > 0) throw new EngineAwayException(ElasticsearchProblem.Incomplete);
    }

    private async Task SendAsync(List<DocumentLine> lines, CancellationToken cancellationToken)
    {
        var outcomes = await bulk.WriteAsync(alias, lines, refresh: false, cancellationToken);
        for (var i = 0; i < outcomes.Length; i++)
        {
            // Somebody deleted the index, or another rebuild took over.
            if (outcomes[i].Kind == OutcomeKind.NoTarget) throw new EngineAwayException(ElasticsearchProblem.MissingIndex);
            if (outcomes[i].Kind != OutcomeKind.Refused) continue;
            _refused.Add((lines[i].Id, outcomes[i].Reason ?? ""));
            _sent.Remove(lines[i].Id);
        }
    }
}
