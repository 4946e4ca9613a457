using System.Numerics;
using Marketplace.Search.Analysis;
using Marketplace.Search.Documents;
using Marketplace.Search.Queries;

namespace Marketplace.Search.Embedded;

/// <summary>
/// Quoted phrases, looked up in the texts themselves: of the few documents that have the words, or lack nothing else, each text is read. No positions are kept, which
/// halves the index; what that costs a query is in docs/search.md.
/// </summary>
internal static class PhraseCheck
{
    /// <summary>Reading and folding a text costs about this many steps a letter.</summary>
    private const int StepsPerLetter = 8;

    public static void Keep(Span<ulong> bits, Segment segment, IndexSchema schema, WordQuery words, PostingList[][] lists, Effort effort)
    {
        KeepCandidates(bits, words, lists);
        for (var word = 0; word < bits.Length; word++)
        {
            for (var left = bits[word]; left != 0; left &= left - 1)
            {
                var document = (word << 6) + BitOperations.TrailingZeroCount(left);
                if (effort.IsSpent || !Fits(segment.Store.Read(document), schema, words, effort)) Bits.Clear(bits, document);
            }
        }
    }

    /// <summary>Only documents that have the wanted words need to be read.</summary>
    private static void KeepCandidates(Span<ulong> bits, WordQuery words, PostingList[][] lists)
    {
        var having = new ulong[bits.Length];
        if (words.Mode == WordMode.Any)
        {
            foreach (var list in lists.SelectMany(word => word)) foreach (var document in list.Documents) Bits.Set(having, document);
            if (lists.Length > 0) Bits.And(bits, having);
            return;
        }
        foreach (var word in lists)
        {
            Array.Clear(having);
            foreach (var list in word) foreach (var document in list.Documents) Bits.Set(having, document);
            Bits.And(bits, having);
        }
    }

    private static bool Fits(SearchDocument document, IndexSchema schema, WordQuery words, Effort effort)
    {
        var texts = document.Texts.Where(text => schema.TextOf(text.Key) >= 0).ToDictionary(text => text.Key, text => PhraseFolding.Fold(text.Value), StringComparer.Ordinal);
        effort.Spend(texts.Values.Sum(text => (long)text.Length) * StepsPerLetter);
        return words.Phrases.All(phrase => Stands(phrase, texts) != phrase.Excluded);
    }

    private static bool Stands(Phrase phrase, Dictionary<string, string> texts) => phrase.Text is null
        ? texts.Values.Any(text => PhraseFolding.Stands(phrase.Folded, text))
        : texts.TryGetValue(phrase.Text, out var named) && PhraseFolding.Stands(phrase.Folded, named);
}
