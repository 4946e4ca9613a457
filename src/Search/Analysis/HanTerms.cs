using System.Buffers;

namespace Marketplace.Search.Analysis;

/// <summary>
/// The terms of a run of Han characters: the words of the cut with the words inside them; pairs of neighbours where several single characters follow
/// each other; and every single character, wanted by a query where it stands alone, else only there to be found.
/// A query that is a word of the dictionary is found in every text that holds it as a word of the cut or inside one.
/// </summary>
internal sealed class HanTerms(Lexicon lexicon, Segmenter segmenter, Boilerplate boilerplate)
{
    public void Add<TSink>(in FoldedText text, int from, int to, ref int position, ref TSink sink) where TSink : ITermSink, allows ref struct
    {
        var run = text.Characters[from..to];
        var rented = ArrayPool<Segmenter.Cell>.Shared.Rent(run.Length + 1);
        try
        {
            segmenter.Route(run, rented);
            ReadOnlySpan<Segmenter.Cell> cells = rented.AsSpan(0, run.Length);
            for (var start = 0; start < run.Length;)
            {
                var dropped = boilerplate.LengthAt(run, start, cells);
                if (dropped > 0)
                {
                    for (var end = start + dropped; start < end; start += cells[start].Length) position++;
                }
                else if (cells[start].Length == 1)
                {
                    var end = start + 1;
                    while (end < run.Length && cells[end].Length == 1 && boilerplate.LengthAt(run, end, cells) == 0) end++;
                    AddSingles(text, from + start, from + end, ref position, ref sink);
                    start = end;
                }
                else
                {
                    Emit(text, from + start, cells[start].Length, position, TermKind.Word, ref sink);
                    if (cells[start].Length > 2) AddInside(text, from, cells, start, position, ref sink);
                    start += cells[start].Length;
                    position++;
                }
            }
        }
        finally
        {
            ArrayPool<Segmenter.Cell>.Shared.Return(rented);
        }
    }

    private static void AddSingles<TSink>(in FoldedText text, int start, int end, ref int position, ref TSink sink)
        where TSink : ITermSink, allows ref struct
    {
        var kind = end - start == 1 ? TermKind.Word : TermKind.Inner;
        for (; start < end; start++, position++)
        {
            Emit(text, start, 1, position, kind, ref sink);
            if (start + 1 < end) Emit(text, start, 2, position, TermKind.Pair, ref sink);
        }
    }

    /// <summary>Step 4 of the vectors' README, and longer words inside long ones besides.</summary>
    private void AddInside<TSink>(in FoldedText text, int from, ReadOnlySpan<Segmenter.Cell> cells, int start, int position, ref TSink sink)
        where TSink : ITermSink, allows ref struct
    {
        var end = start + cells[start].Length;
        for (var inside = start; inside < end - 1; inside++)
        {
            var longest = Math.Min(cells[inside].LongestWordHere, end - inside);
            for (var length = 2; length <= longest; length++)
            {
                if (!cells[inside].IsWord(length) || (inside == start && length == end - start)) continue;
                Emit(text, from + inside, length, position, TermKind.Inner, ref sink);
                if (lexicon.FallsApart(text.Characters.Slice(from + inside, length))) AddParts(text, from + inside, length, position, ref sink);
            }
        }
    }

    /// <summary>A query for a word that its own cut takes apart asks for the parts; so they are there wherever the word lies inside another.</summary>
    private void AddParts<TSink>(in FoldedText text, int from, int length, int position, ref TSink sink) where TSink : ITermSink, allows ref struct
    {
        Span<Segmenter.Cell> cells = stackalloc Segmenter.Cell[Segmenter.LongestWord + 1];
        segmenter.Route(text.Characters.Slice(from, length), cells);
        for (var start = 0; start < length; start += cells[start].Length)
        {
            Emit(text, from + start, cells[start].Length, position, TermKind.Inner, ref sink);
            var next = start + cells[start].Length;
            if (next < length && cells[start].Length == 1 && cells[next].Length == 1) Emit(text, from + start, 2, position, TermKind.Inner, ref sink);
        }
    }

    private static void Emit<TSink>(in FoldedText text, int start, int length, int position, TermKind kind, ref TSink sink)
        where TSink : ITermSink, allows ref struct =>
        sink.Add(text.Characters.Slice(start, length), position, text.StartOf(start), text.EndOf(start + length), kind);
}
