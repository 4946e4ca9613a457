using Marketplace.Matching.Encoder;
using Marketplace.Matching.Vectors;

namespace Marketplace.Matching.Texts;

/// <summary>
/// What a need says, ready to be compared. Its vectors are the mean of two, of the title and of everything: the title names what is wanted, the text what it is wanted for.
/// </summary>
/// <param name="Words">What its words weigh.</param>
/// <param name="Terms">By the table of term vectors.</param>
/// <param name="Context">By the encoder; null where that is off.</param>
/// <param name="Exact">Materials, models, figures with units.</param>
public sealed record NeedText(SparseWords Words, Quantised Terms, Quantised? Context, ExactTerms Exact)
{
    /// <summary>What a title says counts as if the text had said it so often.</summary>
    private const int TitleTimes = 3;

    /// <summary>Weights in sixteenths: fine enough that rounding changes no order, and few enough bits that sums of products fit.</summary>
    private const float Unit = 1 / 16f;

    /// <summary>Longer needs repeat themselves, and the encoder's work grows with them.</summary>
    private const int EncodedCharacters = 240;

    public static NeedText Of(string title, string text, TextModel model)
    {
        var (named, said) = (model.Count(title), model.Count(text));
        return new(WordsOf(named, said, model.Vocabulary), TermsOf(title, text, model.Terms), model.Encoder is { } encoder ? ContextOf(title, text, encoder) : null, ExactTerms.Of(named, said));
    }

    private static SparseWords WordsOf(WordCounts named, WordCounts said, Vocabulary vocabulary)
    {
        var numbers = named.Counts.Keys.Union(said.Counts.Keys).Order().ToArray();
        // Said three times is not three times as important.
        var weights = Array.ConvertAll(numbers, word => MathF.Sqrt(TitleTimes * named.Of(word) + said.Of(word)) * vocabulary.RarityOf(word));
        // Against what the need itself could reach.
        var whole = 0.0;
        foreach (var weight in weights) whole += weight;
        return new(numbers, Array.ConvertAll(weights, weight => (ushort)MathF.Round(MathF.Min(weight / Unit, ushort.MaxValue / 4))), whole == 0 ? 0 : (float)(Unit / Math.Sqrt(whole)));
    }

    private static Quantised TermsOf(string title, string text, TermVectors vectors) => Mean(vectors.Of(title), vectors.Of($"{title} {title} {text}"));

    private static Quantised ContextOf(string title, string text, SentenceEncoder encoder)
    {
        var whole = $"{title}。{text}";
        var both = encoder.Of([title, whole.Length > EncodedCharacters ? whole[..EncodedCharacters] : whole]);
        return Mean(both[0], both[1]);
    }

    private static Quantised Mean(float[] one, float[] other)
    {
        for (var i = 0; i < one.Length; i++) one[i] = (one[i] + other[i]) / 2;
        return Quantised.AsLong(one);
    }
}
