namespace Marketplace.Search.Elasticsearch;

/// <summary>Names in the index. A schema's own names stand below one of four objects, so they never meet these.</summary>
internal static class Fields
{
    public const string Id = "id", Version = "version", Gone = "gone", Document = "document";

    /// <summary>Pieces of <see cref="Documents.DocumentMark"/>: a sum aggregation counts in doubles, which are exact up to 2^53, so for 2^31 documents of 22 bits.</summary>
    public const string MarkLow = "mark_low", MarkMiddle = "mark_middle", MarkHigh = "mark_high";
    public const int MarkBits = 22;

    public static string Terms(string text) => "terms." + text;

    public static string Phrases(string text) => "phrases." + text;

    public static string Values(string column) => "values." + column;

    public static string Numbers(string column) => "numbers." + column;

    public static string Vectors(string vector) => "vectors." + vector;

    public static (int Low, int Middle, int High) Pieces(ulong mark) =>
        ((int)(mark & ((1 << MarkBits) - 1)), (int)((mark >> MarkBits) & ((1 << MarkBits) - 1)), (int)(mark >> (2 * MarkBits)));

    public static ulong Sum(double low, double middle, double high) => unchecked((ulong)low + ((ulong)middle << MarkBits) + ((ulong)high << (2 * MarkBits)));
}
