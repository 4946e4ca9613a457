namespace Marketplace.Search.Embedded;

/// <summary>The postings of one wanted term in one text of one segment, with what is needed to score them.</summary>
internal readonly struct PostingList(TextIndex index, int term, float weight, float[] norms)
{
    private readonly float[] _norms = norms;

    public TextIndex Index { get; } = index;
    public int Start { get; } = index.Starts[term];
    public int End { get; } = index.Starts[term + 1];

    /// <summary>The text's weight times the term's idf: no score of this list is greater.</summary>
    public float Weight { get; } = weight;

    /// <summary>Levels of all documents, where the term is frequent.</summary>
    public byte[]? Column { get; } = index.Columns.GetValueOrDefault(term);

    public int Count => End - Start;

    public ReadOnlySpan<int> Documents => Index.Documents.AsSpan(Start, Count);

    public float ScoreOf(int posting) => Bm25.Score(Weight, Index.FrequencyOf(posting), _norms[Index.Lengths[Index.Documents[posting]]]);

    /// <summary>The first posting from <paramref name="from"/> on whose document is not before <paramref name="document"/>: by doubling steps, then halving.</summary>
    public int Seek(int document, int from)
    {
        var documents = Index.Documents;
        var (low, step) = (from, 1);
        while (low + step < End && documents[low + step] < document)
        {
            low += step;
            step <<= 1;
        }
        var high = int.Min(low + step, End);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (documents[middle] < document) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
