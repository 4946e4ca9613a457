using System.Runtime.InteropServices;
using Marketplace.Search.Analysis;

namespace Marketplace.Search.Queries;

/// <summary>
/// Finds the words of a query in a text as people see it: by folded characters, so that ＬｉＦｅＰＯ４, 鋰電池 and a word cut in another way are found too.
/// Nothing is cut into terms again: one pass to fold the text, one search for each word.
/// </summary>
public sealed class Highlighter(Analyzer analyzer)
{
    /// <summary>Two lines on a page of results, four on a telephone.</summary>
    public const int Window = 120;

    // A text is looked through no further: the middle of a book would not be shown anyhow.
    private const int LongestText = 20_000;

    // Of one word in one text. More would only shift the choice between windows full of it.
    private const int MostMatches = 200;

    private readonly CharacterTable _table = analyzer.Characters;

    /// <summary>Words as <see cref="Whole"/> and <see cref="Best"/> take them; once for all hits of a query.</summary>
    public HighlightWords Prepare(IEnumerable<string> words)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in words)
        {
            var folded = new FoldedText(word, _table);
            var plain = folded.Characters.Trim(' ').ToString();
            folded.Dispose();
            if (plain.AsSpan().ContainsAnyExcept(" -./")) known.Add(plain);
        }
        return new([.. known]);
    }

    public Highlight Whole(string text, HighlightWords words)
    {
        var matches = Find(text, words);
        return new(Runs(text, 0, text.Length, matches), false, false);
    }

    /// <summary>About <paramref name="length"/> characters around the most and the longest of the words; the beginning where none is there.</summary>
    public Highlight Best(string text, HighlightWords words, int length = Window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        var matches = Find(text, words);
        var (start, end) = WindowChoice.Choose(text, matches, words, length);
        return new(Runs(text, start, end, matches), start > 0, end < text.Length);
    }

    /// <summary>In order of where they begin; they may overlap.</summary>
    private List<WordMatch> Find(string text, HighlightWords words)
    {
        var matches = new List<WordMatch>();
        if (words.Folded.Count == 0) return matches;
        var folded = new FoldedText(text.AsSpan(0, Math.Min(text.Length, LongestText)), _table);
        var characters = folded.Characters;
        for (var word = 0; word < words.Folded.Count; word++)
        {
            var wanted = words.Folded[word].AsSpan();
            var found = 0;
            for (var at = 0; found < MostMatches && characters[at..].IndexOf(wanted) is >= 0 and var offset; at++)
            {
                at += offset;
                if (Joins(characters, at) || Joins(characters, at + wanted.Length)) continue;
                matches.Add(new(folded.StartOf(at), folded.EndOf(at + wanted.Length), word));
                found++;
            }
        }
        folded.Dispose();
        matches.Sort(static (left, right) => left.Start != right.Start ? left.Start - right.Start : left.End - right.End);
        return matches;
    }

    /// <summary>No word begins or ends here: a word of letters goes on, or a number behind its point.</summary>
    private bool Joins(ReadOnlySpan<char> characters, int at)
    {
        if (at == 0 || at == characters.Length) return false;
        if (char.IsLowSurrogate(characters[at])) return true;
        var (before, after) = (characters[at - 1], characters[at]);
        if (_table.IsLetterOrDigit(before) && _table.IsLetterOrDigit(after)) return true;
        return (before == '.' && at > 1 && char.IsAsciiDigit(characters[at - 2]) && char.IsAsciiDigit(after))
            || (after == '.' && at + 1 < characters.Length && char.IsAsciiDigit(before) && char.IsAsciiDigit(characters[at + 1]));
    }

    private static List<TextRun> Runs(string text, int start, int end, List<WordMatch> matches)
    {
        var runs = new List<TextRun>();
        var at = start;
        var spans = CollectionsMarshal.AsSpan(matches);
        for (var i = 0; i < spans.Length;)
        {
            var (from, to) = (spans[i].Start, spans[i].End);
            // Words that touch or overlap are one mark.
            for (i++; i < spans.Length && spans[i].Start <= to; i++) to = Math.Max(to, spans[i].End);
            (from, to) = (Math.Max(from, at), Math.Min(to, end));
            if (from >= to) continue;
            if (from > at) runs.Add(new(text[at..from], false));
            runs.Add(new(text[from..to], true));
            at = to;
        }
        if (at < end) runs.Add(new(text[at..end], false));
        return runs;
    }
}

/// <summary>Folded words, each once.</summary>
public sealed class HighlightWords
{
    internal HighlightWords(IReadOnlyList<string> folded) => Folded = folded;

    public IReadOnlyList<string> Folded { get; }
}

[StructLayout(LayoutKind.Auto)]
internal readonly record struct WordMatch(int Start, int End, int Word);
