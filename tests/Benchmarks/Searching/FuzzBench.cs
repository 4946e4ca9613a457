using System.Diagnostics;
using System.Globalization;
using System.Text;
using Marketplace.Search.Analysis;
using Marketplace.Search.Embedded;
using Marketplace.Search.Queries;
using Marketplace.Testing;

namespace Marketplace.Benchmarks.Searching;

/// <summary>A million queries nobody would type, from parsing to highlights: none may throw, none may take long.</summary>
internal static class FuzzBench
{
    private const int Queries = 1_000_000;
    private const int Documents = 20_000;

    private static readonly string[] s_pieces =
    [
        "锂电池", "隔膜", "的", "一种", "节水灌溉", "A01G*", "ipc:", "holder:", "ipc:H01M", "-", "--", "\"", "“", "”", "「", " ", "　", "\t", "\n", "\0", "😀", "\uD83D", "\uDE00", "e\u0301", "\u200B", "\u202E",
        "LiFePO4", "5G", "3.7V", "GB/T 4754", "ZL201710601862.3", "(((((", "a{99999}", "%00", "<b>", "&amp;", "';--", "\\", "*", "?", "~", "^", ":", "：", "ئۇيغۇر", "Қазақ", "ᠮᠣᠩᠭᠣᠯ", "１２３", "ＡＢＣ", "電池",
    ];

    public static readonly Bench Bench = new("fuzz", Quick: false, "a million random queries, from parsing to highlights", RunAsync);

    private static async Task RunAsync(Measures measures, BenchOptions options, CancellationToken ct)
    {
        var analyzer = Analyzer.Load(Repository.PathOf("data"));
        var corpus = new PatentCorpus(analyzer, SharedData.PathOf("patents.tsv"));
        using var engine = new EmbeddedEngine(Pages.Schema, analyzer);
        await engine.RebuildAsync(corpus.Documents(Documents).Select(Pages.Document).ToAsyncEnumerable(), ct);
        var searcher = new Searcher(engine, analyzer);
        var random = new Random(1);
        var (slowest, cut, refused) = (0.0, 0, 0);
        for (var asked = 0; asked < Queries; asked++)
        {
            if (asked % 1000 == 0) ct.ThrowIfCancellationRequested();
            var request = Random(random, corpus);
            try
            {
                var started = Stopwatch.GetTimestamp();
                var outcome = await searcher.SearchAsync(request, ct);
                slowest = double.Max(slowest, Times.Since(started));
                if (outcome.Fault is not null) refused++;
                else if (outcome.Value!.Cut) cut++;
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                throw new InvalidOperationException($"Query {asked}, \"{Convert.ToHexString(Encoding.Unicode.GetBytes(request.Text))}\" in UTF-16, broke.", fault);
            }
        }
        measures.Add("fuzz.queries", Queries, "queries", "none threw");
        measures.Add("fuzz.slowest", slowest, "ms");
        measures.Add("fuzz.cut", cut, "queries");
        measures.Add("fuzz.refused", refused, "queries");
    }

    private static SearchRequest Random(Random random, PatentCorpus corpus) => new()
    {
        Text = Text(random, corpus),
        Mode = (WordMode)random.Next(2),
        Filters = random.Next(3) > 0 ? [] : [random.Next(3) switch
        {
            0 => new AnyValue("holder", [Text(random, corpus), "holder 3"]),
            1 => new Beginning("ipc", Text(random, corpus)),
            _ => new Between("year", random.Next(2) == 0 ? null : random.NextInt64(), random.Next(2) == 0 ? null : 2000 + random.Next(30)),
        }],
        Facets = random.Next(4) == 0 ? [new("kind"), new("ipc", random.Next(-1, 50))] : [],
        Order = random.Next(5) == 0 ? new("year", random.Next(2) == 0) : null,
        Size = random.Next(8) == 0 ? random.Next(-5, 200) : 10,
        After = random.Next(8) == 0 ? Text(random, corpus) : null,
        Highlights = [new("title"), new("abstract", random.Next(1, 200))],
    };

    private static string Text(Random random, PatentCorpus corpus)
    {
        var text = new StringBuilder();
        for (var left = random.Next(8); left > 0; left--)
        {
            switch (random.Next(5))
            {
                case 0:
                    var sentence = corpus.Sentences[random.Next(corpus.Sentences.Count)].Text;
                    var start = random.Next(sentence.Length);
                    text.Append(sentence, start, random.Next(sentence.Length - start));
                    break;
                case 1:
                    text.Append((char)random.Next(char.MaxValue + 1));
                    break;
                case 2:
                    text.Append(CultureInfo.InvariantCulture, $"{random.Next(1_000_000)}");
                    break;
                default:
                    text.Append(s_pieces[random.Next(s_pieces.Length)]);
                    break;
            }
        }
        return text.ToString();
    }
}
