using System.Numerics;

namespace Marketplace.Search.Embedded;

/// <summary>Sets of documents of one segment, a bit each.</summary>
internal static class Bits
{
    public static int WordsFor(int documents) => (documents + 63) >> 6;

    public static bool Has(ReadOnlySpan<ulong> bits, int document) => (bits[document >> 6] >> (document & 63) & 1) != 0;

    public static void Set(Span<ulong> bits, int document) => bits[document >> 6] |= 1UL << (document & 63);

    public static void Clear(Span<ulong> bits, int document) => bits[document >> 6] &= ~(1UL << (document & 63));

    /// <summary>The first so many set, the rest of the last word clear.</summary>
    public static void SetFirst(Span<ulong> bits, int documents)
    {
        bits.Fill(ulong.MaxValue);
        if ((documents & 63) != 0) bits[documents >> 6] = (1UL << (documents & 63)) - 1;
    }

    public static void And(Span<ulong> bits, ReadOnlySpan<ulong> others)
    {
        for (var i = 0; i < bits.Length; i++) bits[i] &= others[i];
    }

    public static void Or(Span<ulong> bits, ReadOnlySpan<ulong> others)
    {
        for (var i = 0; i < bits.Length; i++) bits[i] |= others[i];
    }

    public static int Count(ReadOnlySpan<ulong> bits)
    {
        var count = 0;
        foreach (var word in bits) count += BitOperations.PopCount(word);
        return count;
    }

    public static int CountBoth(ReadOnlySpan<ulong> bits, ReadOnlySpan<ulong> others)
    {
        // Four sums, because each waits for its own last addition.
        var (one, two, three, four) = (0, 0, 0, 0);
        var i = 0;
        others = others[..bits.Length];
        for (; i + 4 <= bits.Length; i += 4)
        {
            one += BitOperations.PopCount(bits[i] & others[i]);
            two += BitOperations.PopCount(bits[i + 1] & others[i + 1]);
            three += BitOperations.PopCount(bits[i + 2] & others[i + 2]);
            four += BitOperations.PopCount(bits[i + 3] & others[i + 3]);
        }
        for (; i < bits.Length; i++) one += BitOperations.PopCount(bits[i] & others[i]);
        return one + two + three + four;
    }
}
