using Marketplace.Matching.Factors;
using Marketplace.Matching.Learning;
using Shouldly;
using Xunit;

namespace Marketplace.Matching.Tests.Learning;

public sealed class WeightFitTests
{
    [Fact]
    public void The_factor_that_tells_gains_and_the_same_pairs_give_the_same_weights()
    {
        var pairs = Pairs(1, (level, random) => (random.NextDouble() * 0.2, level / 8.0 + random.NextDouble() * 0.1));
        var (learnt, other) = (WeightFit.Fit("new", pairs), WeightFit.Fit("new", Pairs(1, (level, random) => (level / 8.0 + random.NextDouble() * 0.1, random.NextDouble() * 0.2))));
        (learnt.Full.Factors[1] / learnt.Full.Factors[0]).ShouldBeGreaterThan(other.Full.Factors[1] / other.Full.Factors[0]);
        WeightFit.Fit("new", pairs).Full.Factors.ShouldBe(learnt.Full.Factors);
        learnt.Plain.Factors[(int)Factor.Context].ShouldBe(0);
        Evaluation.Of(pairs, learnt).Auc.ShouldBeGreaterThan(0.8);
    }

    [Fact]
    public void No_factor_ever_speaks_against_a_match()
    {
        // Not even where all that was judged says so.
        WeightFit.Fit("new", Pairs(2, (level, random) => (1 - level / 4.0, 1 - level / 4.0))).Full.Factors.ShouldAllBe(weight => weight >= 0);
    }

    [Fact]
    public void Scores_are_the_share_of_relevant_pairs()
    {
        var random = new Random(4);
        var pairs = Enumerable.Range(0, 2000).Select(_ => random.NextDouble())
            .Select((factor, place) => Pair($"need {place / 20}", random.NextDouble() < 1 / (1 + Math.Exp(4 - 6 * factor)) ? 3 : 2, factor, 0)).ToList();
        var learnt = WeightFit.Fit("new", pairs);
        Evaluation.Of(pairs, learnt).Gap.ShouldBeLessThan(0.08);
        pairs.Average(pair => learnt.Score(pair.Pair)).ShouldBe(pairs.Average(pair => pair.IsRelevant ? 100.0 : 0), 0.5);
    }

    [Fact]
    public void Weights_that_judge_a_need_never_saw_it()
    {
        var pairs = Pairs(5, (level, random) => (level + random.NextDouble(), 0));
        var needs = pairs.Select(pair => pair.Need).Distinct().ToList();
        var taught = new List<HashSet<string>>();
        Evaluation.Crossed(pairs, 5, part =>
        {
            taught.Add([.. part.Select(pair => pair.Need)]);
            return Data.Weights;
        });
        taught.Count.ShouldBe(5);
        taught.ShouldAllBe(seen => seen.Count == needs.Count * 4 / 5);
        needs.ShouldAllBe(need => taught.Count(seen => !seen.Contains(need)) == 1);
    }

    [Fact]
    public void Quality_is_that_of_the_order_by_score()
    {
        JudgedPair[] pairs = [Pair("a", 1, 0.9, 0), Pair("a", 4, 0.5, 0), Pair("a", 2, 0.1, 0), Pair("b", 1, 0.3, 0), Pair("b", 1, 0.2, 0)];
        var quality = Evaluation.Of(pairs, Data.Weights);
        // Levels 1, 4, 2 gain 0, 7, 1: (7 / log2(3) + 1 / 2) against (7 + 1 / log2(3)). Nobody judged anything of b better than the rest.
        quality.Ndcg.ShouldBe((7 / Math.Log2(3) + 0.5) / (7 + 1 / Math.Log2(3)), 1e-9);
        quality.Auc.ShouldBe(0.5);
    }

    private static JudgedPair Pair(string need, int level, double words, double terms)
    {
        var values = FactorTable.NewNeutral();
        (values[(int)Factor.Words], values[(int)Factor.Terms]) = (words, terms);
        return new(need, level, new(values, true));
    }

    private static List<JudgedPair> Pairs(int seed, Func<int, Random, (double Words, double Terms)> factors)
    {
        var random = new Random(seed);
        return [.. from need in Enumerable.Range(0, 40) from _ in Enumerable.Range(0, 20) let level = random.Next(1, 5) let values = factors(level, random) select Pair($"need {need}", level, values.Words, values.Terms)];
    }
}
