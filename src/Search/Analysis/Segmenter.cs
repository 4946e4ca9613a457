using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Marketplace.Search.Analysis;

/// <summary>
/// Cuts a run of Han characters into dictionary words by maximum probability, in one way for search and for vectors
/// (steps 3 and 4 of the term vectors' README; <c>golden_features.tsv</c> holds it to that).
/// </summary>
public sealed class Segmenter(Lexicon lexicon)
{
    /// <summary>Longest word that is looked for: its lengths fit the bits of a number. The longest there is has 29 characters.</summary>
    public const int LongestWord = 31;

    public void Cut<TSink>(ReadOnlySpan<char> hanRun, ref TSink sink) where TSink : IWordSink, allows ref struct
    {
        var cells = ArrayPool<Cell>.Shared.Rent(hanRun.Length + 1);
        try
        {
            Route(hanRun, cells);
            for (var start = 0; start < hanRun.Length;)
            {
                var length = cells[start].Length;
                for (var shorter = 2; shorter <= 3 && shorter < length; shorter++)
                {
                    for (var inside = start; inside <= start + length - shorter; inside++)
                    {
                        if (cells[inside].IsWord(shorter)) sink.Add(inside, shorter, inner: true);
                    }
                }
                sink.Add(start, length, inner: false);
                start += length;
            }
        }
        finally
        {
            ArrayPool<Cell>.Shared.Return(cells);
        }
    }

    /// <summary>The best way on from every character, worked out from the end of the run.</summary>
    /// <param name="cells">One more than there are characters.</param>
    internal void Route(ReadOnlySpan<char> hanRun, Span<Cell> cells)
    {
        cells[hanRun.Length] = default;
        for (var start = hanRun.Length - 1; start >= 0; start--)
        {
            var best = double.NegativeInfinity;
            var length = 1;
            var words = 0u;
            var most = Math.Min(LongestWord, hanRun.Length - start);
            var node = lexicon.Begin(hanRun[start], out var place);
            for (var characters = 1; node != 0;)
            {
                var frequency = Lexicon.FrequencyOf(node);
                if (frequency != 0)
                {
                    words |= 1u << characters;
                    var score = lexicon.LogProbability(frequency) + cells[start + characters].Score;
                    if (score >= best) (best, length) = (score, characters);   // Of equally probable cuts the longer word.
                }
                if (characters == most) break;
                node = lexicon.Step(node, hanRun[start + characters], ref place);
                characters++;
            }
            // A character the dictionary does not hold is a word of frequency 1; it never ties with a longer word that wins.
            if ((words & 2) == 0)
            {
                var alone = lexicon.UnknownCharacter + cells[start + 1].Score;
                if (alone > best) (best, length) = (alone, 1);
            }
            cells[start] = new Cell(best, words, length);
        }
    }

    /// <param name="Words">Bit n: the n characters from here are a word.</param>
    /// <param name="Length">Of the word that the most probable cut has here.</param>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Cell(double Score, uint Words, int Length)
    {
        public bool IsWord(int length) => (Words >> length & 1) != 0;

        public int LongestWordHere => BitOperations.Log2(Words | 1);
    }
}
