using Marketplace.Search.Analysis;

namespace Marketplace.Matching.Factors;

/// <summary>How much it says that two texts share a word: the less it is written elsewhere, the more. Known of the language, so that it is the same for a need alone as in a full catalogue.</summary>
public sealed class Rarity(Lexicon lexicon)
{
    // In natural logarithms of probability. Words like 方法 and 研究, at 8 and 7.4, say next to nothing; past 14 frequencies are too small to tell words apart. Found on the labelled
    // needs, where everything from 4 to 6 and from 13 to 14 does about as well (docs/matching.md).
    private const float Common = 5, Rarest = 14;

    /// <summary>Two neighbours the dictionary makes nothing of are a word of the trade (残膜) or an accident of the cut: rare, but not to be relied on.</summary>
    private const float Guessed = 11;

    /// <summary>Latin words the dictionary does not hold are as rare as any.</summary>
    public float Of(ReadOnlySpan<char> word)
    {
        var frequency = lexicon.Frequency(word);
        var rarity = frequency == 0 ? (word[0] >= Lexicon.First ? Guessed : Rarest) : MathF.Min(Rarest, MathF.Log(lexicon.Total / (float)frequency));
        return MathF.Max(0, rarity - Common) is var above ? above * above : 0;
    }
}
