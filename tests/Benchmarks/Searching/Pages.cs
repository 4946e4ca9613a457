using System.Diagnostics;
using System.Globalization;
using Marketplace.Search.Analysis;
using Marketplace.Search.Documents;
using Marketplace.Search.Embedded;
using Marketplace.Search.Queries;

namespace Marketplace.Benchmarks.Searching;

/// <summary>What a page of results costs: the words as typed, several texts, a filter now and then, eight facets, highlights in title and abstract.</summary>
internal static class Pages
{
    private static readonly string[] s_facets = ["kind", "status", "ipc", "industry", "holder", "region", "form", "fee"];

    public static IndexSchema Schema { get; } = new()
    {
        Name = "pages",
        Version = 1,
        Texts = [new("title", 3), new("abstract"), new("holder", 2)],
        Columns = [.. s_facets.Select(facet => new Column(facet, ColumnKind.Values)), new Column("year", ColumnKind.Number)],
        Prefixes = new Dictionary<string, string> { ["ipc"] = "ipc", ["holder"] = "holder" },
    };

    /// <summary>Values as unevenly spread as real ones: a few are frequent, most are rare.</summary>
    public static SearchDocument Document((string Title, string Body) text, int number)
    {
        var random = new Random(number);
        return new()
        {
            Id = number.ToString("D8", CultureInfo.InvariantCulture),
            Version = 1,
            Texts = new Dictionary<string, string> { ["title"] = text.Title, ["abstract"] = text.Body, ["holder"] = $"第{Uneven(5_000)}研究院" },
            Values = new Dictionary<string, IReadOnlyList<string>>
            {
                ["kind"] = [Pick("kind", 3)],
                ["status"] = [Pick("status", 7)],
                ["ipc"] = [Symbol(), Symbol()],
                ["industry"] = [Pick("industry", 97)],
                ["holder"] = [Pick("holder", 5_000)],
                ["region"] = [Pick("region", 340)],
                ["form"] = [Pick("form", 6)],
                ["fee"] = [Pick("fee", 8)],
            },
            Numbers = new Dictionary<string, long> { ["year"] = 2005 + random.Next(20) },
        };

        int Uneven(int below) => (int)(below * Math.Pow(random.NextDouble(), 3));
        string Pick(string what, int below) => string.Create(CultureInfo.InvariantCulture, $"{what} {Uneven(below)}");
        string Symbol() => string.Create(CultureInfo.InvariantCulture, $"{(char)('A' + Uneven(8))}{Uneven(99):D2}{(char)('A' + Uneven(20))}{Uneven(60)}/00");
    }

    public static async Task RunAsync(Measures measures, PatentCorpus corpus, int count, IReadOnlyList<PatentQueries.Query> queries, Analyzer analyzer, string end, CancellationToken ct)
    {
        using var engine = new EmbeddedEngine(Schema, analyzer);
        await engine.RebuildAsync(corpus.Documents(count).Select(Document).ToAsyncEnumerable(), ct);
        var searcher = new Searcher(engine, analyzer);
        var asked = queries.Where(query => query.Kind != "need").ToList();
        for (var round = 0; round < SearchBench.WarmUps; round++) await AskAsync(searcher, asked, ct);
        foreach (var kind in asked.GroupBy(query => query.Kind))
        {
            var times = new Times(await AskAsync(searcher, kind, ct));
            measures.AtMost(1, $"search.page.{kind.Key}.p50{end}", times.P50, "ms");
            measures.AtMost(5, $"search.page.{kind.Key}.p99{end}", times.P99, "ms");
        }
    }

    private static async Task<List<double>> AskAsync(Searcher searcher, IEnumerable<PatentQueries.Query> queries, CancellationToken ct)
    {
        var times = new List<double>();
        foreach (var (query, number) in queries.Select((query, number) => (query, number)))
        {
            var request = new SearchRequest
            {
                Text = string.Join(' ', query.Terms),
                Mode = query.Mode,
                Facets = [.. s_facets.Select(facet => new FacetRequest(facet))],
                Filters = (number % 4) switch { 0 => [new AnyValue("kind", ["kind 0"])], 1 => [new Beginning("ipc", "A"), new Between("year", 2015, null)], _ => [] },
                Highlights = [new("title"), new("abstract", 120)],
            };
            var started = Stopwatch.GetTimestamp();
            var outcome = await searcher.SearchAsync(request, ct);
            times.Add(Times.Since(started));
            if (outcome.Value is not { Cut: false }) throw new InvalidOperationException($"{outcome.Fault} on {request.Text}: its time says nothing.");
        }
        return times;
    }
}
