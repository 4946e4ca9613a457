using System.Numerics;
using Marketplace.Search.Analysis;
using Marketplace.Search.Documents;
using Marketplace.Search.Queries;

namespace Marketplace.Search.Embedded;

/// <summary>
/// Quoted phrases, looked up in the texts themselves: of the few documents that have the words, or lack nothing else, each text is read. No positions are kept, which
/// halves the index; what that costs a query is in docs/search.md.
/// </summary>
internal sealed class PhraseCheck(IReadOnlyList<Phrase> phrases, IndexSchema schema, Effort effort)
{
    /// <summary>What it takes to find a document's texts, and to fold and compare a letter of them (measured, docs/search.md).</summary>
    private const int StepsPerDocument = 200, StepsPerLetter = 4;

    private readonly bool[] _stands = new bool[phrases.Count];
    private char[] _folded = [];

    /// <summary>False too once the effort is spent: what was not read is not claimed.</summary>
    public bool Fits(DocumentStore store, int document)
    {
        if (!effort.Spend(StepsPerDocument)) return false;
        Array.Clear(_stands);
        foreach (var text in store.TextsOf(document))
        {
            if (schema.TextOf(text.Name) < 0) continue;
            if (!effort.Spend(text.Text.Length * StepsPerLetter)) return false;
            var length = PhraseFolding.Fold(text.Text, ref _folded);
            var folded = _folded.AsSpan(0, length);
            for (var i = 0; i < _stands.Length; i++)
            {
                _stands[i] = _stands[i] || ((phrases[i].Text is null || text.Name.SequenceEqual(phrases[i].Text)) && PhraseFolding.Stands(phrases[i].Folded, folded));
            }
        }
        for (var i = 0; i < _stands.Length; i++) if (_stands[i] == phrases[i].Excluded) return false;
        return true;
    }

    /// <summary>Keeps of these documents those that fit, where all of them are to be read: no word is wanted, or any will do.</summary>
    public void Keep(Span<ulong> bits, DocumentStore store, PostingList[][] words)
    {
        if (words.Length > 0)
        {
            var having = new ulong[bits.Length];
            foreach (var list in words.SelectMany(word => word)) foreach (var document in list.Documents) Bits.Set(having, document);
            Bits.And(bits, having);
        }
        for (var word = 0; word < bits.Length; word++)
        {
            for (var left = bits[word]; left != 0; left &= left - 1)
            {
                var document = (word << 6) + BitOperations.TrailingZeroCount(left);
                if (!Fits(store, document)) Bits.Clear(bits, document);
            }
        }
    }
}
