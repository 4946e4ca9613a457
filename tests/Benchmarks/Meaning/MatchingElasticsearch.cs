using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Marketplace.Benchmarks.Searching;
using Marketplace.Matching.Scoring;
using Marketplace.Search.Analysis;
using Marketplace.Testing.Elasticsearch;

namespace Marketplace.Benchmarks.Meaning;

/// <summary>One <c>_msearch</c> of the needs' words: what Elasticsearch takes for the words alone.</summary>
internal static class MatchingElasticsearch
{
    public static async Task RunAsync(Measures measures, PatentCorpus corpus, int count, IReadOnlyList<MatchableNeed<int>> needs, Analyzer analyzer, double ours, CancellationToken ct)
    {
        if (ElasticsearchNode.Tool is null)
        {
            await Console.Error.WriteLineAsync("No Elasticsearch beside the checkout: not compared with.");
            return;
        }
        await using var node = await ElasticsearchNode.StartAsync("2g");
        using var http = new HttpClient { BaseAddress = node.Address, Timeout = TimeSpan.FromMinutes(10) };
        await ElasticsearchSide.FillAsync(http, corpus.Documents(count), analyzer, ct);
        var body = new StringBuilder();
        foreach (var need in needs)
        {
            var words = string.Join(' ', PatentQueries.TermsOf(analyzer, $"{need.Facts.Title} {need.Facts.Text}"));
            body.Append("{\"index\":\"bench\"}\n").Append(JsonSerializer.Serialize(new { size = 50, track_total_hits = true, query = new { match = new { text = words } } })).Append('\n');
        }
        var best = double.MaxValue;
        for (var round = 0; round < 2; round++)
        {
            var started = Stopwatch.GetTimestamp();
            using var content = new StringContent(body.ToString(), Encoding.UTF8, "application/x-ndjson");
            using var answer = await http.PostAsync(new Uri("_msearch?max_concurrent_searches=1", UriKind.Relative), content, ct);
            var said = await answer.Content.ReadAsStringAsync(ct);
            if (!answer.IsSuccessStatusCode || said.Contains("\"error\"", StringComparison.Ordinal)) throw new InvalidOperationException($"Elasticsearch answered {said[..int.Min(500, said.Length)]}");
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
        measures.Add("matching.rematch.elasticsearch", best, "s", "words alone, one _msearch");
        measures.AtLeast(3, "matching.rematch.times", best / ours, "Elasticsearch / ours");
    }
}
