using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Marketplace.Matching.Encoder;

/// <summary>Rows of a matrix times a weight each, added up. Sums stay in registers, four of them at a time, until all rows have been read.</summary>
internal static class WeightedRows
{
    private const int Lanes = 16;

    /// <param name="stride">From the start of a row to that of the next.</param>
    /// <param name="sum">As wide as what is read of each row.</param>
    public static void Add(ReadOnlySpan<float> weights, ReadOnlySpan<float> rows, int stride, Span<float> sum)
    {
        var column = 0;
        for (; column + 4 * Lanes <= sum.Length; column += 4 * Lanes)
        {
            Vector512<float> a = default, b = default, c = default, d = default;
            for (var row = 0; row < weights.Length; row++)
            {
                ref readonly var start = ref MemoryMarshal.GetReference(rows.Slice(row * stride + column, 4 * Lanes));
                var weight = Vector512.Create(weights[row]);
                a = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(in start), weight, a);
                b = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(in start, Lanes), weight, b);
                c = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(in start, 2 * Lanes), weight, c);
                d = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(in start, 3 * Lanes), weight, d);
            }
            a.CopyTo(sum[column..]);
            b.CopyTo(sum[(column + Lanes)..]);
            c.CopyTo(sum[(column + 2 * Lanes)..]);
            d.CopyTo(sum[(column + 3 * Lanes)..]);
        }
        for (; column + Lanes <= sum.Length; column += Lanes)
        {
            Vector512<float> a = default;
            for (var row = 0; row < weights.Length; row++) a = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(in rows[row * stride + column]), Vector512.Create(weights[row]), a);
            a.CopyTo(sum[column..]);
        }
        for (; column < sum.Length; column++)
        {
            var a = 0f;
            for (var row = 0; row < weights.Length; row++) a = MathF.FusedMultiplyAdd(rows[row * stride + column], weights[row], a);
            sum[column] = a;
        }
    }
}
