namespace Marketplace.Search;

/// <summary>The length of a text in one byte as Lucene keeps it: exact up to 39, then four significant bits, so that scores agree with Elasticsearch's.</summary>
public static class LengthCode
{
    // Lengths below this are stored as they are: what is left of 256 codes after the largest int took its own.
    private const int Exact = 24;

    public static byte Of(int length) => length < Exact ? (byte)length : (byte)(Exact + FloatLike(length - Exact));

    public static int LengthOf(byte code) => code < Exact ? code : Exact + FromFloatLike(code - Exact);

    /// <summary>Three bits after the leading one, and how far they are shifted; below eight, the number itself.</summary>
    private static int FloatLike(int value)
    {
        var bits = 32 - int.LeadingZeroCount(value);
        if (bits < 4) return value;
        var shift = bits - 4;
        return ((value >> shift) & 0x07) | ((shift + 1) << 3);
    }

    private static int FromFloatLike(int code)
    {
        var mantissa = code & 0x07;
        var shift = (code >> 3) - 1;
        return shift < 0 ? mantissa : (mantissa | 0x08) << shift;
    }
}
