using Marketplace.Search.Queries;

namespace Marketplace.Search.Embedded;

/// <summary>The best so many hits, best first. What they are ordered by is one number, the greater the better; equals by id.</summary>
internal sealed class TopHits(int size, Snapshot snapshot, Place? after, ColumnOrder? order)
{
    private readonly (long Key, int Segment, int Document)[] _hits = new (long, int, int)[size];
    private readonly long _afterKey = after is { } place ? (order is null ? KeyOf(place.Score!.Value) : KeyOf(place.Number ?? NumberColumn.None, order)) : long.MaxValue;

    public int Size => size;

    public int Count { get; private set; }

    public ReadOnlySpan<(long Key, int Segment, int Document)> Hits => _hits.AsSpan(0, Count);

    /// <summary>A key below this cannot enter any more.</summary>
    public long Least => size == 0 ? long.MaxValue : Count < size ? long.MinValue : _hits[Count - 1].Key;

    /// <summary>No score below this can enter any more.</summary>
    public float LeastScore => Least is var least && least <= 0 ? 0 : least == long.MaxValue ? float.MaxValue : ScoreOf(least);

    /// <summary>The score of the place this page begins after; infinite for the first page.</summary>
    public float AfterScore => after?.Score ?? float.PositiveInfinity;

    /// <summary>Scores are never negative, so their bits are ordered as they are.</summary>
    public static long KeyOf(float score) => BitConverter.SingleToInt32Bits(score);

    public static float ScoreOf(long key) => BitConverter.Int32BitsToSingle((int)key);

    /// <summary>Documents without the number come last in both directions: <see cref="NumberColumn.None"/> stays the least key.</summary>
    public static long KeyOf(long number, ColumnOrder order) => order.Descending || number == NumberColumn.None ? number : -number;

    /// <summary>False: this one and, of the same segment and key, all later ones come too late.</summary>
    public bool Offer(long key, int segment, int document)
    {
        if (key < Least) return false;
        if (after is not null && key >= _afterKey && (key > _afterKey || IdOf(segment, document).SequenceCompareTo(after.Value.Id) <= 0)) return true;
        if (Count == size && !IsBefore(key, segment, document, _hits[Count - 1])) return false;
        var place = Count < size ? Count++ : Count - 1;
        for (; place > 0 && IsBefore(key, segment, document, _hits[place - 1]); place--) _hits[place] = _hits[place - 1];
        _hits[place] = (key, segment, document);
        return true;
    }

    private bool IsBefore(long key, int segment, int document, in (long Key, int Segment, int Document) other)
    {
        if (key != other.Key) return key > other.Key;
        // Within a segment documents are numbered in the order of their ids.
        if (segment == other.Segment) return document < other.Document;
        return IdOf(segment, document).SequenceCompareTo(IdOf(other.Segment, other.Document)) < 0;
    }

    private ReadOnlySpan<char> IdOf(int segment, int document) => snapshot.Segments[segment].Segment.Store.IdOf(document);
}
