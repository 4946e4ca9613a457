using System.Numerics.Tensors;
using Marketplace.Matching.Vectors;
using Shouldly;
using Xunit;

namespace Marketplace.Matching.Tests.Vectors;

public sealed class VectorIndexTests
{
    private static readonly string[] Texts =
        [.. from place in (string[])["棉花", "葡萄", "枸杞", "番茄", "羊绒", "光伏板", "锂电池", "采油机"] from what in (string[])["采收装置", "清洗方法", "烘干设备", "检测系统", "包装材料", ""] select place + what];

    [Fact]
    public void Bytes_keep_cosines_to_four_thousandths()
    {
        foreach (var left in Texts)
        {
            foreach (var right in Texts)
            {
                var (a, b) = (Data.Vectors.Of(left), Data.Vectors.Of(right));
                Cosine(Quantised.Of(a), Quantised.Of(b)).ShouldBe(TensorPrimitives.Dot(a, b), 0.0045);
            }
        }
    }

    [Fact]
    public void The_nearest_are_those_a_look_at_each_finds_whatever_came_and_went()
    {
        var random = new Random(7);
        var index = new VectorIndex(TermTable.Size);
        var kept = new Dictionary<long, Quantised>();
        for (var step = 0; step < 30_000; step++)
        {
            var id = random.Next(600);
            if (random.Next(4) == 0)
            {
                index.Remove(id);
                kept.Remove(id);
            }
            else index.Set(id, kept[id] = Random(random));
        }
        index.Count.ShouldBe(kept.Count);
        Quantised[] asking = [Random(random), Random(random), Quantised.Of(new float[TermTable.Size])];
        var answers = index.Nearest(asking, 25);
        for (var i = 0; i < asking.Length; i++)
        {
            var cosines = kept.Values.Select(vector => Cosine(asking[i], vector)).OrderDescending().Take(25).ToList();
            answers[i].Select(near => (double)near.Cosine).ShouldBe(cosines, 1e-6);
            answers[i].ShouldAllBe(near => Math.Abs(Cosine(asking[i], kept[near.Id]) - near.Cosine) < 1e-6);
            answers[i].DistinctBy(near => near.Id).Count().ShouldBe(25);
        }
    }

    [Fact]
    public async Task Readers_never_meet_a_vector_half_written()
    {
        var index = new VectorIndex(TermTable.Size);
        var random = new Random(3);
        // Every vector of an id is the same, so that a mixture would show.
        var vectors = Enumerable.Range(0, 64).Select(_ => Random(random)).ToArray();
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(() =>
        {
            for (var step = 0; !stop.IsCancellationRequested; step++) index.Set(step % 5000, vectors[step % 5000 % 64]);
        }, TestContext.Current.CancellationToken);
        for (var round = 0; round < 200; round++)
        {
            foreach (var near in index.Nearest(vectors[round % 64], 10)) near.Cosine.ShouldBe((float)Cosine(vectors[round % 64], vectors[near.Id % 64]), 1e-5f);
        }
        await stop.CancelAsync();
        await writing;
    }

    [Fact]
    public void Nothing_is_near_in_an_empty_index() => new VectorIndex(TermTable.Size).Nearest(Quantised.Of(new float[TermTable.Size]), 10).ShouldBeEmpty();

    private static Quantised Random(Random random) => Quantised.Of([.. Enumerable.Range(0, TermTable.Size).Select(_ => (float)(random.NextDouble() - 0.5))]);

    private static double Cosine(Quantised left, Quantised right)
    {
        var sum = 0;
        for (var i = 0; i < left.Bytes.Length; i++) sum += left.Bytes[i] * right.Bytes[i];
        return sum * (double)left.Scale * right.Scale;
    }
}
