using Marketplace.Search.Analysis;

namespace Marketplace.Dictionary;

/// <summary>Lays a word list out as the table that <see cref="Lexicon"/> reads. The same words give the same bytes.</summary>
public static class DictionaryPacker
{
    private const int MostNodes = 1 << 20;         // A parent's place has 20 bits,
    private const int MostFrequencies = 1 << 13;   // a frequency 13.

    public static Lexicon Pack(IReadOnlyDictionary<string, int> words)
    {
        int[] frequencies = [1, .. words.Values.Distinct().Order()];
        var root = Trie(words);
        var levels = Levels(root);
        var size = Math.Max(16, (levels.Sum(level => level.Count) - levels[0].Count) * 4 / 3);   // Three quarters full: short ways, and below 8 MB.
        if (size + Lexicon.FirstCharacters > MostNodes || frequencies.Length > MostFrequencies) throw new InvalidDataException("More words than a node's bits can tell apart.");
        if (words.Keys.FirstOrDefault(word => word.Length > Segmenter.LongestWord) is { } word) throw new InvalidDataException($"A word of {word.Length} characters: {word}");

        var nodes = new ulong[size + Lexicon.FirstCharacters];
        foreach (var (index, level) in levels.Index())
        {
            // Frequent words first: they get the places where the search begins.
            foreach (var node in level.OrderByDescending(node => node.Frequency).ThenBy(node => node.Word, StringComparer.Ordinal))
            {
                node.Place = index == 0 ? size + node.Word[0] - Lexicon.First : Free(nodes, size, node.Key);
                var children = node.Children.Keys.Aggregate(0UL, (bits, character) => bits | Lexicon.ChildBit(character));
                // The first frequency belongs to characters the dictionary does not hold, so a word's own comes after it.
                var frequency = node.Frequency == 0 ? 0 : Array.BinarySearch(frequencies, 1, frequencies.Length - 1, node.Frequency);
                nodes[node.Place] = node.Key | children | Lexicon.Word(frequency, fallsApart: false);
            }
        }
        var lexicon = new Lexicon(nodes, frequencies, words.Values.Sum(frequency => (long)frequency));
        FlagWhatFallsApart(lexicon, nodes, levels);
        return lexicon;
    }

    private static Node Trie(IReadOnlyDictionary<string, int> words)
    {
        var root = new Node("", parent: null);
        foreach (var (word, frequency) in words)
        {
            var node = root;
            for (var i = 0; i < word.Length; i++)
            {
                if (!node.Children.TryGetValue(word[i], out var child)) node.Children.Add(word[i], child = new Node(word[..(i + 1)], node));
                node = child;
            }
            node.Frequency = frequency;
        }
        return root;
    }

    /// <summary>A child's key holds its parent's place, so parents come first.</summary>
    private static List<List<Node>> Levels(Node root)
    {
        List<List<Node>> levels = [[.. root.Children.Values]];
        while (levels[^1].SelectMany(node => node.Children.Values).ToList() is { Count: > 0 } next) levels.Add(next);
        return levels;
    }

    private static int Free(ulong[] nodes, int size, ulong key)
    {
        var at = Lexicon.Home(key, size);
        while (nodes[at] != 0) at = at + 1 == size ? 0 : at + 1;
        return at;
    }

    private static void FlagWhatFallsApart(Lexicon lexicon, ulong[] nodes, List<List<Node>> levels)
    {
        var segmenter = new Segmenter(lexicon);
        foreach (var node in levels.SelectMany(level => level).Where(node => node.Frequency != 0))
        {
            var parts = new PartCount();
            segmenter.Cut(node.Word, ref parts);
            if (parts.Count > 1) nodes[node.Place] |= Lexicon.Word(0, fallsApart: true);
        }
    }

    private sealed class Node(string word, Node? parent)
    {
        public string Word { get; } = word;
        public Dictionary<char, Node> Children { get; } = [];
        public int Frequency { get; set; }
        public int Place { get; set; }
        public ulong Key => Lexicon.Key(parent!.Place, Word[^1]);
    }

    private struct PartCount : IWordSink
    {
        public int Count { get; private set; }

        public void Add(int start, int length, bool inner) => Count += inner ? 0 : 1;
    }
}
