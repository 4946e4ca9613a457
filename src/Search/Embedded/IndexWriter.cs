using Marketplace.Search.Analysis;
using Marketplace.Search.Documents;

namespace Marketplace.Search.Embedded;

/// <summary>Changes an index: one at a time, each change a new <see cref="Snapshot"/>. Small segments are merged at once, large ones beside the traffic.</summary>
internal sealed class IndexWriter(IndexSchema schema, Analyzer analyzer, Snapshot start, Removals removed)
{
    /// <summary>Merging so many documents takes about three milliseconds: a writer may wait that long, and visible within ten is what we promise.</summary>
    private const int MergeAtOnce = 512;

    private readonly Lock _writing = new();
    private Snapshot _snapshot = start;
    private Task _merging = Task.CompletedTask;

    public Snapshot Snapshot => Volatile.Read(ref _snapshot);

    public ApplyResult Apply(IReadOnlyList<IndexChange> changes)
    {
        var refused = changes.Where(change => DocumentCheck.Find(change) is not null).Select(change => (change.Id, DocumentCheck.Find(change)!)).ToList();
        lock (_writing)
        {
            var (newest, applied) = NewestOf(changes);
            if (newest.Count > 0)
            {
                var views = TakeOut(newest);
                if (Build(newest) is { } added) views.Add(SegmentView.Of(added));
                foreach (var change in newest) removed.Note(change);
                Publish(MergeSmall(views));
                MergeLargeBeside();
            }
            return new(applied, changes.Count - applied - refused.Count, refused);
        }
    }

    /// <summary>The index of this moment, to be saved.</summary>
    public (Snapshot Snapshot, KeyValuePair<string, long>[] Removed) Freeze()
    {
        lock (_writing) return (Snapshot, [.. removed.Versions]);
    }

    /// <summary>Everything into one segment: the last step of filling an index.</summary>
    public void MergeAll()
    {
        lock (_writing)
        {
            var views = Snapshot.Segments;
            if (views.Length > 1 || Array.Exists(views, view => view.Deleted is not null)) Publish([SegmentView.Of(new SegmentMerger(schema, views).Merge())]);
        }
    }

    /// <summary>Begins to put together what was saved in pieces.</summary>
    public void MergeBeside()
    {
        lock (_writing) MergeLargeBeside();
    }

    /// <summary>Ends when no merge is running any more.</summary>
    public Task WhenMergedAsync()
    {
        lock (_writing) return _merging;
    }

    /// <summary>Of each document the newest change, if it is newer than what is there; and how many changes were newer than those before them.</summary>
    private (List<IndexChange> Newest, int Applied) NewestOf(IReadOnlyList<IndexChange> changes)
    {
        var newest = new Dictionary<string, IndexChange>(StringComparer.Ordinal);
        var applied = 0;
        foreach (var change in changes)
        {
            if (DocumentCheck.Find(change) is not null) continue;
            if (change.Version <= (newest.TryGetValue(change.Id, out var before) ? before.Version : VersionOf(change.Id))) continue;
            newest[change.Id] = change;
            applied++;
        }
        return ([.. newest.Values], applied);
    }

    private long VersionOf(string id)
    {
        var (segment, document) = Snapshot.Find(id);
        return segment < 0 ? removed.VersionOf(id) : Snapshot.Segments[segment].Segment.Store.Versions[document];
    }

    private List<SegmentView> TakeOut(List<IndexChange> changes)
    {
        var views = Snapshot.Segments.ToList();
        foreach (var group in changes.Select(change => Snapshot.Find(change.Id)).Where(place => place.Segment >= 0).GroupBy(place => place.Segment, place => place.Document))
        {
            views[group.Key] = views[group.Key].Without(group, schema, analyzer);
        }
        views.RemoveAll(view => view.LiveCount == 0);
        return views;
    }

    private Segment? Build(List<IndexChange> changes)
    {
        var builder = new SegmentBuilder(schema, analyzer);
        foreach (var change in changes) if (change.Document is not null) builder.Add(change.Document);
        return builder.Count == 0 ? null : builder.Build();
    }

    private List<SegmentView> MergeSmall(List<SegmentView> views)
    {
        while (MergePolicy.Next(views, MergeAtOnce) is { } small)
        {
            var merged = SegmentView.Of(new SegmentMerger(schema, small).Merge());
            views.RemoveAll(small.Contains);
            views.Add(merged);
        }
        return views;
    }

    private void MergeLargeBeside()
    {
        if (!_merging.IsCompleted || MergePolicy.Next(Snapshot.Segments, int.MaxValue) is not { } large) return;
        _merging = Task.Run(() =>
        {
            var merger = new SegmentMerger(schema, large);
            var merged = merger.Merge();
            lock (_writing)
            {
                Replace(large, merger, merged);
                // What has grown meanwhile is next; done here, the task is over only when nothing is left to do.
                _merging = Task.CompletedTask;
                MergeLargeBeside();
            }
        });
    }

    /// <summary>What was taken out of the sources while they were merged is taken out of the outcome.</summary>
    private void Replace(List<SegmentView> sources, SegmentMerger merger, Segment merged)
    {
        var views = Snapshot.Segments.ToList();
        var gone = new List<int>();
        for (var source = 0; source < sources.Count; source++)
        {
            var now = views.Find(view => view.Segment == sources[source].Segment);
            for (var document = 0; document < merger.Places[source].Length; document++)
            {
                if (merger.Places[source][document] is >= 0 and var place && (now is null || now.IsDeleted(document))) gone.Add(place);
            }
        }
        views.RemoveAll(view => sources.Exists(source => source.Segment == view.Segment));
        var outcome = SegmentView.Of(merged);
        if (gone.Count > 0) outcome = outcome.Without(gone, schema, analyzer);
        if (outcome.LiveCount > 0) views.Add(outcome);
        Publish(views);
    }

    private void Publish(IReadOnlyCollection<SegmentView> views) => Volatile.Write(ref _snapshot, new Snapshot(schema, [.. views]));
}
