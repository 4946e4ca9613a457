using System.Text;
using System.Text.RegularExpressions;
using Marketplace.Web.Organisations;

namespace Marketplace.Web.Catalogue.Listings;

/// <summary>Where in a text something stands that may not be said (Patent Law Art. 79, Rule 85).</summary>
/// <param name="Start">In the text as it was typed.</param>
/// <param name="Length">Likewise.</param>
/// <param name="Word">As it was typed.</param>
/// <param name="Kind">superlative, rank, state, endorsement or promise.</param>
public sealed record PromotionalHit(int Start, int Length, string Word, string Kind);

/// <summary>
/// Finds advertising in what holders write. The list is data (<c>data/promotion</c>); the language of claims (第一电极, 唯一标识) is full of the same
/// characters, so innocent places are known as well.
/// </summary>
public static class PromotionalWords
{
    /// <summary>A text of a listing is read in microseconds; a pattern somebody adds shall not stop the program.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);
    private static readonly Lazy<IReadOnlyList<(string Kind, Regex Find)>> s_words = new(() => [.. Rows("words.tsv").Select(cells => (cells[0], Make(cells[1])))]);
    private static readonly Lazy<IReadOnlyList<Regex>> s_innocent = new(() => [.. Rows("innocent.tsv").Select(cells => Make(cells[0]))]);

    public static IReadOnlyList<PromotionalHit> Find(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return [];
        var (folded, places) = Fold(text);
        var hits = new List<(int Start, int End, string Kind)>();
        foreach (var (kind, find) in s_words.Value)
            foreach (Match match in find.Matches(folded))
                if (match.Length > 0) hits.Add((match.Index, match.Index + match.Length, kind));
        if (hits.Count == 0) return [];
        var innocent = s_innocent.Value.SelectMany(find => find.Matches(folded)).Select(match => (Start: match.Index, End: match.Index + match.Length)).ToList();
        var found = new List<PromotionalHit>();
        var covered = 0;
        foreach (var hit in hits.Where(h => !innocent.Exists(i => i.Start <= h.Start && h.End <= i.End)).OrderBy(h => h.Start).ThenByDescending(h => h.End))
        {
            // Two rules often see one place: it is marked once.
            if (hit.Start < covered) continue;
            covered = hit.End;
            var (start, end) = (places[hit.Start].Start, places[hit.End - 1].End);
            found.Add(new(start, end - start, text[start..end], hit.Kind));
        }
        return found;
    }

    /// <summary>The text in pieces, for a page that marks what was found.</summary>
    public static IEnumerable<(string Text, bool Marked)> Pieces(string text)
    {
        var at = 0;
        foreach (var hit in Find(text))
        {
            if (hit.Start > at) yield return (text[at..hit.Start], false);
            yield return (hit.Word, true);
            at = hit.Start + hit.Length;
        }
        if (at < text.Length) yield return (text[at..], false);
    }

    /// <summary>One way of writing, and for each character of it where it came from.</summary>
    private static (string Folded, IReadOnlyList<(int Start, int End)> Places) Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        var places = new List<(int, int)>(text.Length);
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var end = at + rune.Utf16SequenceLength;
            // Blanks part words in Latin and Arabic script; between Chinese characters somebody put them there to slip through.
            var one = Rune.IsWhiteSpace(rune) || rune.Value is '-' or '‑' ? folded.Length > 0 && folded[^1] is not ' ' && folded[^1] < 0x2E80 ? " " : "" : NameFolding.Fold(rune.ToString());
            foreach (var c in one)
            {
                folded.Append(c);
                places.Add((at, end));
            }
            at = end;
        }
        return (folded.ToString(), places);
    }

    private static Regex Make(string find) => new(find, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline, s_patience);

    private static IEnumerable<string[]> Rows(string name) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "data", "promotion", name)).Skip(1).Where(line => line.Length > 0).Select(line => line.Split('\t'));
}
