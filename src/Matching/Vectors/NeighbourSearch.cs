using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Marketplace.Matching.Vectors;

/// <summary>The nearest so far to one vector.</summary>
internal sealed class NeighbourSearch(Quantised asking, int most)
{
    private const int Step = 32;

    private readonly short[] _numbers = [.. asking.Bytes.Select(number => (short)number)];

    // The least on top. Among equals the one that came last, so that it goes first.
    private readonly PriorityQueue<Neighbour, (float Cosine, int Order)> _best = new(most + 1, Comparer<(float Cosine, int Order)>.Create(
        (left, right) => left.Cosine != right.Cosine ? left.Cosine.CompareTo(right.Cosine) : right.Order.CompareTo(left.Order)));

    private float _least = most > 0 ? float.NegativeInfinity : float.PositiveInfinity;
    private int _seen;

    public void Look(VectorChunk chunk, int count)
    {
        ref var vector = ref Unsafe.AsRef(in chunk.First);
        for (var place = 0; place < count; place++)
        {
            var cosine = Dot(ref vector) * chunk.Scales[place] * asking.Scale;
            if (cosine > _least) Take(new(chunk.Ids[place], cosine), _seen + place);
            vector = ref Unsafe.Add(ref vector, _numbers.Length);
        }
        _seen += count;
    }

    public IReadOnlyList<Neighbour> InOrder() =>
        [.. _best.UnorderedItems.OrderByDescending(item => item.Priority.Cosine).ThenBy(item => item.Priority.Order).Select(item => item.Element)];

    private void Take(Neighbour neighbour, int order)
    {
        if (_best.Count < most) _best.Enqueue(neighbour, (neighbour.Cosine, order));
        else _best.EnqueueDequeue(neighbour, (neighbour.Cosine, order));
        if (_best.Count == most) _least = _best.TryPeek(out _, out var least) ? least.Cosine : _least;
    }

    private int Dot(ref sbyte vector)
    {
        Vector512<int> even = default, odd = default;
        ref var numbers = ref _numbers[0];
        for (nuint i = 0; i < (nuint)_numbers.Length; i += 2 * Step)
        {
            even += Wide.MultiplyAdd(Wide.Shorts(Vector256.LoadUnsafe(ref vector, i)), Vector512.LoadUnsafe(ref numbers, i));
            odd += Wide.MultiplyAdd(Wide.Shorts(Vector256.LoadUnsafe(ref vector, i + Step)), Vector512.LoadUnsafe(ref numbers, i + Step));
        }
        return Vector512.Sum(even + odd);
    }
}
