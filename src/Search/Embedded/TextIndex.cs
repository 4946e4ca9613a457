namespace Marketplace.Search.Embedded;

/// <summary>
/// One text of all documents of a segment: which documents a term stands in, and how often. A posting is a document number, the frequency and a <em>level</em>:
/// the term's share of its greatest possible score in 255 steps, rounded up, with the average length of the time the segment was made. Levels find the few
/// documents worth an exact score; frequencies and length codes give it.
/// </summary>
internal sealed class TextIndex
{
    /// <summary>Of a term in at least every eighth document the levels are also kept as a column, a byte a document: adding those up is a matter of 32 at a time.</summary>
    public const int ColumnShare = 8;

    /// <summary>Below this many documents a column saves nothing.</summary>
    public const int ColumnLeast = 4096;

    public required TermTable Terms { get; init; }

    /// <summary>Postings of term t lie from Starts[t] to Starts[t + 1].</summary>
    public required int[] Starts { get; init; }
    public required int[] Documents { get; init; }
    public required byte[] Levels { get; init; }

    /// <summary>255 stands for that many or more: see <see cref="Frequent"/>.</summary>
    public required byte[] Frequencies { get; init; }

    /// <summary>Frequencies of 255 and more, by posting.</summary>
    public required Dictionary<int, int> Frequent { get; init; }

    /// <summary>A code per document (<see cref="LengthCode"/>); 0: it does not have this text.</summary>
    public required byte[] Lengths { get; init; }

    /// <summary>Of all documents of the segment, taken out or not: the levels were computed with its average.</summary>
    public required TextSize Size { get; init; }

    /// <summary>In how many documents not deleted each term stands. Written by the one writer, read by anybody: a search may be off by the change of this instant.</summary>
    public required int[] LiveCounts { get; init; }

    /// <summary>Level columns of frequent terms, by term.</summary>
    public Dictionary<int, byte[]> Columns { get; private set; } = [];

    public int DocumentCount => Lengths.Length;

    public long Bytes => Terms.Bytes + (Starts.LongLength + Documents.LongLength + LiveCounts.LongLength) * sizeof(int) + Levels.LongLength + Frequencies.LongLength
        + Lengths.LongLength + Columns.Count * (long)DocumentCount;

    public int FrequencyOf(int posting)
    {
        var frequency = Frequencies[posting];
        return frequency < byte.MaxValue ? frequency : Frequent[posting];
    }

    /// <summary>Fills levels and columns: the last step of making a segment.</summary>
    public TextIndex Finished()
    {
        var norms = Bm25.InverseNorms(Size.Average);
        for (var posting = 0; posting < Documents.Length; posting++)
        {
            var share = 1 - 1 / (1 + FrequencyOf(posting) * norms[Lengths[Documents[posting]]]);
            Levels[posting] = (byte)int.Min(255, (int)(share * 255) + 1);
        }
        if (DocumentCount < ColumnLeast) return this;
        for (var term = 0; term < Terms.Count; term++)
        {
            if ((Starts[term + 1] - Starts[term]) * (long)ColumnShare < DocumentCount) continue;
            var column = new byte[DocumentCount];
            for (var posting = Starts[term]; posting < Starts[term + 1]; posting++) column[Documents[posting]] = Levels[posting];
            Columns.Add(term, column);
        }
        return this;
    }
}
