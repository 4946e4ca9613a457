using Marketplace.Matching.Candidates;
using Marketplace.Matching.Texts;
using Marketplace.Matching.Vectors;
using Shouldly;
using Xunit;

namespace Marketplace.Matching.Tests.Candidates;

public sealed class CandidateIndexTests
{
    private static readonly CandidateWeights Weights = new(2.9, 1.1);

    private sealed record Thing(int Key, SparseWords Words, Quantised Terms, uint Forms) : IReadable<int>;

    [Fact]
    public void The_best_are_those_a_look_at_each_finds_whatever_came_and_went()
    {
        var random = new Random(7);
        var index = new CandidateIndex<int, Thing>();
        var kept = new Dictionary<int, Thing>();
        for (var step = 0; step < 30_000; step++)
        {
            var key = random.Next(600);
            if (random.Next(4) == 0) (index.Remove(key) is not null).ShouldBe(kept.Remove(key));
            else index.Set(kept[key] = New(key, random));
        }
        index.Count.ShouldBe(kept.Count);
        index.All().Select(thing => thing.Key).ShouldBe(kept.Keys, ignoreOrder: true);
        CandidateQuery[] asked = [Asking(New(0, random), 25), Asking(New(0, random), 25) with { Forms = 4 }, Asking(new(0, SparseWords.None, Quantised.Of(new float[TermTable.Size]), 7), 25)];
        var answers = index.Search(asked, Weights);
        for (var i = 0; i < asked.Length; i++)
        {
            var best = kept.Values.Where(thing => (thing.Forms & asked[i].Forms) != 0).Select(thing => Sum(asked[i], thing)).OrderDescending().Take(25).ToList();
            answers[i].Select(candidate => candidate.Sum).ShouldBe(best, 1e-4);
            answers[i].ShouldAllBe(candidate => (candidate.Item.Forms & asked[i].Forms) != 0 && kept[candidate.Item.Key] == candidate.Item);
            answers[i].DistinctBy(candidate => candidate.Item.Key).Count().ShouldBe(25);
        }
    }

    [Fact]
    public async Task Readers_never_meet_an_item_half_written()
    {
        var index = new CandidateIndex<int, Thing>();
        var random = new Random(3);
        // Every version of a key is one of few, so that a mixture would show.
        var things = Enumerable.Range(0, 64).Select(key => New(key, random)).ToArray();
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(() =>
        {
            for (var step = 0; !stop.IsCancellationRequested; step++) index.Set(things[step % 64] with { Key = step % 5000 });
        }, TestContext.Current.CancellationToken);
        for (var round = 0; round < 200; round++)
        {
            var asked = Asking(things[round % 64], 10);
            foreach (var candidate in index.Search([asked], Weights)[0]) candidate.Sum.ShouldBe(Sum(asked, candidate.Item), 1e-4);
        }
        await stop.CancelAsync();
        await writing;
    }

    /// <summary>One that asks alone is answered by all processors, each looking at a part.</summary>
    [Fact]
    public void Who_asks_alone_gets_what_who_asks_with_others_gets()
    {
        var random = new Random(11);
        var index = new CandidateIndex<int, Thing> { Processors = 3 };
        for (var key = 0; key < 60_000; key++) index.Set(New(key, random));
        for (var key = 0; key < 60_000; key += 7) index.Remove(key);
        for (var round = 0; round < 5; round++)
        {
            var asked = Asking(New(0, random), 200);
            var expected = index.Search([asked, asked], Weights)[0];
            index.Search([asked], Weights)[0].ShouldBe(expected);
            index.Among(Enumerable.Range(0, 60_100), asked, Weights).Select(candidate => candidate.Item.Key).ShouldBe(expected.Select(candidate => candidate.Item.Key));
        }
    }

    [Fact]
    public void Among_some_the_best_of_them_are_found()
    {
        var random = new Random(5);
        var index = new CandidateIndex<int, Thing>();
        for (var key = 0; key < 100; key++) index.Set(New(key, random));
        var asked = Asking(New(0, random), 3) with { Forms = 2 };
        var some = index.All().Where(thing => thing.Key % 3 == 0 && thing.Forms == 2).OrderByDescending(thing => Sum(asked, thing)).Take(3).Select(thing => thing.Key);
        index.Among(Enumerable.Range(0, 200).Where(key => key % 3 == 0), asked, Weights).Select(candidate => candidate.Item.Key).ShouldBe(some);
    }

    [Fact]
    public void Nothing_is_found_in_an_empty_index() => new CandidateIndex<int, Thing>().Search([Asking(New(1, new(1)), 10)], Weights)[0].ShouldBeEmpty();

    private static CandidateQuery Asking(Thing thing, int most) => new(thing.Words, thing.Terms, 7, most);

    private static Thing New(int key, Random random)
    {
        int[] words = [.. Enumerable.Range(0, 12).Select(_ => random.Next(200)).Distinct().Order()];
        return new(key, new(words, [.. words.Select(_ => (ushort)random.Next(1, 300))], 0.01f),
            Quantised.Of([.. Enumerable.Range(0, TermTable.Size).Select(_ => (float)(random.NextDouble() - 0.4))]), 1u << random.Next(3));
    }

    private static double Sum(CandidateQuery query, Thing thing)
    {
        var overlap = query.Words.Dot(thing.Words) * (double)query.Words.Unit * thing.Words.Unit;
        return Weights.Words * (overlap / (overlap + 10)) + Weights.Terms * Math.Max(0, query.Terms.Dot(thing.Terms));
    }
}
