using Marketplace.Search.Analysis;

namespace Marketplace.Search.Suggestions;

/// <summary>
/// What to offer while somebody types: titles, holders, classes, found by their beginning or that of a word in them, typed as they are written, by readings
/// (lidianchi), initials (ldc) or a mixture (li电chi). Readers never wait: they see the snapshot that was complete last.
/// </summary>
public sealed class SuggestionIndex(Analyzer analyzer, Readings readings)
{
    /// <summary>A list nobody has to scroll.</summary>
    public const int Most = 10;

    // Above this the texts added since the last rebuild are put together with the others; below, building them anew takes milliseconds.
    private const int MostAdded = 2000;

    // Each kind that has something shows this many before the best of all fill the rest: titles would push holders out.
    private const int EachKind = 3;

    private readonly Lock _writing = new();
    private volatile IReadOnlyList<KindTexts> _kinds = [];

    public int Count => _kinds.Sum(kind => kind.Whole.Count + kind.Recent.Count);

    public long Bytes => _kinds.Sum(kind => kind.Whole.Bytes + kind.Recent.Bytes);

    /// <summary>Puts these in the place of all that was there. Of one text given twice the heavier counts; kinds are shown in the order in which they first come.</summary>
    public void Rebuild(IEnumerable<SuggestionEntry> entries)
    {
        lock (_writing) _kinds = [.. Gather(entries).Select(kind => new KindTexts(kind.Kind, Segment(kind.Weights), Segment([]), []))];
    }

    /// <summary>A few more. Texts go with the next <see cref="Rebuild"/> only.</summary>
    public void Add(IEnumerable<SuggestionEntry> entries)
    {
        lock (_writing)
        {
            var changed = _kinds.ToList();
            foreach (var (kind, weights) in Gather(entries))
            {
                var at = changed.FindIndex(old => old.Kind == kind);
                if (at < 0)
                {
                    at = changed.Count;
                    changed.Add(new(kind, Segment([]), Segment([]), []));
                }
                changed[at] = With(changed[at], weights);
            }
            _kinds = changed;
        }
    }

    public IReadOnlyList<SuggestionGroup> Find(string typed, int most = Most)
    {
        var text = new TypedText(typed, readings);
        if (text.Units.Length is 0 or > TypedText.Longest || most < 1) return [];
        var found = _kinds.Select(kind => (kind.Kind, Texts: Find(kind, text, Math.Min(most, Most)))).Where(kind => kind.Texts.Count > 0).ToList();
        var each = found.Count == 0 ? 0 : Math.Max(1, Math.Min(EachKind, most / found.Count));
        var shown = found.SelectMany((kind, order) => kind.Texts.Select((hit, place) => (Order: order, Place: place, Hit: hit)))
            .OrderBy(one => one.Place >= each).ThenBy(one => one.Hit.Fit).ThenByDescending(one => one.Hit.Weight)
            .ThenBy(one => one.Hit.Text, StringComparer.Ordinal).ThenBy(one => one.Order)
            .Take(most).ToLookup(one => one.Order);
        return [.. found.Select((kind, order) => new SuggestionGroup(kind.Kind, [.. shown[order].OrderBy(one => one.Place).Select(one => one.Hit.Text)])).Where(group => group.Texts.Count > 0)];
    }

    private static List<Hit> Find(KindTexts kind, TypedText typed, int most)
    {
        var hits = new List<Hit>();
        foreach (var segment in (ReadOnlySpan<SuggestionSegment>)[kind.Whole, kind.Recent])
        {
            if (segment.Count == 0) continue;
            var best = new BestTexts(most);
            segment.Find(typed, best);
            foreach (var rank in best.Ranks)
            {
                var text = BestTexts.TextOf(rank);
                hits.Add(new(segment.TextOf(text), segment.WeightOf(text), BestTexts.FitOf(rank)));
            }
        }
        return [.. hits.OrderBy(hit => hit.Fit).ThenByDescending(hit => hit.Weight).ThenBy(hit => hit.Text, StringComparer.Ordinal).DistinctBy(hit => hit.Text, StringComparer.Ordinal).Take(most)];
    }

    private KindTexts With(KindTexts kind, Dictionary<string, int> added)
    {
        var recent = new Dictionary<string, int>(kind.Added, StringComparer.Ordinal);
        foreach (var (text, weight) in added) Keep(recent, text, weight);
        if (recent.Count <= MostAdded) return kind with { Recent = Segment(recent), Added = recent };
        for (var i = 0; i < kind.Whole.Count; i++) Keep(recent, kind.Whole.TextOf(i), kind.Whole.WeightOf(i));
        return new(kind.Kind, Segment(recent), Segment([]), []);
    }

    private static List<(string Kind, Dictionary<string, int> Weights)> Gather(IEnumerable<SuggestionEntry> entries)
    {
        var gathered = new List<(string Kind, Dictionary<string, int> Weights)>();
        foreach (var (text, kind, weight) in entries)
        {
            if (string.IsNullOrWhiteSpace(text)) continue;
            var at = gathered.FindIndex(known => known.Kind == kind);
            if (at < 0)
            {
                at = gathered.Count;
                gathered.Add((kind, new(StringComparer.Ordinal)));
            }
            Keep(gathered[at].Weights, text, weight);
        }
        return gathered;
    }

    private static void Keep(Dictionary<string, int> weights, string text, int weight)
    {
        if (!weights.TryGetValue(text, out var known) || known < weight) weights[text] = weight;
    }

    private SuggestionSegment Segment(Dictionary<string, int> weights) => new(weights, readings, analyzer);

    private sealed record KindTexts(string Kind, SuggestionSegment Whole, SuggestionSegment Recent, Dictionary<string, int> Added);

    private sealed record Hit(string Text, int Weight, Fit Fit);
}
