using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Marketplace.Benchmarks.Searching;
using Marketplace.Matching.Candidates;
using Marketplace.Matching.Factors;
using Marketplace.Matching.Scoring;
using Marketplace.Matching.Texts;
using Marketplace.Matching.Vectors;
using Marketplace.Search.Analysis;
using Marketplace.Testing;

namespace Marketplace.Benchmarks.Meaning;

/// <summary>
/// One need against all offers, all needs against all offers with reasons for the best fifty, and one changed offer against all needs; Elasticsearch's answer to the words of the
/// same needs in the same run. Then the whole program: how soon a new offer is among the matches of a need.
/// </summary>
internal static class MatchingBench
{
    private const int Offers = 200_000, Needs = 1_000, Encoded = 1_000;

    public static readonly Bench Bench = new("matching", Quick: false, "needs against offers, alone, all together and after a change; Elasticsearch for the words alone; the whole program (ten minutes, 4 GB)", RunAsync);

    private static readonly DateOnly s_today = new(2026, 11, 22);

    private static async Task RunAsync(Measures measures, BenchOptions options, CancellationToken ct)
    {
        var count = options.Documents ?? Offers;
        var end = options.Documents is null ? "" : string.Create(CultureInfo.InvariantCulture, $".{count}");
        var analyzer = Analyzer.Load(Repository.PathOf("data"));
        var corpus = new PatentCorpus(analyzer, SharedData.PathOf("patents.tsv"));
        var model = TextModel.Load(Repository.PathOf("data"), analyzer);
        var ranker = new Ranker(Weights.Load(Repository.PathOf(Path.Combine("data", "matching", "weights.json"))), model.Vocabulary);

        var contexts = model.Encoder!.Of([.. corpus.Titles.Take(Encoded).Select(title => title.Text)]).Select(vector => Quantised.Of(vector)).ToList();
        var needs = MatchingNeeds.Make(corpus, Needs).Select((need, place) => new MatchableNeed<int>(place, Facts(place) with { Title = need.Title, Text = need.Text },
            NeedText.Of(need.Title, need.Text, model, Long(contexts[place % Encoded])), (ulong)place)).ToList();
        var index = new CandidateIndex<int, MatchableOffer<int>>();
        var since = Stopwatch.GetTimestamp();
        foreach (var part in corpus.Documents(count).Index().Chunk(10_000))
        {
            var read = new MatchableOffer<int>[part.Length];
            Parallel.For(0, part.Length, i => read[i] = Offer(part[i].Index, OfferText.Of(part[i].Item.Title, part[i].Item.Body, null, model), contexts[part[i].Index % Encoded]));
            foreach (var offer in read) index.Set(offer);
        }
        measures.Add($"matching.load{end}", Stopwatch.GetElapsedTime(since).TotalSeconds, "s", "reading all offers, two processors");
        measures.Add($"matching.memory{end}", GC.GetTotalMemory(forceFullCollection: true) / (double)count, "bytes an offer, everything in the process counted");

        Alone(measures, ranker, index, needs, end);
        var rematch = Together(measures, ranker, index, needs, end);
        Changed(measures, ranker, index, needs, contexts, corpus, model, end);
        if (options.Documents is not null) return;
        await MatchingElasticsearch.RunAsync(measures, corpus, count, needs, analyzer, rematch, ct);
        await MatchingVisible.RunAsync(measures, corpus, count, ct);
    }

    private static void Alone(Measures measures, Ranker ranker, CandidateIndex<int, MatchableOffer<int>> index, IReadOnlyList<MatchableNeed<int>> needs, string end)
    {
        foreach (var need in needs.Take(50)) One(need);
        var times = new Times(needs.Select(need =>
        {
            var started = Stopwatch.GetTimestamp();
            One(need);
            return Times.Since(started);
        }));
        if (end.Length == 0) measures.AtMost(8, "matching.one.p50", times.P50, "ms");
        else measures.Add("matching.one.p50" + end, times.P50, "ms");
        measures.Add($"matching.one.p99{end}", times.P99, "ms");

        void One(MatchableNeed<int> need)
        {
            foreach (var match in ranker.ForNeeds(index, [need], (_, _) => true, Ranker.Kept, s_today)[0]) ranker.Explain(match, s_today);
        }
    }

