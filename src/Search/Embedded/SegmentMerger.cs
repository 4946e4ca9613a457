using Marketplace.Search.Documents;

namespace Marketplace.Search.Embedded;

/// <summary>Makes one segment of several, without what was taken out. Postings are copied, no text is cut again.</summary>
internal sealed class SegmentMerger
{
    private readonly IndexSchema _schema;
    private readonly SegmentView[] _sources;

    // Which source and which of its documents comes at each place of the new segment, and the way back: −1 for what was taken out.
    private readonly (int Source, int Document)[] _origins;

    public SegmentMerger(IndexSchema schema, IReadOnlyList<SegmentView> sources)
    {
        _schema = schema;
        _sources = [.. sources];
        Places = [.. sources.Select(source => Enumerable.Repeat(-1, source.Segment.Count).ToArray())];
        _origins = Interleave();
    }

    /// <summary>For each source, where its documents went.</summary>
    public int[][] Places { get; }

    public Segment Merge() => new()
    {
        Store = MergeStores(),
        Texts = [.. _schema.Texts.Select((_, text) => MergeText(text))],
        Values = [.. _schema.Columns.Select((column, i) => column.Kind == ColumnKind.Values ? MergeValues(i) : null)],
        Numbers = [.. _schema.Columns.Select((column, i) => column.Kind == ColumnKind.Number
            ? new NumberColumn([.. _origins.Select(origin => _sources[origin.Source].Segment.Numbers[i]!.Numbers[origin.Document])])
            : null)],
    };

    private (int, int)[] Interleave()
    {
        var merged = new List<(int Source, int Document)>(_sources.Sum(source => source.LiveCount));
        var next = new PriorityQueue<(int Source, int Document), string>(StringComparer.Ordinal);
        for (var source = 0; source < _sources.Length; source++) Enqueue(source, 0);
        while (next.TryDequeue(out var first, out _))
        {
            Places[first.Source][first.Document] = merged.Count;
            merged.Add(first);
            Enqueue(first.Source, first.Document + 1);
        }
        return [.. merged];

        void Enqueue(int source, int document)
        {
            while (document < _sources[source].Segment.Count && _sources[source].IsDeleted(document)) document++;
            if (document < _sources[source].Segment.Count) next.Enqueue((source, document), new(_sources[source].Segment.Store.IdOf(document)));
        }
    }

    private DocumentStore MergeStores()
    {
        var ids = new TermTable(_origins.Length);
        var pages = new DocumentPages();
        var (versions, starts) = (new long[_origins.Length], new long[_origins.Length]);
        for (var place = 0; place < _origins.Length; place++)
        {
            var store = _sources[_origins[place].Source].Segment.Store;
            var document = _origins[place].Document;
            ids.GetOrAdd(store.IdOf(document));
            versions[place] = store.Versions[document];
            starts[place] = pages.Add(store.PackedOf(document));
        }
        ids.Trim();
        return new(ids, versions, starts, pages.ToArray());
    }

    private TextIndex MergeText(int text)
    {
        var indexes = _sources.Select(source => source.Segment.Texts[text]).ToArray();
        var terms = new TermTable(indexes.Max(index => index.Terms.Count) + 1);
        var counts = new List<int>();
        var renumbered = new int[indexes.Length][];
        for (var source = 0; source < indexes.Length; source++)
        {
            renumbered[source] = new int[indexes[source].Terms.Count];
            for (var term = 0; term < renumbered[source].Length; term++)
            {
                renumbered[source][term] = -1;
                var count = CountLive(source, indexes[source], term);
                if (count == 0) continue;
                var number = renumbered[source][term] = terms.GetOrAdd(indexes[source].Terms[term]);
                if (number == counts.Count) counts.Add(0);
                counts[number] += count;
            }
        }
        terms.Trim();
        var starts = new int[counts.Count + 1];
        for (var term = 0; term < counts.Count; term++) starts[term + 1] = starts[term] + counts[term];
        var merged = Fill(indexes, renumbered, starts);
        var lengths = _origins.Select(origin => indexes[origin.Source].Lengths[origin.Document]).ToArray();
        return merged.ToIndex(terms, starts, [.. counts], lengths, _sources.Sum(source => source.Sizes[text].TotalLength));
    }

    private int CountLive(int source, TextIndex index, int term)
    {
        var count = index.Starts[term + 1] - index.Starts[term];
        if (_sources[source].LiveCount == _sources[source].Segment.Count) return count;
        for (var posting = index.Starts[term]; posting < index.Starts[term + 1]; posting++)
        {
            if (Places[source][index.Documents[posting]] < 0) count--;
        }
        return count;
    }

    private PostingArrays Fill(TextIndex[] indexes, int[][] renumbered, int[] starts)
    {
        var merged = new PostingArrays(starts[^1]);
        var next = starts[..^1];
        var gathered = new List<(int Place, int Frequency)>();
        // The new terms in turn, each from all sources that have it: their documents interleave.
        var bySource = new int[indexes.Length][];
        for (var source = 0; source < indexes.Length; source++)
        {
            bySource[source] = Enumerable.Repeat(-1, next.Length).ToArray();
            for (var term = 0; term < renumbered[source].Length; term++)
            {
                if (renumbered[source][term] >= 0) bySource[source][renumbered[source][term]] = term;
            }
        }
        for (var term = 0; term < next.Length; term++)
        {
            gathered.Clear();
            var holders = 0;
            for (var source = 0; source < indexes.Length; source++)
            {
                if (bySource[source][term] is not (>= 0 and var old)) continue;
                holders++;
                var index = indexes[source];
                for (var posting = index.Starts[old]; posting < index.Starts[old + 1]; posting++)
                {
                    if (Places[source][index.Documents[posting]] is >= 0 and var place) gathered.Add((place, index.FrequencyOf(posting)));
                }
            }
            if (holders > 1) gathered.Sort();
            foreach (var (place, frequency) in gathered) merged.Put(next[term]++, place, frequency);
        }
        return merged;
    }

    private ValueColumn MergeValues(int column)
    {
        var columns = _sources.Select(source => source.Segment.Values[column]!).ToArray();
        return ValueColumn.Of([.. _origins.Select(origin =>
        {
            var from = columns[origin.Source];
            return (IReadOnlyList<string>)[.. from.HeldBy(origin.Document).ToArray().Select(value => from.Values[value])];
        })]);
    }
}
