using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Marketplace.Matching;

/// <summary>The two steps of multiplying bytes that the portable vectors lack, each by the widest instruction there is.</summary>
internal static class Wide
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<short> Shorts(Vector256<sbyte> bytes) =>
        Avx512BW.IsSupported ? Avx512BW.ConvertToVector512Int16(bytes) : Vector512.Create(Vector256.WidenLower(bytes), Vector256.WidenUpper(bytes));

    /// <summary>Products of shorts, added two and two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> MultiplyAdd(Vector512<short> left, Vector512<short> right)
    {
        if (Avx512BW.IsSupported) return Avx512BW.MultiplyAddAdjacent(left, right);
        if (Avx2.IsSupported)
        {
            return Vector512.Create(Avx2.MultiplyAddAdjacent(left.GetLower(), right.GetLower()), Avx2.MultiplyAddAdjacent(left.GetUpper(), right.GetUpper()));
        }
        return Adjacent(left, right);
    }

    /// <summary>Sum of products of bytes, in whole numbers.</summary>
    public static int Dot(ReadOnlySpan<sbyte> left, ReadOnlySpan<sbyte> right)
    {
        var sums = Vector512<int>.Zero;
        ref var l = ref MemoryMarshal.GetReference(left);
        ref var r = ref MemoryMarshal.GetReference(right);
        nuint i = 0;
        for (; i + 32 <= (nuint)left.Length; i += 32) sums += MultiplyAdd(Shorts(Vector256.LoadUnsafe(ref l, i)), Shorts(Vector256.LoadUnsafe(ref r, i)));
        var sum = Vector512.Sum(sums);
        for (; i < (nuint)left.Length; i++) sum += left[(int)i] * right[(int)i];
        return sum;
    }

    private static Vector512<int> Adjacent(Vector512<short> left, Vector512<short> right)
    {
        var (l, r) = (left.AsInt32(), right.AsInt32());
        return (l << 16 >> 16) * (r << 16 >> 16) + (l >> 16) * (r >> 16);
    }
}
