using System.Runtime.CompilerServices;

namespace Marketplace.Search.Analysis;

/// <summary>
/// The words of Han characters with their probabilities, as a trie whose branches lie in one hash table: a node is found by its parent's place and
/// its character, and is one 64-bit number, so that a step costs one read. First characters have a place of their own behind the table.
/// Eight bits of a node tell which of its children are not there, which spares most of the reads that would find nothing. <c>tools/dictionary</c> makes the file.
/// </summary>
public sealed class Lexicon
{
    /// <summary>The first and the last character that may stand in a word.</summary>
    public const char First = '㐀', Last = '鿿';

    /// <summary>How many places the first characters have.</summary>
    public const int FirstCharacters = Last - First + 1;

    private const ulong KeyMask = (1UL << 36) - 1;
    private const int FrequencyShift = 36, FrequencyMask = 0x1FFF, ChildrenShift = 56;
    private const ulong FallsApartFlag = 1UL << 49;

    private readonly ulong[] _nodes;
    private readonly int _tableSize;
    private readonly int[] _frequencies;
    private readonly double[] _logProbabilities;

    /// <param name="nodes">Bits 0–15 the character, 16–35 the parent's place, 36–48 which frequency (0: not a word), 49 whether the word falls apart
    /// when it is cut alone, 56–63 by the last three bits of a character whether there may be a child.</param>
    /// <param name="frequencies">The frequencies there are; the one at 0 stands for characters the dictionary does not hold.</param>
    public Lexicon(ulong[] nodes, int[] frequencies, long total)
    {
        _nodes = nodes;
        _frequencies = frequencies;
        _tableSize = nodes.Length - FirstCharacters;
        Total = total;
        // The difference of logarithms, not the logarithm of the quotient: equally probable cuts must stay equal to the last bit.
        _logProbabilities = Array.ConvertAll(frequencies, frequency => Math.Log(frequency) - Math.Log(total));
    }

    public long Total { get; }

    internal double UnknownCharacter => _logProbabilities[0];

    public static ulong ChildBit(char character) => 1UL << (ChildrenShift + (character & 7));

    public static ulong Key(int parent, char character) => (ulong)(uint)parent << 16 | character;

    public static ulong Word(int frequency, bool fallsApart) => (ulong)frequency << FrequencyShift | (fallsApart ? FallsApartFlag : 0);

    /// <summary>Where in a table of that size the search for a key begins.</summary>
    public static int Home(ulong key, int size) => (int)((key * 0x9E3779B97F4A7C15 >> 32) * (ulong)size >> 32);

    internal static int FrequencyOf(ulong node) => (int)(node >> FrequencyShift) & FrequencyMask;

    internal double LogProbability(int frequency) => _logProbabilities[frequency];

    /// <summary>The node of a first character and its place; 0 if no word begins with it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ulong Begin(char character, out int place)
    {
        place = _tableSize + character - First;
        return character is >= First and <= Last ? _nodes[place] : 0;
    }

    /// <summary>The node that a character leads to, or 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ulong Step(ulong node, char character, ref int place)
    {
        if ((node & ChildBit(character)) == 0) return 0;
        var key = Key(place, character);
        for (var at = Home(key, _tableSize); ;)
        {
            var child = _nodes[at];
            if ((child & KeyMask) == key)
            {
                place = at;
                return child;
            }
            if (child == 0) return 0;
            if (++at == _tableSize) at = 0;
        }
    }

    /// <summary>How often the word was counted; 0 for what is not a word.</summary>
    public int Frequency(ReadOnlySpan<char> word)
    {
        var index = FrequencyOf(Find(word));
        return index == 0 ? 0 : _frequencies[index];
    }

    /// <summary>The word is less probable than its parts, so that a cut never leaves it whole.</summary>
    public bool FallsApart(ReadOnlySpan<char> word) => (Find(word) & FallsApartFlag) != 0;

    private ulong Find(ReadOnlySpan<char> word)
    {
        if (word.IsEmpty) return 0;
        var node = Begin(word[0], out var place);
        for (var i = 1; i < word.Length && node != 0; i++) node = Step(node, word[i], ref place);
        return node;
    }

    public static Lexicon Load(string path) => LexiconFile.Load(path);

    public void Save(string path) => LexiconFile.Save(path, _nodes, _frequencies, Total);
}
