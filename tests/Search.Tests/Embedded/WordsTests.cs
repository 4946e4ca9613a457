using Marketplace.Search.Embedded;
using Marketplace.Search.Queries;
using Shouldly;
using Xunit;

namespace Marketplace.Search.Tests.Embedded;

/// <summary>Both ways of finding documents with words, over several windows, against a look at every document.</summary>
public sealed class WordsTests
{
    // More than a window, and no whole number of anything.
    private const int Documents = 16_777;

    // From half of all documents, which has a column, to a handful.
    private static readonly int[] s_oneIn = [2, 3, 7, 9, 60, 70, 900, 5_000];

    // Each test its own: in a mutation run one process sees many changes of the program, and must not keep what another change has made.
    private readonly Lazy<World> _world = new(() => new World());

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 4)];

    [Theory, MemberData(nameof(Seeds))]
    public void They_find_count_and_rank_what_a_look_at_everything_does(int seed)
    {
        var random = new Random(seed);
        for (var query = 0; query < 8; query++)
        {
            var asked = Asked.Random(random);
            Compare(asked with { All = false }, (scan, words) => new WindowSearch(scan, words, all: false).Run());
            Compare(asked with { All = true }, (scan, words) => new WindowSearch(scan, words, all: true).Run());
            Compare(asked with { All = true }, Conjunction.Run);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Pages_join(bool all)
    {
        var asked = new Asked { Words = [[0], [2, 4]], All = all, Size = all ? 300 : 3_000 };
        var pages = new List<(float, int)>();
        for (var page = 0; page < 30; page++)
        {
            var hits = Compare(asked, (scan, words) => new WindowSearch(scan, words, all).Run());
            pages.AddRange(hits);
            if (hits.Count == 0) break;
            asked = asked with { After = new(hits[^1].Score, null, HandMade.IdOf(hits[^1].Document)) };
        }
        pages.Count.ShouldBeGreaterThan(all ? 600 : 6_000);
        pages.Distinct().Count().ShouldBe(pages.Count);
    }

    [Fact]
    public void A_spent_budget_ends_windows_after_the_one_that_spent_it()
    {
        var scan = _world.Value.Scan(new() { Words = [[0]] }, new(TimeSpan.Zero), out var words);

        new WindowSearch(scan, words, all: false).Run();

        scan.Total.ShouldBe(_world.Value.Frequencies[0].Take(1 << 14).Count(frequency => frequency > 0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(6)]
    public void Windows_cost_what_docs_say(int term)
    {
        var effort = new Effort(TimeSpan.FromMilliseconds(1));
        var scan = _world.Value.Scan(new() { Words = [[term]] }, effort, out var words);

        new WindowSearch(scan, words, all: false).Run();

        // A window costs its share of sums; a column a step for 32 documents, a list a step for each posting and four to find it.
        const int Windows = 2 * ((1 << 14) / 16);
        var lists = words[0][0].Column is null ? words[0][0].Count + 2 * 4 : 512 + (Documents - 16_384) / 32;
        HandMade.Rest(effort).ShouldBe(1_000_000 - Windows - lists);
    }

    [Theory]
    [InlineData(1_057, 0, true)]
    [InlineData(1_058, 0, false)]
    [InlineData(10, 310, false)]
    [InlineData(10, 311, true)]
    [InlineData(311, 10, true)]
    [InlineData(100, 100, false)]
    public void One_rare_word_among_frequent_ones_is_worth_starting_from(int one, int other, bool pays)
    {
        int[] counts = other == 0 ? [one] : [one, other];
        var snapshot = HandMade.Snapshot(HandMade.Segment([.. Enumerable.Repeat(5, 1_100)], [.. counts.Select(count => Enumerable.Range(0, 1_100).Select(document => document < count ? 1 : 0).ToArray())]));

        Conjunction.Pays([.. counts.Select((_, term) => new[] { HandMade.List(snapshot, term) })]).ShouldBe(pays);
    }

    /// <summary>Returns the hits both agree on.</summary>
    private List<(float Score, int Document)> Compare(Asked asked, Action<SegmentScan, PostingList[][]> search)
    {
        var world = _world.Value;
        var scan = world.Scan(asked, new(TimeSpan.FromMinutes(1)), out var words);
        search(scan, words);

        var (fitting, hits) = world.Look(asked, words);
        var said = asked.ToString();
        scan.Total.ShouldBe(fitting.LongCount(document => asked.Filtered is null || Bits.Has(asked.Filtered, document)), said);
        if (scan.Matched is not null) Enumerable.Range(0, Documents).Where(document => Bits.Has(scan.Matched, document)).ShouldBe(fitting, said);
        var found = scan.Hits is null ? [] : scan.Hits.Hits.ToArray().Select(hit => (TopHits.ScoreOf(hit.Key), hit.Document)).ToList();
        found.ShouldBe(hits, said);
        return hits;
    }

    /// <summary>The words as terms of texts, and the rest of a query.</summary>
    private sealed record Asked
    {
        public required int[][] Words { get; init; }
        public bool All { get; init; }
        public int Size { get; init; } = 10;
        public Place? After { get; init; }
        public ulong[]? Eligible { get; init; }
        public ulong[]? Filtered { get; init; }
        public bool Counted { get; init; }

        /// <summary>How many times longer texts have become since the segment was made.</summary>
        public double Moved { get; init; } = 1;

        public static Asked Random(Random random) => new()
        {
            Words = [.. Enumerable.Range(0, 1 + random.Next(4)).Select(_ => Enumerable.Range(0, 1 + random.Next(3)).Select(_ => random.Next(s_oneIn.Length)).Distinct().ToArray())],
            Size = new[] { 0, 1, 3, 10, 100, 1_000 }[random.Next(6)],
            After = random.Next(3) == 0 ? new((float)(random.NextDouble() * 2), null, HandMade.IdOf(random.Next(Documents))) : null,
            Eligible = random.Next(2) == 0 ? Some(random) : null,
            Filtered = random.Next(2) == 0 ? Some(random) : null,
            Counted = random.Next(2) == 0,
            Moved = new[] { 1, 0.5, 0.9, 1.3, 3 }[random.Next(5)],
        };

        private static ulong[] Some(Random random)
        {
            var bits = new ulong[Bits.WordsFor(Documents)];
            random.NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(bits.AsSpan()));
            bits[^1] &= (1UL << (Documents & 63)) - 1;
            return bits;
        }
    }

    private sealed class World
    {
        private readonly Segment _segment;
        private readonly int[] _lengths;

        public World()
        {
            var random = new Random(5);
            _lengths = [.. Enumerable.Range(0, Documents).Select(_ => 1 + random.Next(120))];
            Frequencies = [.. s_oneIn.Select(oneIn => Enumerable.Range(0, Documents).Select(_ => random.Next(oneIn) > 0 ? 0 : random.Next(50) == 0 ? 300 : 1 + random.Next(4)).ToArray())];
            _segment = HandMade.Segment(_lengths, Frequencies);
        }

        public int[][] Frequencies { get; }

        public SegmentScan Scan(Asked asked, Effort effort, out PostingList[][] words)
        {
            var size = _segment.Texts[0].Size;
            var snapshot = new Snapshot(HandMade.Schema, [new(_segment, null, 0, [size with { TotalLength = (long)(size.TotalLength * asked.Moved) }])]);
            words = [.. asked.Words.Select((word, i) => word.Select(term => HandMade.List(snapshot, term, 0.3f + (term + i) % 5)).ToArray())];
            return HandMade.Scan(snapshot, asked.Size == 0 ? null : new(asked.Size, snapshot, asked.After, null), effort, asked.Eligible, asked.Filtered, asked.Counted ? new ulong[Bits.WordsFor(Documents)] : null);
        }

        public (List<int> Fitting, List<(float Score, int Document)> Hits) Look(Asked asked, PostingList[][] words)
        {
            var norms = Bm25.InverseNorms((float)((long)(_lengths.Sum(length => (long)length) * asked.Moved) / (double)Documents));
            var fitting = Enumerable.Range(0, Documents).Where(document => (asked.Eligible is null || Bits.Has(asked.Eligible, document))
                && (asked.All ? asked.Words.All(Stands(document)) : asked.Words.Any(Stands(document)))).ToList();
            if (asked.Size == 0) return (fitting, []);
            var hits = fitting.Where(document => asked.Filtered is null || Bits.Has(asked.Filtered, document)).Select(document => (Score: ScoreOf(document), Document: document))
                .Where(hit => asked.After is not { } after || hit.Score < after.Score || (hit.Score == after.Score && string.CompareOrdinal(HandMade.IdOf(hit.Document), after.Id) > 0))
                .OrderByDescending(hit => hit.Score).ThenBy(hit => hit.Document).Take(asked.Size);
            return (fitting, [.. hits]);

            Func<int[], bool> Stands(int document) => word => Array.Exists(word, term => Frequencies[term][document] > 0);

            float ScoreOf(int document)
            {
                var sum = 0.0;
                for (var word = 0; word < words.Length; word++)
                {
                    for (var i = 0; i < words[word].Length; i++)
                    {
                        var frequency = Frequencies[asked.Words[word][i]][document];
                        if (frequency > 0) sum += Bm25.Score(words[word][i].Weight, frequency, norms[LengthCode.Of(_lengths[document])]);
                    }
                }
                return (float)sum;
            }
        }
    }
}
