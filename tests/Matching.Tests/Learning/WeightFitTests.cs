using Marketplace.Matching.Learning;
using Marketplace.Matching.Scoring;
using Shouldly;
using Xunit;

namespace Marketplace.Matching.Tests.Learning;

public sealed class WeightFitTests
{
    [Fact]
    public void The_factor_that_tells_gains_and_the_same_pairs_give_the_same_weights()
    {
        var pairs = Pairs(1, (level, random) => [level / 4.0 + random.NextDouble() * 0.2, random.NextDouble()]);
        var learnt = WeightFit.Fit("new", pairs, [1, 1], trust: 30);
        learnt.Factors[0].ShouldBeGreaterThan(learnt.Factors[1]);
        WeightFit.Fit("new", pairs, [1, 1], trust: 30).Factors.ShouldBe(learnt.Factors);
        Evaluation.Of(pairs, learnt).Auc.ShouldBeGreaterThan(Evaluation.Of(pairs, new Weights("plain", [1, 1], 0)).Auc);
    }

    [Fact]
    public void No_factor_ever_speaks_against_a_match()
    {
        var pairs = Pairs(2, (level, random) => [random.NextDouble() + level / 8.0, 1 - level / 4.0]);
        WeightFit.Fit("new", pairs, [1, 1], trust: 300).Factors.ShouldAllBe(weight => weight >= 0);
        // Not even where all that was judged says so.
        WeightFit.Fit("new", Pairs(3, (level, _) => [1 - level / 4.0]), [1], trust: 0).Factors.ShouldBe([0.0]);
    }

    [Fact]
    public void Scores_are_the_share_of_relevant_pairs()
    {
        var random = new Random(4);
        var pairs = Enumerable.Range(0, 2000).Select(_ => random.NextDouble())
            .Select((factor, place) => new JudgedPair($"need {place / 20}", random.NextDouble() < 1 / (1 + Math.Exp(4 - 6 * factor)) ? 3 : 2, [factor])).ToList();
        var learnt = WeightFit.Fit("new", pairs, [1], trust: 0);
        Evaluation.Of(pairs, learnt).Gap.ShouldBeLessThan(0.08);
        pairs.Average(pair => learnt.Score(pair.Factors)).ShouldBe(pairs.Average(pair => pair.IsRelevant ? 100.0 : 0), 0.5);
    }

    [Fact]
    public void Weights_that_judge_a_need_never_saw_it()
    {
        var pairs = Pairs(5, (level, random) => [level + random.NextDouble()]);
        var needs = pairs.Select(pair => pair.Need).Distinct().ToList();
        var taught = new List<HashSet<string>>();
        Evaluation.Crossed(pairs, 5, part =>
        {
            taught.Add([.. part.Select(pair => pair.Need)]);
            return new Weights("x", [1], 0);
        });
        taught.Count.ShouldBe(5);
        taught.ShouldAllBe(seen => seen.Count == needs.Count * 4 / 5);
        needs.ShouldAllBe(need => taught.Count(seen => !seen.Contains(need)) == 1);
    }

    [Fact]
    public void Quality_is_that_of_the_order_by_score()
    {
        JudgedPair[] pairs = [new("a", 1, [0.9]), new("a", 4, [0.5]), new("a", 2, [0.1]), new("b", 1, [0.3]), new("b", 1, [0.2])];
        var quality = Evaluation.Of(pairs, new Weights("x", [1], 0));
        // Levels 1, 4, 2 gain 0, 7, 1: (7 / log2(3) + 1 / 2) against (7 + 1 / log2(3)). Nobody judged anything of b better than the rest.
        quality.Ndcg.ShouldBe((7 / Math.Log2(3) + 0.5) / (7 + 1 / Math.Log2(3)), 1e-9);
        quality.Auc.ShouldBe(0.5);
    }

    private static List<JudgedPair> Pairs(int seed, Func<int, Random, double[]> factors)
    {
        var random = new Random(seed);
        return [.. from need in Enumerable.Range(0, 40) from _ in Enumerable.Range(0, 20) let level = random.Next(1, 5) select new JudgedPair($"need {need}", level, factors(level, random))];
    }
}
