using System.Numerics;

namespace Marketplace.Search.Embedded;

/// <summary>A number per document; <see cref="None"/> where there is none.</summary>
internal sealed class NumberColumn(long[] numbers)
{
    public const long None = long.MinValue;

    public long[] Numbers { get; } = numbers;

    public long Bytes => Numbers.LongLength * sizeof(long);

    public long? Of(int document) => Numbers[document] is var number && number == None ? null : number;

    /// <summary>Sets the bit of each document whose number lies within the bounds.</summary>
    public void Collect(long? from, long? to, Span<ulong> bits)
    {
        var (low, high) = (new Vector<long>(long.Max(from ?? None, None + 1)), new Vector<long>(to ?? long.MaxValue));
        var whole = Numbers.Length & ~63;
        for (var document = 0; document < whole; document += 64)
        {
            ulong found = 0;
            for (var i = 0; i < 64; i += Vector<long>.Count)
            {
                var some = new Vector<long>(Numbers, document + i);
                var within = Vector.GreaterThanOrEqual(some, low) & Vector.LessThanOrEqual(some, high);
                for (var lane = 0; lane < Vector<long>.Count; lane++) found |= (ulong)(within[lane] & 1) << (i + lane);
            }
            bits[document >> 6] |= found;
        }
        for (var document = whole; document < Numbers.Length; document++)
        {
            if (Numbers[document] >= low[0] && Numbers[document] <= high[0]) Bits.Set(bits, document);
        }
    }
}
