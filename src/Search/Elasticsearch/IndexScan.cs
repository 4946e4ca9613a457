using System.Runtime.CompilerServices;
using Marketplace.Search.Elasticsearch.Messages;

namespace Marketplace.Search.Elasticsearch;

/// <summary>Reads id and version of everything in an index, deleted documents' marks too, as it was at one moment.</summary>
internal sealed class IndexScan(ElasticsearchClient client, string index)
{
    // Elasticsearch's default limit for a page.
    private const int Page = 10_000;
    private const string KeepAlive = "1m";

    public async IAsyncEnumerable<(string Id, long Version)> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var moment = await client.OpenPointInTimeAsync(index, KeepAlive, cancellationToken);
        try
        {
            IReadOnlyList<object>? after = null;
            while (true)
            {
                var response = await client.SearchAsync("_search", new()
                {
                    Size = Page,
                    Pit = new(moment, KeepAlive),
                    Sort = [new Dictionary<string, SortOrder>(StringComparer.Ordinal) { ["_shard_doc"] = new("asc") }],
                    SearchAfter = after,
                    TrackTotalHits = false,
                    DocvalueFields = [Fields.Id, Fields.Version],
                    StoredFields = "_none_",
                }, cancellationToken);
                moment = response.PitId ?? moment;
                foreach (var hit in response.Hits.Hits)
                {
                    yield return (SearchAnswers.IdOf(hit), hit.Fields![Fields.Version][0].GetInt64());
                }
                if (response.Hits.Hits.Count < Page) yield break;
                after = [response.Hits.Hits[^1].Sort![0].GetInt64()];
            }
        }
        finally
        {
            await client.ClosePointInTimeAsync(moment, CancellationToken.None);
        }
    }
}
