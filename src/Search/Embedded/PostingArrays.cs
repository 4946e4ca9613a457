namespace Marketplace.Search.Embedded;

/// <summary>The postings of a text while they are filled in, by the builder or by a merge.</summary>
internal sealed class PostingArrays(int postings)
{
    public int[] Documents { get; } = new int[postings];
    public byte[] Frequencies { get; } = new byte[postings];
    private readonly Dictionary<int, int> _frequent = [];

    public void Put(int posting, int document, int frequency)
    {
        Documents[posting] = document;
        Frequencies[posting] = (byte)int.Min(frequency, byte.MaxValue);
        if (frequency >= byte.MaxValue) _frequent[posting] = frequency;
    }

    public TextIndex ToIndex(TermTable terms, int[] starts, int[] liveCounts, byte[] lengths, long totalLength) =>
        new TextIndex
        {
            Terms = terms,
            Starts = starts,
            Documents = Documents,
            Levels = new byte[Documents.Length],
            Frequencies = Frequencies,
            Frequent = _frequent,
            Lengths = lengths,
            Size = new(lengths.Count(code => code != 0), totalLength),
            LiveCounts = liveCounts,
        }.Finished();
}
