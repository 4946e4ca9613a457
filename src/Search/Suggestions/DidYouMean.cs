using System.Runtime.InteropServices;
using Marketplace.Search.Analysis;

namespace Marketplace.Search.Suggestions;

/// <summary>
/// Puts right one wrong character of a query that found nothing: in Chinese one character in the place of another (input methods offer what sounds alike),
/// in Latin words one letter wrong, missing, too many or swapped. Knows only the words it was given.
/// </summary>
/// <param name="words">Folded as terms are, with how often each occurs: an engine's terms, or those of titles.</param>
public sealed class DidYouMean(IEnumerable<KeyValuePair<string, long>> words, Analyzer analyzer, Readings readings)
{
    // Need texts and pasted paragraphs are not corrected: people do not retype them.
    private const int LongestText = 100;

    // Candidates looked at for one text, about 20 ns each: a tenth of a millisecond at most.
    private const int MostCandidates = 5000;

    // Characters that no known word accounts for and that are tried: with more of them it is not one that is wrong.
    private const int MostSuspicious = 12;

    private readonly SpellingWords _known = new(words);
    private readonly CharacterTable _table = analyzer.Characters;

    public int Count => _known.Count;

    public long Bytes => _known.Bytes;

    /// <summary>The whole text with the likeliest correction; null: every word is known, or nothing known is near.</summary>
    public string? Correct(string text)
    {
        if (text.Length > LongestText || _known.Count == 0) return null;
        Span<char> folded = stackalloc char[text.Length];
        for (var i = 0; i < text.Length; i++) folded[i] = Folded(text[i]);
        var best = new Correction();
        var (left, suspicious) = (MostCandidates, MostSuspicious);
        for (int start = 0, end; start < folded.Length; start = end)
        {
            end = start + 1;
            if (SpellingWords.IsHan(folded[start]))
            {
                while (end < folded.Length && SpellingWords.IsHan(folded[end])) end++;
                if (!IsExcluded(folded, start)) InHan(folded[start..end], start, ref best, ref left, ref suspicious);
            }
            else if (_table.IsLetterOrDigit(folded[start]))
            {
                while (end < folded.Length && _table.IsLetterOrDigit(folded[end]) && !SpellingWords.IsHan(folded[end])) end++;
                // What stands before a colon is a prefix.
                if (!IsExcluded(folded, start) && (end == folded.Length || folded[end] != ':')) InLatin(folded[start..end], start, ref best, ref left);
            }
        }
        return best.Replacement is null ? null : string.Concat(text.AsSpan(0, best.Start), best.Replacement, text.AsSpan(best.Start + best.Length));
    }

    /// <summary>A word that is not wanted finds nothing too little.</summary>
    private static bool IsExcluded(ReadOnlySpan<char> folded, int start) => start > 0 && folded[start - 1] == '-' && (start == 1 || folded[start - 2] == ' ');

    /// <summary>A traditional character whose simplified form is a rare one beyond U+FFFF stays as it is.</summary>
    private char Folded(char c) => char.IsSurrogate(c) ? '\0' : _table.Simple(c) is var simple and not '\0' || !SpellingWords.IsHan(c) ? _table.Simple(c) : c;

    private void InHan(ReadOnlySpan<char> run, int offset, ref Correction best, ref int left, ref int suspicious)
    {
        Span<int> pieces = stackalloc int[run.Length + 1];
        Cut(run, pieces);
        for (var place = 0; place < run.Length; place++)
        {
            if (pieces[place] != place || pieces[place + 1] == place || --suspicious < 0) continue;
            for (var length = Math.Min(SpellingWords.LongestHan, run.Length); length >= 2; length--)
            {
                for (var start = Math.Max(0, place - length + 1); start <= Math.Min(place, run.Length - length); start++)
                {
                    var cutsWords = pieces[start] != start || pieces[start + length] < start + length;
                    Try(run.Slice(start, length), place - start, offset + place, cutsWords ? CutsWords : 0, ref best, ref left);
                }
            }
        }
    }

