using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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
        var (least, most) = (long.Max(from ?? None, None + 1), to ?? long.MaxValue);
        var (low, high) = (Vector512.Create(least), Vector512.Create(most));
        var whole = Numbers.Length & ~7;
        ref var first = ref MemoryMarshal.GetArrayDataReference(Numbers);
        for (var document = 0; document < whole; document += 8)
        {
            var eight = Vector512.LoadUnsafe(ref first, (nuint)document);
            var within = Vector512.GreaterThanOrEqual(eight, low) & Vector512.LessThanOrEqual(eight, high);
            bits[document >> 6] |= within.ExtractMostSignificantBits() << (document & 63);
        }
        for (var document = whole; document < Numbers.Length; document++)
        {
            if (Numbers[document] >= least && Numbers[document] <= most) Bits.Set(bits, document);
        }
    }
}
