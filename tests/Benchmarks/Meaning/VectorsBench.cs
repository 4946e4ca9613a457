using System.Diagnostics;
using Marketplace.Benchmarks.Searching;
using Marketplace.Matching.Candidates;
using Marketplace.Matching.Encoder;
using Marketplace.Matching.Texts;
using Marketplace.Matching.Vectors;
using Marketplace.Search.Analysis;
using Marketplace.Testing;

namespace Marketplace.Benchmarks.Meaning;

/// <summary>What it costs on one core to make vectors of texts, by the table and by the encoder, and to look through a million of them.</summary>
internal static class VectorsBench
{
    private const int Rounds = 8, Vectors = 1_000_000, Nearest = 400;

    public static readonly Bench Bench = new("vectors", Quick: false, "texts to vectors, by the table and by the encoder, and the nearest of a million (half a minute, 1 GB)", RunAsync);

    private static Task RunAsync(Measures measures, CancellationToken ct)
    {
        var data = Repository.PathOf("data");
        var since = Stopwatch.StartNew();
        var table = TermTable.Load(Path.Combine(data, "vectors"));
        measures.Add("vectors.table.load", since.Elapsed.TotalMilliseconds, "ms");
        since.Restart();
        var encoder = SentenceEncoder.Load(Path.Combine(data, "encoder"));
        measures.Add("vectors.encoder.load", since.Elapsed.TotalMilliseconds, "ms");

        var rows = File.ReadLines(SharedData.PathOf("patents.tsv")).Skip(1).Select(line => line.Split('\t')).ToList();
        var vectors = new TermVectors(new Segmenter(Lexicon.Load(Path.Combine(data, "dictionary", "words.bin"))), table);
        var texts = rows.Select(row => row[6]).Where(text => text.Length >= 60).Select(text => text[10..50]).ToList();
        measures.AtLeast(50_000, "vectors.table.texts", texts.Count / Best(() => texts.ForEach(text => vectors.Of(text))).TotalSeconds, "texts of 40 characters a second");
        Encode(measures, encoder, [.. rows.Select(row => row[2]).Take(300)]);
        ct.ThrowIfCancellationRequested();
        Look(measures, [.. texts.Take(2000).Select(text => Quantised.Of(vectors.Of(text)))]);
        return Task.CompletedTask;
    }

    private static void Encode(Measures measures, SentenceEncoder encoder, List<string> titles)
    {
        titles.ForEach(title => encoder.Of(title));
        var times = new Times([.. titles.Select(title => Best(() => encoder.Of(title), 2).TotalMilliseconds)]);
        measures.AtMost(6, "vectors.encoder.title.p50", times.P50, "ms");
        measures.Add("vectors.encoder.title.p99", times.P99, "ms");
        measures.Add("vectors.encoder.title.length", titles.Average(title => title.Length), "characters");
        measures.Add("vectors.encoder.titles", titles.Count / Best(() => encoder.Of(titles), 3).TotalSeconds, "titles a second, together");
    }

    private static void Look(Measures measures, List<Quantised> known)
    {
        var index = new CandidateIndex<int, Vector> { Processors = 1 };
        for (var i = 0; i < Vectors; i++) index.Set(new(i, known[i % known.Count]));
        var weights = new CandidateWeights(0, 1);
        var asking = new CandidateQuery(SparseWords.None, known[7], 1, Nearest);
        measures.AtMost(20, "vectors.scan.million", Best(() => index.Search([asking], weights)).TotalMilliseconds, "ms");
        // Many at once, as a full re-match asks: vectors come from memory once for all of them.
        var many = known.Take(64).Select(vector => asking with { Terms = vector }).ToList();
        measures.Add("vectors.scan.million.together", Best(() => index.Search(many, weights), 2).TotalMilliseconds / many.Count, "ms each, 64 at once");
    }

    private sealed record Vector(int Key, Quantised Terms) : IReadable<int>
    {
        public SparseWords Words => SparseWords.None;
        public uint Forms => 1;
    }

    private static TimeSpan Best(Action work, int rounds = Rounds)
    {
        var best = TimeSpan.MaxValue;
        for (var round = 0; round < rounds; round++)
        {
            var since = Stopwatch.GetTimestamp();
            work();
            if (Stopwatch.GetElapsedTime(since) is var took && took < best) best = took;
        }
        return best;
    }
}
