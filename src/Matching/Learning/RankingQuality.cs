namespace Marketplace.Matching.Learning;

/// <summary>How well a ranking agrees with people's judgements.</summary>
public static class RankingQuality
{
    /// <summary>
    /// Normalised discounted cumulative gain over the first <paramref name="depth"/> places: gain 2^grade − 1, discount log2(rank + 1), against the
    /// best order there is. Null when no item has any gain: such a list says nothing about a ranking.
    /// </summary>
    public static double? Ndcg(IReadOnlyList<int> gradesInRankedOrder, int depth = 10)
    {
        var ideal = DiscountedGain(gradesInRankedOrder.OrderDescending(), depth);
        return ideal == 0 ? null : DiscountedGain(gradesInRankedOrder, depth) / ideal;
    }

    /// <summary>The chance that a good item scores above a bad one, ties counting half. Null when there are none of either.</summary>
    public static double? Auc(IReadOnlyList<(double Score, bool Good)> items)
    {
        long good = 0, bad = 0;
        double won = 0;
        // From the lowest score up: a good item beats the bad ones already passed, and half of those it is level with.
        foreach (var level in items.GroupBy(item => item.Score).OrderBy(level => level.Key))
        {
            long goodHere = level.Count(item => item.Good), badHere = level.Count() - goodHere;
            won += goodHere * (bad + badHere / 2.0);
            good += goodHere;
            bad += badHere;
        }
        return good == 0 || bad == 0 ? null : won / (good * (double)bad);
    }

    private static double DiscountedGain(IEnumerable<int> grades, int depth) =>
        grades.Take(depth).Select((grade, index) => (Math.Pow(2, grade) - 1) / Math.Log2(index + 2)).Sum();
}
