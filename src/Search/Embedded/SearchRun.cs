using System.Numerics;
using Marketplace.Search.Documents;
using Marketplace.Search.Queries;

namespace Marketplace.Search.Embedded;

/// <summary>One query over one snapshot.</summary>
internal sealed class SearchRun
{
    private readonly EngineQuery _query;
    private readonly Snapshot _snapshot;
    private readonly IndexSchema _schema;
    private readonly WordPlan _plan;
    private readonly TopHits _hits;
    private readonly Effort _effort;
    private readonly PhraseCheck? _phrases;
    private readonly FacetCounter[] _facets;
    private readonly BitLoans _loans = new();
    private long _total;

    public SearchRun(EngineQuery query, Snapshot snapshot, IndexSchema schema)
    {
        (_query, _snapshot, _schema) = (query, snapshot, schema);
        _plan = new(query.Words, snapshot, schema);
        _hits = new(query.Size, snapshot, query.After, query.Order);
        _effort = new(query.Budget);
        _phrases = query.Words.Phrases.Count == 0 ? null : new(query.Words.Phrases, schema, _effort);
        _facets = [.. query.Facets.Select(facet => new FacetCounter(facet))];
    }

    public EngineResult Run()
    {
        try
        {
            // The largest first: its hits set the mark for the small ones.
            foreach (var segment in Enumerable.Range(0, _snapshot.Segments.Length).OrderByDescending(segment => _snapshot.Segments[segment].LiveCount))
            {
                if (!_effort.IsSpent) SearchIn(segment);
            }
            return new EngineResult
            {
                Total = _total,
                Hits = ReadHits(),
                Facets = _facets.ToDictionary(facet => facet.Column, facet => facet.Most(), StringComparer.Ordinal),
                Cut = _effort.IsSpent,
            };
        }
        finally
        {
            _loans.GiveBack();
        }
    }

    private List<EngineHit> ReadHits()
    {
        var column = _query.Order is null ? -1 : _schema.IndexOf(_query.Order.Column);
        var found = new List<EngineHit>(_hits.Count);
        foreach (var (key, segment, document) in _hits.Hits)
        {
            var store = _snapshot.Segments[segment].Segment;
            found.Add(new(column < 0 ? TopHits.ScoreOf(key) : 0, column < 0 ? null : store.Numbers[column]!.Of(document), store.Store.Read(document)));
        }
        return found;
    }

    private void SearchIn(int number)
    {
        var view = _snapshot.Segments[number];
        var words = _plan.WantedIn(number);
        if (words.Length > 0 && (_query.Words.Mode == WordMode.All ? Array.Exists(words, word => word.Length == 0) : Array.TrueForAll(words, word => word.Length == 0))) return;

        var filters = new FilterSet(_query.Filters, view.Segment, _schema, _loans);
        var byScore = words.Length > 0 && _query.Order is null;
        var intersects = words.Length > 0 && _query.Words.Mode == WordMode.All && (_phrases is not null || Conjunction.Pays(words));
        var scan = new SegmentScan
        {
            Snapshot = _snapshot,
            Number = number,
            Eligible = EligibleIn(number, view, words, intersects ? null : _phrases),
            Phrases = intersects ? _phrases : null,
            Filtered = filters.Without(null),
            Matched = _facets.Length > 0 || !byScore ? _loans.Take(view.Segment) : null,
            Hits = byScore && _query.Size > 0 ? _hits : null,
            Effort = _effort,
        };
        if (words.Length == 0) MatchEverything(scan);
        else if (intersects) Conjunction.Run(scan, words);
        else new WindowSearch(scan, words, _query.Words.Mode == WordMode.All).Run();
        _total += scan.Total;
        if (!byScore) OfferInOrder(scan);
        foreach (var facet in _facets) Count(facet, scan, filters);
    }

    /// <summary>Null: every document of the segment may be a hit.</summary>
    private ulong[]? EligibleIn(int number, SegmentView view, PostingList[][] words, PhraseCheck? phrases)
    {
        var without = _query.Without is null ? -1 : view.Find(_query.Without);
        var excluded = _plan.ExcludedIn(number);
        if (view.Deleted is null && without < 0 && excluded.Length == 0 && phrases is null) return null;
        var bits = _loans.Take(view.Segment);
        Bits.SetFirst(bits, view.Segment.Count);
        if (view.Deleted is not null)
        {
            for (var word = 0; word < bits.Length; word++) bits[word] &= ~view.Deleted[word];
        }
        if (without >= 0) Bits.Clear(bits, without);
        foreach (var list in excluded.SelectMany(lists => lists))
        {
            _effort.Spend(list.Count);
            foreach (var document in list.Documents) Bits.Clear(bits, document);
        }
        phrases?.Keep(bits, view.Segment.Store, words);
        return bits;
    }

    private static void MatchEverything(SegmentScan scan)
    {
        for (var word = 0; word < scan.Matched!.Length; word++)
        {
            var last = word == scan.Matched.Length - 1 && (scan.DocumentCount & 63) != 0 ? (1UL << (scan.DocumentCount & 63)) - 1 : ulong.MaxValue;
            scan.Found(word, scan.EligibleWord(word) & last);
        }
    }

    /// <summary>By a number, or, where no word was said, by id alone.</summary>
    private void OfferInOrder(SegmentScan scan)
    {
        if (_query.Size == 0) return;
        var numbers = _query.Order is null ? null : scan.Segment.Numbers[_schema.IndexOf(_query.Order.Column)]!.Numbers;
        for (var word = 0; word < scan.Matched!.Length; word++)
        {
            for (var left = scan.Matched[word] & scan.FilteredWord(word); left != 0; left &= left - 1)
            {
                var document = (word << 6) + BitOperations.TrailingZeroCount(left);
                var key = numbers is null ? TopHits.KeyOf(0f) : TopHits.KeyOf(numbers[document], _query.Order!);
                if (!_hits.Offer(key, scan.Number, document) && numbers is null) return;
            }
        }
    }

    private void Count(FacetCounter facet, SegmentScan scan, FilterSet filters)
    {
        var counted = scan.Matched!;
        var others = filters.Has(facet.Column) ? filters.Without(facet.Column) : scan.Filtered;
        if (others is not null)
        {
            counted = _loans.Copy(scan.Segment, counted);
            Bits.And(counted, others);
        }
        _effort.Spend(counted.Length * 8);
        facet.Add(scan.Segment.Values[_schema.IndexOf(facet.Column)]!, counted);
    }
}
