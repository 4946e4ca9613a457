using System.Runtime.InteropServices;
using Marketplace.Search.Analysis;
using Marketplace.Search.Documents;

namespace Marketplace.Search.Embedded;

/// <summary>A segment as it stands at one moment: without what has been taken out of it.</summary>
internal sealed class SegmentView(Segment segment, ulong[]? deleted, int deletedCount, TextSize[] sizes)
{
    public Segment Segment { get; } = segment;

    /// <summary>Null while nothing is.</summary>
    public ulong[]? Deleted { get; } = deleted;
    public int LiveCount { get; } = segment.Count - deletedCount;

    /// <summary>Of each text, over what is left.</summary>
    public TextSize[] Sizes { get; } = sizes;

    public static SegmentView Of(Segment segment) => new(segment, null, 0, [.. segment.Texts.Select(text => text.Size)]);

    /// <summary>The same without these documents. Their terms are counted off by cutting the texts again: taking out is rare, and keeping the terms would double the index.</summary>
    public SegmentView Without(IEnumerable<int> documents, IndexSchema schema, Analyzer analyzer)
    {
        var left = Deleted is null ? new ulong[Bits.WordsFor(Segment.Count)] : [.. Deleted];
        var sizesLeft = Sizes.ToArray();
        var gone = Segment.Count - LiveCount;
        foreach (var document in documents)
        {
            Bits.Set(left, document);
            gone++;
            var texts = Segment.Store.Read(document).Texts;
            for (var text = 0; text < schema.Texts.Count; text++)
            {
                if (!texts.TryGetValue(schema.Texts[text].Name, out var words)) continue;
                var length = TermsOff.Count(words, Segment.Texts[text], analyzer);
                if (length > 0) sizesLeft[text] -= new TextSize(1, length);
            }
        }
        return new(Segment, left, gone, sizesLeft);
    }

    public bool IsDeleted(int document) => Deleted is not null && Bits.Has(Deleted, document);

    /// <summary>The number of a document that is there, or −1.</summary>
    public int Find(ReadOnlySpan<char> id) => Segment.Store.Find(id) is >= 0 and var document && !IsDeleted(document) ? document : -1;
}

/// <summary>How many documents have a text, and the number of its terms in all of them.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TextSize(long DocumentCount, long TotalLength)
{
    public float Average => Bm25.Average(TotalLength, DocumentCount);

    public static TextSize operator +(TextSize one, TextSize other) => new(one.DocumentCount + other.DocumentCount, one.TotalLength + other.TotalLength);

    public static TextSize operator -(TextSize one, TextSize other) => new(one.DocumentCount - other.DocumentCount, one.TotalLength - other.TotalLength);
}
