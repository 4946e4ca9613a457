using Marketplace.Matching.Factors;
using Marketplace.Matching.Scoring;

namespace Marketplace.Matching.Learning;

/// <summary>
/// Weights from judged pairs, in two steps. Within each need, pairs of unequal level tell how factors are to be weighed against each other (pairwise logistic, held close to a
/// plain sum: so few needs teach little more, and what they seem to teach does not hold elsewhere). Over all needs, relevant or not tells where the scale lies.
/// </summary>
public static class WeightFit
{
    private const int Steps = 400;

    /// <summary>How much a need may pull away from the plain sum. Found on the labelled needs: nothing below it changes anything, and more only helps the needs that were learnt from.</summary>
    private const double Trust = 3;

    /// <summary>An offer that suits in everything and has nothing in common with the text reaches 17.</summary>
    private const double Floor = 18;

    /// <summary>
    /// A plain sum. Words, terms and context as 1 : 0.5 : 0.8, as the READMEs of vectors and encoder found it best, each measured by how far it spreads within a need (0.102,
    /// 0.130, 0.087). No judged pairs tell of the others: industry and exact terms stand as patents.tsv has them help (docs/matching.md), the rest so that all of it together
    /// moves a match by a third of what its texts say.
    /// </summary>
    private static readonly double[] s_prior = Prior();

    private static readonly double[] s_plain = [.. s_prior.Select((weight, factor) => factor == (int)Factor.Context ? 0 : weight)];

    public static Weights Fit(string version, IReadOnlyList<JudgedPair> pairs) => new(version, Learn(pairs, s_prior), Learn(pairs, s_plain), Floor);

    private static double[] Prior()
    {
        var prior = new double[FactorTable.Count];
        (prior[(int)Factor.Words], prior[(int)Factor.Terms], prior[(int)Factor.Context]) = (9.8, 3.8, 9.2);
        (prior[(int)Factor.Exact], prior[(int)Factor.Industry], prior[(int)Factor.Chain]) = (2, 3, 1);
        (prior[(int)Factor.Form], prior[(int)Factor.Fee], prior[(int)Factor.Maturity], prior[(int)Factor.Region]) = (2, 2, 1.5, 0.6);
        (prior[(int)Factor.Life], prior[(int)Factor.Legal], prior[(int)Factor.Freshness], prior[(int)Factor.Reply]) = (0.6, 1, 0.6, 1);
        return prior;
    }

    private static Scale Learn(IReadOnlyList<JudgedPair> pairs, double[] prior)
    {
        var items = pairs.Select(pair => new Item(pair.Need, pair.Level, pair.IsRelevant, [.. pair.Pair.Values.Select((value, factor) => value - FactorTable.Neutral[factor])])).ToList();
        return Calibrate(items, Order(items, prior));
    }

    private sealed record Item(string Need, int Level, bool IsRelevant, double[] Factors);

    /// <summary>Gradient descent with steps of fixed number and length: the same pairs give the same weights to the last digit.</summary>
    private static double[] Order(IReadOnlyList<Item> pairs, double[] prior)
    {
        var needs = pairs.GroupBy(pair => pair.Need, StringComparer.Ordinal).Select(need => Differences([.. need])).Where(need => need.Count > 0).ToList();
        var weights = prior.ToArray();
        for (var step = 0; step < Steps; step++)
        {
            var gradient = new double[weights.Length];
            foreach (var need in needs)
            {
                foreach (var difference in need)
                {
                    // How sure the order is to be wrong still, shared among the need's pairs: a need with many offers is one need.
                    var wrong = 1 / (1 + Math.Exp(Dot(weights, difference))) / need.Count / needs.Count;
                    for (var i = 0; i < gradient.Length; i++) gradient[i] += wrong * difference[i];
                }
            }
            // What the prior leaves out stays out.
            for (var i = 0; i < weights.Length; i++) weights[i] = prior[i] == 0 ? 0 : Math.Max(0, weights[i] + gradient[i] * Trust - (weights[i] - prior[i]) * 0.05);
        }
        return weights;
    }

    private static List<double[]> Differences(IReadOnlyList<Item> offers) =>
        [.. from better in offers from worse in offers where better.Level > worse.Level select better.Factors.Zip(worse.Factors, (one, other) => one - other).ToArray()];

    /// <summary>Slope and bias under which scores are the share of relevant pairs: Newton's method on two numbers, begun where nothing but the share of all is known.</summary>
    private static Scale Calibrate(IReadOnlyList<Item> pairs, double[] weights)
    {
        var middle = pairs.Average(pair => Dot(weights, pair.Factors));
        var items = pairs.Select(pair => (Sum: Dot(weights, pair.Factors) - middle, pair.IsRelevant)).ToList();
        var share = Math.Clamp(items.Average(item => item.IsRelevant ? 1.0 : 0), 0.001, 0.999);
        double slope = 0, bias = Math.Log(share / (1 - share));
        for (var step = 0; step < 25; step++)
        {
            double gs = 0, gb = 0, ss = 1e-9, sb = 0, bb = 1e-9;
            foreach (var (sum, relevant) in items)
            {
                var expected = 1 / (1 + Math.Exp(-(slope * sum + bias)));
                var (missed, curve) = ((relevant ? 1 : 0) - expected, expected * (1 - expected));
                (gs, gb) = (gs + missed * sum, gb + missed);
                (ss, sb, bb) = (ss + curve * sum * sum, sb + curve * sum, bb + curve);
            }
            var determinant = ss * bb - sb * sb;
            slope += (bb * gs - sb * gb) / determinant;
            bias += (ss * gb - sb * gs) / determinant;
        }
        // Never turned round: were the factors to speak against relevance, nothing would be better than guessing.
        slope = Math.Max(0, slope);
        return new([.. weights.Select(weight => weight * slope)], bias - slope * middle);
    }

    private static double Dot(double[] left, double[] right)
    {
        var sum = 0.0;
        for (var i = 0; i < left.Length; i++) sum += left[i] * right[i];
        return sum;
    }
}
