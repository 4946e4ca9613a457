using Marketplace.Matching.Scoring;

namespace Marketplace.Matching.Learning;

/// <summary>How well weights order and scale judged pairs.</summary>
/// <param name="Ndcg">Over needs with an offer above the lowest level.</param>
/// <param name="Auc">Over needs with relevant offers and others.</param>
/// <param name="Gap">The largest difference between expected and observed share of relevant pairs in ten bands of equal count.</param>
public sealed record Evaluation(double Ndcg, double Auc, double Gap)
{
    public static Evaluation Of(IReadOnlyList<JudgedPair> pairs, Weights weights) => Of([.. pairs.Select(pair => (pair, weights.For(pair.Pair.Encoded).Sum(pair.Pair.Values)))]);

    /// <summary>Weights that never saw a need judge it: every need is in one of <paramref name="folds"/> parts, and each part is scored by what the others teach.</summary>
    public static Evaluation Crossed(IReadOnlyList<JudgedPair> pairs, int folds, Func<IReadOnlyList<JudgedPair>, Weights> fit)
    {
        var fold = pairs.Select(pair => pair.Need).Distinct(StringComparer.Ordinal).Index().ToDictionary(need => need.Item, need => need.Index % folds, StringComparer.Ordinal);
        var taught = Enumerable.Range(0, folds).Select(part => fit([.. pairs.Where(pair => fold[pair.Need] != part)])).ToArray();
        return Of([.. pairs.Select(pair => (pair, taught[fold[pair.Need]].For(pair.Pair.Encoded).Sum(pair.Pair.Values)))]);
    }

    private static Evaluation Of(IReadOnlyList<(JudgedPair Pair, double Sum)> scored)
    {
        List<double> gains = [], areas = [];
        foreach (var need in scored.GroupBy(item => item.Pair.Need, StringComparer.Ordinal))
        {
            // Equals stay in the order of the file.
            if (RankingQuality.Ndcg([.. need.OrderByDescending(item => item.Sum).Select(item => item.Pair.Level - 1)]) is { } gain) gains.Add(gain);
            if (RankingQuality.Auc([.. need.Select(item => (item.Sum, item.Pair.IsRelevant))]) is { } area) areas.Add(area);
        }
        var bands = Calibration.Bands([.. scored.Select(item => (1 / (1 + Math.Exp(-item.Sum)), item.Pair.IsRelevant))]);
        return new(Mean(gains), Mean(areas), bands.Count == 0 ? 0 : bands.Max(band => Math.Abs(band.Expected - band.Observed)));
    }

    private static double Mean(List<double> values) => values.Count == 0 ? 0 : values.Average();
}
