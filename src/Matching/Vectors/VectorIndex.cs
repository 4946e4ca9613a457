using System.Runtime.InteropServices;

namespace Marketplace.Matching.Vectors;

/// <summary>
/// All vectors of one side, looked through whole: at a few nanoseconds each, an approximate index would save little and miss some. Readers take no lock: a vector is only
/// ever written behind what they know of, and one that is replaced or removed is crossed out where it stands.
/// </summary>
public sealed class VectorIndex(int size)
{
    private readonly Lock _writing = new();
    private readonly Dictionary<long, int> _slots = [];
    private volatile State _state = new([], 0);

    public int Count
    {
        get
        {
            lock (_writing) return _slots.Count;
        }
    }

    public void Set(long id, Quantised vector)
    {
        lock (_writing)
        {
            CrossOut(id);
            // Half of what readers walk over is crossed out: time to write anew what is left.
            if (_state.Used >= 2 * (_slots.Count + VectorChunk.Size)) Compact();
            Append(id, vector.Bytes, vector.Scale);
        }
    }

    public void Remove(long id)
    {
        lock (_writing) CrossOut(id);
    }

    public IReadOnlyList<Neighbour> Nearest(Quantised asking, int most) => Nearest([asking], most)[0];

    /// <summary>For each that asks the <paramref name="most"/> nearest, nearest first. A chunk is read for all of them before the next.</summary>
    public IReadOnlyList<Neighbour>[] Nearest(IReadOnlyList<Quantised> asking, int most)
    {
        var (chunks, used) = _state;
        var queries = asking.Select(query => new NeighbourSearch(query, most)).ToArray();
        for (var chunk = 0; chunk < chunks.Length; chunk++)
        {
            var count = Math.Min(VectorChunk.Size, used - chunk * VectorChunk.Size);
            foreach (var query in queries) query.Look(chunks[chunk], count);
        }
        return [.. queries.Select(query => query.InOrder())];
    }

    private void CrossOut(long id)
    {
        if (_slots.Remove(id, out var slot)) _state.Chunks[slot / VectorChunk.Size].CrossOut(slot % VectorChunk.Size);
    }

    private void Append(long id, ReadOnlySpan<sbyte> bytes, float scale)
    {
        var (chunks, used) = _state;
        if (used == chunks.Length * VectorChunk.Size) chunks = [.. chunks, new(size)];
        chunks[used / VectorChunk.Size].Write(used % VectorChunk.Size, id, bytes, scale);
        _slots[id] = used;
        _state = new(chunks, used + 1);
    }

    private void Compact()
    {
        var former = _state;
        var slots = _slots.ToList();
        _state = new([], 0);
        foreach (var (id, slot) in slots.OrderBy(pair => pair.Value))
        {
            var (chunk, place) = (former.Chunks[slot / VectorChunk.Size], slot % VectorChunk.Size);
            Append(id, chunk.BytesAt(place), chunk.Scales[place]);
        }
    }

    private sealed record State(VectorChunk[] Chunks, int Used);
}

[StructLayout(LayoutKind.Auto)]
public readonly record struct Neighbour(long Id, float Cosine);
