using System.Diagnostics;
using System.Globalization;
using Marketplace.Search.Analysis;
using Marketplace.Search.Documents;
using Marketplace.Search.Embedded;
using Marketplace.Search.Queries;
using Marketplace.Testing;

namespace Marketplace.Benchmarks.Searching;

internal static class EmbeddedSide
{
    public static async Task<Dictionary<string, Times>> RunAsync(Measures measures, PatentCorpus corpus, int count, IReadOnlyList<PatentQueries.Query> queries, Analyzer analyzer, string end, CancellationToken ct)
    {
        var schema = new IndexSchema { Name = "bench", Version = 1, Texts = [new("text")], Columns = [] };
        using var engine = new EmbeddedEngine(schema, analyzer);
        var started = Stopwatch.GetTimestamp();
        await engine.RebuildAsync(corpus.Documents(count).Select(Document).ToAsyncEnumerable(), ct);
        measures.Add($"search.build{end}", Times.Since(started) / 1000, "s");
        measures.AtMost(1_500, $"search.memory{end}", engine.IndexBytes / (double)count, "bytes a document");
        SaveAndLoad(measures, engine, schema, analyzer, end);

        var times = new Dictionary<string, Times>(StringComparer.Ordinal);
        for (var round = 0; round < SearchBench.WarmUps; round++) Ask(engine, queries);
        foreach (var kind in queries.GroupBy(query => query.Kind)) times[kind.Key] = new(Ask(engine, kind));
        await UpdateAsync(measures, engine, corpus, count, end, ct);
        return times;
    }

    public static SearchDocument Document((string Title, string Body) text, int number) => new()
    {
        Id = number.ToString("D8", CultureInfo.InvariantCulture),
        Version = 1,
        Texts = new Dictionary<string, string> { ["text"] = $"{text.Title}。{text.Title}。{text.Title}。{text.Body}" },
    };

    private static List<double> Ask(EmbeddedEngine engine, IEnumerable<PatentQueries.Query> queries)
    {
        var times = new List<double>();
        foreach (var query in queries)
        {
            var asked = new EngineQuery { Words = query.Words };
            var started = Stopwatch.GetTimestamp();
            var answer = engine.Search(asked);
            times.Add(Times.Since(started));
            if (answer.Cut) throw new InvalidOperationException("A query was cut: its time says nothing.");
        }
        return times;
    }

    private static void SaveAndLoad(Measures measures, EmbeddedEngine engine, IndexSchema schema, Analyzer analyzer, string end)
    {
        using var folder = new TemporaryFolder();
        var file = folder.In("index");
        var started = Stopwatch.GetTimestamp();
        engine.Save(file, "bench");
        measures.AtMost(5, $"search.save{end}", Times.Since(started) / 1000, "s");
        started = Stopwatch.GetTimestamp();
        EmbeddedEngine.Load(file, schema, analyzer).Engine.Dispose();
        measures.AtMost(5, $"search.load{end}", Times.Since(started) / 1000, "s");
    }

    /// <summary>From handing a change over until a search finds it, fifty a second, on the full index.</summary>
    private static async Task UpdateAsync(Measures measures, EmbeddedEngine engine, PatentCorpus corpus, int count, string end, CancellationToken ct)
    {
        var times = new List<double>();
        using var clock = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        foreach (var (text, number) in corpus.Documents(500).Select((text, number) => (text, number)))
        {
            await clock.WaitForNextTickAsync(ct);
            var marked = $"marked{number}";
            var document = Document((text.Title, $"{text.Body}。 {marked}"), number * (count / 500)) with { Version = 2 };
            var query = new EngineQuery { Words = new() { Wanted = [new(marked)] } };
            var started = Stopwatch.GetTimestamp();
            await engine.ApplyAsync([IndexChange.Put(document)], ct);
            if (engine.Search(query).Total != 1) throw new InvalidOperationException("A change was not visible.");
            times.Add(Times.Since(started));
        }
        measures.AtMost(10, $"search.visible.p99{end}", new Times(times).P99, "ms");
    }
}
