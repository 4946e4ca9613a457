using Marketplace.Matching.Factors;
using Marketplace.Matching.Scoring;
using Marketplace.Matching.Texts;

namespace Marketplace.Matching.Explanations;

/// <summary>Says why a pair has the score it has.</summary>
public sealed class Explainer(Vocabulary vocabulary, Weights weights)
{
    private const int MostWords = 8;

    /// <summary>Less is not worth a sentence.</summary>
    private const double LeastPoints = 1.5;

    public MatchReasons Of<TNeed, TOffer>(MatchableNeed<TNeed> need, MatchableOffer<TOffer> offer, PairFactors pair, DateOnly today) where TNeed : notnull where TOffer : notnull
    {
        var words = SharedWords(need.Words, offer.Words);
        List<FactorReason> reasons = [];
        var scale = weights.For(pair.Encoded);
        var sum = scale.Sum(pair.Values);
        for (var i = 0; i < pair.Values.Length; i++)
        {
            var adds = scale.Factors[i] * (pair.Values[i] - FactorTable.Neutral[i]);
            var points = Score(sum) - Score(sum - adds);
            if (Math.Abs(points) < LeastPoints) continue;
            var (code, details) = Say((Factor)i, need, offer, words, today);
            reasons.Add(new((Factor)i, pair.Values[i], points, code, details));
        }
        return new(words, reasons);
    }

    private static double Score(double sum) => 100 / (1 + Math.Exp(-sum));

    private static (string Code, IReadOnlyList<string> Details) Say<TNeed, TOffer>(
        Factor factor, MatchableNeed<TNeed> need, MatchableOffer<TOffer> offer, IReadOnlyList<SharedWord> words, DateOnly today) where TNeed : notnull where TOffer : notnull => factor switch
        {
            Factor.Words => ("words", [.. words.Take(4).Select(word => word.Word)]),
            Factor.Terms => ("terms", []),
            Factor.Context => ("context", []),
            Factor.Exact => ("exact", [.. need.Text.Exact.Met(offer.Text.Exact).Take(4)]),
            _ => Circumstances.Of(factor).Say(need.Facts, offer.Facts, today),
        };

    private List<SharedWord> SharedWords(SparseWords need, SparseWords offer)
    {
        var shared = need.Shared(offer);
        var all = shared.Sum(word => (double)word.Adds);
        List<SharedWord> said = [];
        foreach (var (number, adds) in shared)
        {
            var word = vocabulary.TextOf(number);
            // 滴灌 says nothing beside 滴灌带, nor 滴灌带 beside what was named before it.
            if (said.Exists(other => other.Word.Contains(word, StringComparison.Ordinal))) continue;
            said.Add(new(word, adds / all));
            if (said.Count == MostWords) break;
        }
        return said;
    }
}