    /// <summary>As the program does it: in pieces, on two processors, with reasons for each of the best fifty.</summary>
    private static double Together(Measures measures, Ranker ranker, CandidateIndex<int, MatchableOffer<int>> index, IReadOnlyList<MatchableNeed<int>> needs, string end)
    {
        var best = double.MaxValue;
        var reasons = 0L;
        for (var round = 0; round < 3; round++)
        {
            var started = Stopwatch.GetTimestamp();
            foreach (var piece in needs.Chunk(16))
            {
                var found = ranker.ForNeeds(index, piece, (_, _) => true, Ranker.Kept, s_today);
                Parallel.ForEach(found.SelectMany(matches => matches), match => Interlocked.Add(ref reasons, JsonSerializer.SerializeToUtf8Bytes(ranker.Explain(match, s_today)).Length));
            }
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
        if (end.Length == 0) measures.AtMost(8, "matching.rematch", best, "s");
        else measures.Add("matching.rematch" + end, best, "s");
        return best;
    }

    /// <summary>What one changed offer costs: reading it, putting it in, and looking at all needs; how many offers there are beside it should not matter.</summary>
    private static void Changed(
        Measures measures, Ranker ranker, CandidateIndex<int, MatchableOffer<int>> index, IReadOnlyList<MatchableNeed<int>> needs, List<Quantised> contexts, PatentCorpus corpus, TextModel model, string end)
    {
        var all = new CandidateIndex<int, MatchableNeed<int>>();
        foreach (var need in needs) all.Set(need);
        var times = new List<double>();
        foreach (var (place, (title, body)) in corpus.Documents(1_000).Index())
        {
            var started = Stopwatch.GetTimestamp();
            var offer = Offer(place, OfferText.Of(title, body, null, model), contexts[place % Encoded]);
            index.Set(offer);
            foreach (var candidate in all.Search([Ranker.Asking(offer, 500)], ranker.Weights.ForCandidates)[0]) ranker.Rank(candidate.Item, offer, s_today);
            times.Add(Times.Since(started));
        }
        measures.Add($"matching.changed.p50{end}", new Times(times).P50, "ms", "one changed offer against 1,000 needs");
    }

    private static Quantised Long(Quantised vector) => new(vector.Bytes, vector.Scale * 0.9f);

    private static NeedFacts Facts(int place) => new()
    {
        Title = "",
        Industry = place % 3 == 0 ? null : "357",
        BudgetTo = place % 2 == 0 ? null : 20_000 * (1 + place % 9),
        MaturityLeast = 3 + place % 6,
        Chains = place % 4 == 0 ? ["农机装备"] : [],
        RegionPath = "/650000/652700/652701/",
    };

    private static MatchableOffer<int> Offer(int place, OfferText text, Quantised context) => new(place, new()
    {
        Ipc = ["A01B43/00"],
        Industries = [new("357", 0.6), new("01", 0.2)],
        Chains = place % 5 == 0 ? ["农机装备"] : [],
        Forms = (Matching.Factors.Forms)(1 << place % 7),
        Fee = place % 3 == 0 ? FeeKind.Free : FeeKind.Fixed,
        FeeYuan = 10_000 * (place % 50),
        Maturity = 1 + place % 9,
        RegionPaths = [place % 2 == 0 ? "/650000/652700/652722/" : "/110000/110108/"],
        LastDay = s_today.AddDays(place % 7_000),
        Examined = place % 2 == 0,
        StatusOn = s_today.AddDays(-(place % 700)),
        ConfirmedOn = s_today.AddDays(-(place % 400)),
    }, text, context, (ulong)place);
}

/// <summary>Needs as long as those of the labelled set: a title, and two or three sentences of one place.</summary>
internal static class MatchingNeeds
{
    private const int Characters = 160;

    public static IEnumerable<(string Title, string Text)> Make(PatentCorpus corpus, int count)
    {
        var random = new Random(66);
        for (var i = 0; i < count; i++)
        {
            var text = new StringBuilder();
            for (var at = random.Next(corpus.Sentences.Count); text.Length < Characters; at = (at + 1) % corpus.Sentences.Count) text.Append(corpus.Sentences[at].Text).Append('。');
            yield return (corpus.Titles[random.Next(corpus.Titles.Count)].Text, text.ToString());
        }
    }
}
