using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Marketplace.Search.Analysis;
using Marketplace.Search.Queries;
using Marketplace.Testing.Elasticsearch;

namespace Marketplace.Benchmarks.Searching;

/// <summary>A bare <c>_search</c> over one kept connection: nothing of ours between the query and Elasticsearch that could slow it down.</summary>
internal static class ElasticsearchSide
{
    /// <summary>Null: there is no Elasticsearch beside the checkout.</summary>
    public static async Task<Dictionary<string, Times>?> RunAsync(PatentCorpus corpus, int count, IReadOnlyList<PatentQueries.Query> queries, Analyzer analyzer, CancellationToken ct)
    {
        if (ElasticsearchNode.Tool is null)
        {
            await Console.Error.WriteLineAsync("No Elasticsearch beside the checkout: not compared with.");
            return null;
        }
        await using var node = await ElasticsearchNode.StartAsync("2g");
        using var http = new HttpClient { BaseAddress = node.Address, Timeout = TimeSpan.FromMinutes(10) };
        await FillAsync(http, corpus.Documents(count), analyzer, ct);
        var times = new Dictionary<string, Times>(StringComparer.Ordinal);
        for (var round = 0; round < SearchBench.WarmUps; round++) await AskAsync(http, queries, ct);
        foreach (var kind in queries.GroupBy(query => query.Kind)) times[kind.Key] = new(await AskAsync(http, kind, ct));
        return times;
    }

    public static async Task FillAsync(HttpClient http, IEnumerable<(string Title, string Body)> documents, Analyzer analyzer, CancellationToken ct)
    {
        await SendAsync(http, HttpMethod.Put, "bench", """
            {"settings":{"number_of_shards":1,"number_of_replicas":0,"refresh_interval":"-1"},
             "mappings":{"_source":{"enabled":false},"properties":{"text":{"type":"text","analyzer":"whitespace","index_options":"freqs"}}}}
            """, ct);
        var number = 0;
        foreach (var batch in documents.Chunk(4_000))
        {
            var body = new StringBuilder();
            foreach (var (title, text) in batch)
            {
                var terms = string.Join(' ', analyzer.Terms($"{title}。{title}。{title}。{text}"));
                body.Append(CultureInfo.InvariantCulture, $$$"""{"index":{"_id":"{{{number++}}}"}}""").Append('\n').Append(JsonSerializer.Serialize(new { text = terms })).Append('\n');
            }
            await SendAsync(http, HttpMethod.Post, "bench/_bulk", body.ToString(), ct);
        }
        await SendAsync(http, HttpMethod.Post, "bench/_forcemerge?max_num_segments=1", "", ct);
        await SendAsync(http, HttpMethod.Post, "bench/_refresh", "", ct);
    }

    public static string Asked(PatentQueries.Query query) => JsonSerializer.Serialize(new
    {
        size = 10,
        track_total_hits = true,
        query = new { match = new { text = new { query = string.Join(' ', query.Terms), @operator = query.Mode == WordMode.All ? "and" : "or" } } },
    });

    private static async Task<List<double>> AskAsync(HttpClient http, IEnumerable<PatentQueries.Query> queries, CancellationToken ct)
    {
        var times = new List<double>();
        foreach (var query in queries)
        {
            var asked = Asked(query);
            var started = Stopwatch.GetTimestamp();
            await SendAsync(http, HttpMethod.Post, "bench/_search", asked, ct);
            times.Add(Times.Since(started));
        }
        return times;
    }

    private static async Task SendAsync(HttpClient http, HttpMethod method, string path, string body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        using var answer = await http.SendAsync(request, ct);
        var said = await answer.Content.ReadAsStringAsync(ct);
        if (!answer.IsSuccessStatusCode || said.Contains("\"errors\":true", StringComparison.Ordinal)) throw new InvalidOperationException($"Elasticsearch answered {said[..int.Min(500, said.Length)]}");
    }
}
