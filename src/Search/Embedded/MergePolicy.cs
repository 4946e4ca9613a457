namespace Marketplace.Search.Embedded;

/// <summary>
/// Eight segments of about one size become one: so a document is copied about as often as its index has digits in base eight, and a search meets a few dozen
/// segments at most. A segment of which half is gone is copied alone.
/// </summary>
internal static class MergePolicy
{
    private const int Fan = 8;

    /// <summary>The next segments to become one, of at most so many documents together; null: nothing to do.</summary>
    public static List<SegmentView>? Next(IReadOnlyCollection<SegmentView> views, int most)
    {
        foreach (var tier in views.GroupBy(TierOf).OrderBy(tier => tier.Key))
        {
            var members = tier.OrderBy(view => view.LiveCount).Take(Fan).ToList();
            if (members.Count == Fan && members.Sum(view => (long)view.LiveCount) <= most) return members;
        }
        return views.Where(view => view.LiveCount * 2 < view.Segment.Count && view.LiveCount <= most).Take(1).ToList() is [var half] ? [half] : null;
    }

    private static int TierOf(SegmentView view) => int.Log2(int.Max(view.LiveCount, 1)) / 3;
}
