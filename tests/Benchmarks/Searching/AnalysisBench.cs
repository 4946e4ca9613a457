using System.Diagnostics;
using System.Text;
using Marketplace.Search.Analysis;
using Marketplace.Testing;

namespace Marketplace.Benchmarks.Searching;

/// <summary>How fast Chinese text becomes terms on one core, and how long the dictionary takes to load.</summary>
internal static class AnalysisBench
{
    public static readonly Bench Bench = new("analysis", Quick: true, "text to terms: speed on one core, time to load", RunAsync);

    private static Task RunAsync(Measures measures, CancellationToken ct)
    {
        var data = Repository.PathOf("data");
        var since = Stopwatch.StartNew();
        var analyzer = Analyzer.Load(data);
        // The program loads once, right after its start: nothing is warm.
        measures.AtMost(150, "analysis.load", since.Elapsed.TotalMilliseconds, "ms");

        var texts = Texts();
        var bytes = texts.Sum(text => (long)Encoding.UTF8.GetByteCount(text));
        var best = TimeSpan.MaxValue;
        var terms = new Count();
        // The first rounds run before the compiler has optimised; of the others the best is what the machine leaves one core.
        for (var round = 0; round < 12; round++)
        {
            ct.ThrowIfCancellationRequested();
            since.Restart();
            foreach (var text in texts) analyzer.Analyze(text, ref terms);
            if (since.Elapsed < best) best = since.Elapsed;
        }
        measures.AtLeast(5, "analysis.speed", bytes / 1e6 / best.TotalSeconds, "MB/s");
        measures.Add("analysis.terms", terms.Terms / 12.0 / bytes * 1000, "per kB");
        return Task.CompletedTask;
    }

    private static List<string> Texts() =>
        [.. File.ReadLines(SharedData.PathOf("patents.tsv")).Skip(1).Select(line => line.Split('\t')).SelectMany(columns => new[] { columns[2], columns[6] })];

    private struct Count : ITermSink
    {
        public long Terms { get; private set; }

        public void Add(ReadOnlySpan<char> term, int position, int start, int end, TermKind kind) => Terms++;
    }
}
