using System.Runtime.InteropServices;
using Marketplace.Matching.Vectors;
using Marketplace.Search.Analysis;

namespace Marketplace.Matching.Factors;

/// <summary>The words of a text with how often they occur, words inside longer ones too. Single characters are left to the vectors: shared ones say little about words.</summary>
public sealed class WordBag(Segmenter segmenter)
{
    private readonly Dictionary<string, float> _counts = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, float> Counts => _counts;

    /// <summary>Of all words together.</summary>
    public float Length { get; private set; }

    /// <param name="times">What is said in a title counts as if it had been said so often.</param>
    public WordBag Add(string text, float times = 1)
    {
        var sink = new Sink(this, times);
        Features.Read(text, segmenter, ref sink);
        return this;
    }

    private readonly record struct Sink(WordBag Bag, float Times) : IFeatureSink
    {
        public void Add(ReadOnlySpan<char> feature, bool isCharacter)
        {
            if (isCharacter || feature.Length < 2) return;
            CollectionsMarshal.GetValueRefOrAddDefault(Bag._counts.GetAlternateLookup<ReadOnlySpan<char>>(), feature, out _) += Times;
            Bag.Length += Times;
        }
    }
}
