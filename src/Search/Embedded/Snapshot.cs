using Marketplace.Search.Documents;

namespace Marketplace.Search.Embedded;

/// <summary>All there is to search at one moment. A search takes one and needs no lock: whoever changes the index puts another in its place.</summary>
internal sealed class Snapshot
{
    public Snapshot(IndexSchema schema, SegmentView[] segments)
    {
        Segments = segments;
        Sizes = [.. schema.Texts.Select((_, text) => segments.Aggregate(default(TextSize), (sum, view) => sum + view.Sizes[text]))];
        Norms = [.. Sizes.Select(size => Bm25.InverseNorms(size.Average))];
    }

    public SegmentView[] Segments { get; }

    /// <summary>Of each text, over all segments.</summary>
    public TextSize[] Sizes { get; }

    /// <summary>Of each text, <see cref="Bm25.InverseNorms"/> by length code.</summary>
    public float[][] Norms { get; }

    public long DocumentCount => Segments.Sum(segment => (long)segment.LiveCount);

    /// <summary>The segment and number of a document, or −1, −1.</summary>
    public (int Segment, int Document) Find(string id)
    {
        for (var segment = 0; segment < Segments.Length; segment++)
        {
            if (Segments[segment].Find(id) is >= 0 and var document) return (segment, document);
        }
        return (-1, -1);
    }
}
