using System.Globalization;
using System.Runtime.InteropServices;

namespace Marketplace.Search.Queries;

/// <summary>Which part of a long text to show.</summary>
internal static class WindowChoice
{
    // How far a cut may move to fall behind a punctuation mark: a short clause.
    private const int Reach = 20;

    public static (int Start, int End) Choose(string text, List<WordMatch> matches, HighlightWords words, int length)
    {
        // What is hardly longer is shown whole: a mark of omission for three characters helps nobody.
        if (text.Length <= length + Reach) return (0, text.Length);
        var (first, last) = Densest(CollectionsMarshal.AsSpan(matches), words, length);
        var start = Math.Max(0, first - Math.Max(0, length - (last - first)) / 2);
        var end = Math.Min(text.Length, Math.Max(last, start + length));
        start = Math.Max(0, Math.Min(start, end - length));
        var goodStart = NearestCut(text, start, Math.Max(0, start - Reach), Math.Min(first, start + Reach)) ?? BesideWord(text, start, first, 1);
        var goodEnd = NearestCut(text, end, Math.Max(last, end - Reach), Math.Min(text.Length, end + Reach)) ?? BesideWord(text, end, last, -1);
        // The start goes back and the end on to where a character as people see it begins or ends.
        var lastElement = ElementStart(text, goodEnd);
        return (ElementStart(text, goodStart), lastElement == goodEnd ? goodEnd : ElementEnd(text, lastElement));
    }

    /// <summary>From the first to the last match of the window with the most different words, longer ones counting more; then the most matches; then the first.</summary>
    private static (int First, int Last) Densest(ReadOnlySpan<WordMatch> matches, HighlightWords words, int length)
    {
        if (matches.Length == 0) return (0, 0);
        var counts = new int[words.Folded.Count];
        var (best, bestScore, bestNext) = (0, -1, 1);
        var (next, score) = (0, 0);
        for (var i = 0; i < matches.Length; i++)
        {
            for (; next < matches.Length && (next == i || matches[next].End <= matches[i].Start + length); next++) score += Gain(matches[next], counts[matches[next].Word]++ == 0);
            if (score > bestScore) (best, bestScore, bestNext) = (i, score, next);
            score -= Gain(matches[i], --counts[matches[i].Word] == 0);
        }
        var last = 0;
        foreach (var match in matches[best..bestNext]) last = Math.Max(last, match.End);
        return (matches[best].Start, last);

        // Further matches of a word count little beside one of another word.
        static int Gain(WordMatch match, bool isNew) => isNew ? 1 + 100 * (1 + match.End - match.Start) : 1;
    }

    private static int? NearestCut(string text, int wanted, int from, int to)
    {
        for (var distance = 0; distance <= Reach; distance++)
        {
            if (wanted - distance >= from && wanted - distance <= to && IsCut(text, wanted - distance)) return wanted - distance;
            if (wanted + distance >= from && wanted + distance <= to && IsCut(text, wanted + distance)) return wanted + distance;
        }
        return null;
    }

    private static bool IsCut(string text, int at)
    {
        if (at == 0 || at == text.Length) return true;
        return text[at - 1] switch
        {
            '。' or '；' or '！' or '？' or '，' or '、' or '：' or ';' or '!' or '?' or '\n' => true,
            '.' or ',' or ':' => char.IsWhiteSpace(text[at]),
            _ => false,
        };
    }

    /// <summary>Away from the middle of a Latin word or number, towards the matches but not into them.</summary>
    private static int BesideWord(string text, int at, int bound, int step)
    {
        var moved = at;
        for (var i = 0; i < Reach && moved != bound; i++, moved += step)
        {
            if (moved == 0 || moved == text.Length || !IsInWord(text[moved - 1]) || !IsInWord(text[moved])) return moved;
        }
        return moved == bound ? moved : at;
    }

    private static bool IsInWord(char c) => char.IsLetterOrDigit(c) && c < '\u2E80';

    /// <summary>Where the character as people see it (surrogate pair, letter with marks, joined emoji) begins that <paramref name="at"/> lies in.</summary>
    private static int ElementStart(string text, int at)
    {
        if (at <= 0 || at >= text.Length || (IsPlain(text[at]) && IsPlain(text[at - 1]))) return at;
        // Longer clusters are a joke; of those only surrogate pairs are respected.
        var from = Math.Max(0, at - 100);
        for (var back = at - 1; back > from; back--)
        {
            if (!IsPlain(text[back]) || !IsPlain(text[back - 1])) continue;
            from = back;
            break;
        }
        if (from > 0 && char.IsLowSurrogate(text[from]) && char.IsHighSurrogate(text[from - 1])) from--;
        while (from < at)
        {
            var next = ElementEnd(text, from);
            if (next > at) return from;
            from = next;
        }
        return at;
    }

    private static int ElementEnd(string text, int at) => at + StringInfo.GetNextTextElementLength(text, at);

    /// <summary>Han characters and ASCII letters never join what stands before them.</summary>
    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is >= '\u4E00' and <= '\u9FFF';
}
