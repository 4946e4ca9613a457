using Marketplace.Matching.Scoring;

namespace Marketplace.Matching.Learning;

/// <summary>
/// Weights from judged pairs, in two steps. Within each need, pairs of unequal level tell how factors are to be weighed against each other (pairwise logistic, held close to a
/// plain sum: so few needs teach little more, and what they seem to teach does not hold elsewhere). Over all needs, relevant or not tells where the scale lies.
/// </summary>
public static class WeightFit
{
    private const int Steps = 400;

    /// <param name="prior">A plain sum: what each factor would weigh before anything was learnt.</param>
    /// <param name="trust">How much a need may pull away from it; smaller is closer.</param>
    public static Weights Fit(string version, IReadOnlyList<JudgedPair> pairs, double[] prior, double trust)
    {
        var (factors, bias) = Calibrate(pairs, Order(pairs, prior, trust));
        return new(version, factors, bias);
    }

    /// <summary>Gradient descent with steps of fixed number and length: the same pairs give the same weights to the last digit.</summary>
    private static double[] Order(IReadOnlyList<JudgedPair> pairs, double[] prior, double trust)
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
            for (var i = 0; i < weights.Length; i++) weights[i] = Math.Max(0, weights[i] + gradient[i] * trust - (weights[i] - prior[i]) * 0.05);
        }
        return weights;
    }

    private static List<double[]> Differences(IReadOnlyList<JudgedPair> offers) =>
        [.. from better in offers from worse in offers where better.Level > worse.Level select better.Factors.Zip(worse.Factors, (one, other) => one - other).ToArray()];

    /// <summary>Slope and bias under which scores are the share of relevant pairs: Newton's method on two numbers, begun where nothing but the share of all is known.</summary>
    private static (double[] Factors, double Bias) Calibrate(IReadOnlyList<JudgedPair> pairs, double[] weights)
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
        return ([.. weights.Select(weight => weight * slope)], bias - slope * middle);
    }

    private static double Dot(double[] left, double[] right)
    {
        var sum = 0.0;
        for (var i = 0; i < left.Length; i++) sum += left[i] * right[i];
        return sum;
    }
}
