using System.Diagnostics;
using System.Globalization;
using Marketplace.Search.Analysis;
using Marketplace.Testing;

namespace Marketplace.Benchmarks.Searching;

/// <summary>The same documents and the same queries, as terms, put to three engines in one run: ours, Elasticsearch over HTTP, PostgreSQL full text.</summary>
internal static class SearchBench
{
    /// <summary>What the measures' plain names stand for.</summary>
    private const int Documents = 200_000;
    private const int QueriesOfAKind = 1_000;

    /// <summary>How often all queries are asked before they are timed, of both engines that compile while they run.</summary>
    public const int WarmUps = 3;

    /// <summary>The bounds of the issue, milliseconds, and how much of Elasticsearch's time may be taken.</summary>
    private static readonly (string Kind, double P50, double OfElasticsearch)[] s_kinds = [("keyword", 0.06, 12), ("phrase", 0.6, 8), ("need", 4, 5)];

    public static readonly Bench Bench = new("search", Quick: false, "this engine, Elasticsearch and PostgreSQL on the same documents and queries", RunAsync);

    private static async Task RunAsync(Measures measures, BenchOptions options, CancellationToken ct)
    {
        var documents = options.Documents ?? Documents;
        var end = options.Documents is null ? "" : string.Create(CultureInfo.InvariantCulture, $".{documents}");
        var analyzer = Analyzer.Load(Repository.PathOf("data"));
        var corpus = new PatentCorpus(analyzer, SharedData.PathOf("patents.tsv"));
        var queries = PatentQueries.Make(corpus, analyzer, QueriesOfAKind);
        if (options.Dump is not null) await Dump.WriteAsync(options.Dump, corpus.Documents(documents), queries, analyzer, ct);

        var embedded = await EmbeddedSide.RunAsync(measures, corpus, documents, queries, analyzer, end, ct);
        await Pages.RunAsync(measures, corpus, documents, queries, analyzer, end, ct);
        // Beyond the usual size the others would take the machine for an hour; how ours grows is the question then.
        var elasticsearch = documents > Documents ? null : await ElasticsearchSide.RunAsync(corpus, documents, queries, analyzer, ct);
        var postgres = documents > Documents ? null : await PostgresSide.RunAsync(corpus, documents, queries, analyzer, ct);

        foreach (var (kind, bound, times) in s_kinds)
        {
            Print("embedded", embedded[kind], kind);
            if (elasticsearch is not null)
            {
                Print("elasticsearch", elasticsearch[kind], kind);
                measures.AtLeast(times, $"search.elasticsearch.{kind}.times{end}", elasticsearch[kind].P50 / embedded[kind].P50, "p50 of Elasticsearch / p50 of this engine");
            }
            if (postgres is not null)
            {
                Print("postgresql", postgres[kind], kind);
                measures.AtLeast(50, $"search.postgresql.{kind}.times{end}", embedded[kind].PerSecond / postgres[kind].PerSecond, "throughput of this engine / of PostgreSQL");
            }

            void Print(string engine, Times times, string of)
            {
                if (engine == "embedded" && end.Length == 0) measures.AtMost(bound, $"search.{engine}.{of}.p50", times.P50, "ms");
                else measures.Add($"search.{engine}.{of}.p50{end}", times.P50, "ms");
                measures.Add($"search.{engine}.{of}.p99{end}", times.P99, "ms");
                measures.Add($"search.{engine}.{of}.qps{end}", times.PerSecond, "1/s", "one thread");
            }
        }
    }
}

/// <summary>What each query took, milliseconds.</summary>
internal sealed class Times(IEnumerable<double> milliseconds)
{
    private readonly double[] sorted = [.. milliseconds.Order()];

    public double P50 => sorted[sorted.Length / 2];

    public double P99 => sorted[sorted.Length * 99 / 100];

    public double PerSecond => 1000 * sorted.Length / sorted.Sum();

    public static double Since(long started) => Stopwatch.GetElapsedTime(started).TotalMilliseconds;
}
