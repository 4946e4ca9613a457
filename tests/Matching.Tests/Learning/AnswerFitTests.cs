using Marketplace.Matching.Factors;
using Marketplace.Matching.Learning;
using Marketplace.Matching.Scoring;
using Shouldly;
using Xunit;

namespace Marketplace.Matching.Tests.Learning;

public sealed class AnswerFitTests
{
    private static Weights InForce => Data.Weights;

    [Fact]
    public void What_people_go_by_gains_and_what_they_do_not_go_by_does_not()
    {
        var learnt = AnswerFit.Fit("new", Answers(1, 200, values => values[(int)Factor.Industry]), InForce);
        Times(learnt, Factor.Industry).ShouldBeGreaterThan(1.2);
        Times(learnt, Factor.Industry).ShouldBeGreaterThan(Times(learnt, Factor.Words));
        foreach (var factor in (Factor[])[Factor.Fee, Factor.Region, Factor.Reply]) Times(learnt, factor).ShouldBeLessThan(Times(learnt, Factor.Industry));
        // What judged titles taught stays among themselves, on either scale.
        Times(learnt, Factor.Context).ShouldBe(Times(learnt, Factor.Words), 1e-9);
        (learnt.Plain.Factors[(int)Factor.Industry] / InForce.Plain.Factors[(int)Factor.Industry]).ShouldBe(Times(learnt, Factor.Industry), 1e-9);
        Evaluation.Of(Answers(2, 200, values => values[(int)Factor.Industry]), learnt).Auc.ShouldBeGreaterThan(Evaluation.Of(Answers(2, 200, values => values[(int)Factor.Industry]), InForce).Auc);
    }

    [Fact]
    public void More_people_move_it_further_and_nobody_moves_nothing()
    {
        double[] times = [.. ((int[])[0, 30, 300, 3000]).Select(needs => Times(AnswerFit.Fit("new", Answers(3, needs, values => values[(int)Factor.Region]), InForce), Factor.Region))];
        times[0].ShouldBe(1);
        times.ShouldBeInOrder(SortDirection.Ascending);
        times[3].ShouldBeInRange(times[1] + 0.1, AnswerFit.Most);
        var none = AnswerFit.Fit("new", [], InForce);
        (none.Full.Factors, none.Full.Bias, none.Plain.Bias).ShouldBe((none.Full.Factors, InForce.Full.Bias, InForce.Plain.Bias));
        none.Full.Factors.ShouldBe(InForce.Full.Factors);
    }

    [Fact]
    public void No_factor_ever_speaks_against_a_match_even_where_all_that_was_said_does()
    {
        var learnt = AnswerFit.Fit("new", Answers(4, 2000, values => 1 - values.Average()), InForce);
        learnt.Full.Factors.Zip(InForce.Full.Factors).ShouldAllBe(pair => pair.First >= pair.Second / AnswerFit.Most - 1e-9);
        learnt.Full.IsSound.ShouldBeTrue();
        learnt.Plain.IsSound.ShouldBeTrue();
    }

    [Fact]
    public void The_same_answers_give_the_same_weights_to_the_last_digit_and_leave_the_level_of_scores()
    {
        var pairs = Answers(5, 60, values => values[(int)Factor.Fee]);
        var learnt = AnswerFit.Fit("new", pairs, InForce);
        AnswerFit.Fit("new", Answers(5, 60, values => values[(int)Factor.Fee]), InForce).ToJson().ShouldBe(learnt.ToJson());
        pairs.Average(pair => learnt.Full.Sum(pair.Pair.Values)).ShouldBe(pairs.Average(pair => InForce.Full.Sum(pair.Pair.Values)), 1e-9);
        learnt.Floor.ShouldBe(InForce.Floor);
    }

    [Fact]
    public void Kept_factors_are_read_again_even_where_fewer_were_kept()
    {
        var kept = PairFactors.Kept([0.3, 0.4, 0]);
        kept.Encoded.ShouldBeFalse();
        kept.Values.ShouldBe([0.3, 0.4, .. FactorTable.Neutral.Skip(2)]);
        PairFactors.Kept([0.3, 0.4, 0.5]).Encoded.ShouldBeTrue();
    }

    private static double Times(Weights learnt, Factor factor) => learnt.Full.Factors[(int)factor] / InForce.Full.Factors[(int)factor];

    /// <summary>Ten answers to each need: the three with most of it are liked, the others not.</summary>
    private static List<JudgedPair> Answers(int seed, int needs, Func<double[], double> liked)
    {
        var random = new Random(seed);
        var all = new List<JudgedPair>();
        for (var need = 0; need < needs; need++)
        {
            var offers = Enumerable.Range(0, 10).Select(_ => Enumerable.Range(0, FactorTable.Count).Select(_ => 0.1 + 0.9 * random.NextDouble()).ToArray()).OrderByDescending(values => liked(values) + 0.3 * random.NextDouble()).ToList();
            all.AddRange(offers.Select((values, place) => new JudgedPair($"need {need}", place < 3 ? 3 : 1, PairFactors.Kept(values))));
        }
        return all;
    }
}