    private void Try(ReadOnlySpan<char> window, int place, int at, double bonus, ref Correction best, ref int left)
    {
        foreach (var candidate in _known.WithOpen(window, place))
        {
            if (--left < 0) return;
            var word = _known.WordOf(candidate);
            if (word.Length != window.Length || word[place] == window[place]) continue;
            if (!word[..place].SequenceEqual(window[..place]) || !word[(place + 1)..].SequenceEqual(window[(place + 1)..])) continue;
            var alike = readings.SoundAlike(word[place], window[place]);
            // One right character of two says too little, unless the other sounds right.
            if (window.Length == 2 && !alike) continue;
            best.Offer(Score(window.Length, _known.FrequencyOf(candidate), bonus + (alike ? SoundsAlike : 0)), at, 1, word[place].ToString());
        }
    }

    /// <summary>
    /// Where the piece begins that each character belongs to, in the cut into known words that leaves the fewest characters over. Those left over are
    /// pieces of their own, and suspicious. One more entry stands for the end.
    /// </summary>
    private void Cut(ReadOnlySpan<char> run, Span<int> pieces)
    {
        Span<int> most = stackalloc int[run.Length + 1], lengths = stackalloc int[run.Length + 1];
        most.Clear();
        lengths.Clear();
        for (var start = run.Length - 1; start >= 0; start--)
        {
            most[start] = most[start + 1];
            for (var length = 2; length <= SpellingWords.LongestHan && start + length <= run.Length; length++)
            {
                var count = most[start + length] + length;
                if (count < most[start] || !_known.Contains(run.Slice(start, length))) continue;
                (most[start], lengths[start]) = (count, length);
            }
        }
        for (int start = 0, length; start <= run.Length; start += length)
        {
            length = Math.Max(1, lengths[start]);
            pieces.Slice(start, length).Fill(start);
        }
    }

    private void InLatin(ReadOnlySpan<char> run, int at, ref Correction best, ref int left)
    {
        if (run.Length is < SpellingWords.ShortestLatin or > SpellingWords.LongestLatin || run.ContainsAnyExceptInRange('a', 'z') || _known.Contains(run)) return;
        OfferLatin(_known.LongerBy(run), run, at, ref best, ref left);
        for (var place = 0; place < run.Length; place++)
        {
            OfferLatin(_known.SameWithout(run, place), run, at, ref best, ref left);
            OfferLatin(_known.ShorterBy(run, place), run, at, ref best, ref left);
        }
    }

    private void OfferLatin(ReadOnlySpan<int> candidates, ReadOnlySpan<char> run, int at, ref Correction best, ref int left)
    {
        foreach (var candidate in candidates)
        {
            if (--left < 0) return;
            var word = _known.WordOf(candidate);
            if (IsOneEdit(word, run)) best.Offer(Score(run.Length, _known.FrequencyOf(candidate), word.Length == run.Length ? Substitution : 0), at, run.Length, word.ToString());
        }
    }

    private static bool IsOneEdit(ReadOnlySpan<char> word, ReadOnlySpan<char> typed)
    {
        if (!char.IsAsciiLetter(word[0])) return false;
        var same = word.CommonPrefixLength(typed);
        var rest = word[same..];
        var typedRest = typed[same..];
        if (rest.Length > typedRest.Length) return rest[1..].SequenceEqual(typedRest);
        if (rest.Length < typedRest.Length) return typedRest[1..].SequenceEqual(rest);
        if (rest.Length > 0 && rest[1..].SequenceEqual(typedRest[1..])) return true;
        return rest.Length > 1 && rest[0] == typedRest[1] && rest[1] == typedRest[0] && rest[2..].SequenceEqual(typedRest[2..]);
    }

    // What a correction is worth: each character of the word that was right counts as much as a thousand times the frequency (2^10), what sounds alike a
    // little more, for most wrong characters come from typing by sound; a letter replaced before one missing or too many. A word that begins or ends in
    // the middle of a known one (北方 in 制备方法) hardly stands there.
    private const double RightCharacter = 10, SoundsAlike = 12, Substitution = 5, CutsWords = -15;

    private static double Score(int length, long frequency, double bonus) => (RightCharacter * (length - 1)) + bonus + Math.Log2(frequency);

    [StructLayout(LayoutKind.Auto)]
    private struct Correction
    {
        private double _score;

        public string? Replacement { get; private set; }
        public int Start { get; private set; }
        public int Length { get; private set; }

        /// <summary>Of equal ones the first in the text, then the more frequent word, stays.</summary>
        public void Offer(double worth, int start, int length, string replacement)
        {
            if (Replacement is not null && worth <= _score) return;
            (_score, Start, Length, Replacement) = (worth, start, length, replacement);
        }
    }
}
