using System.Numerics.Tensors;
using Marketplace.Matching.Encoder;
using Marketplace.Matching.Vectors;

namespace Marketplace.Matching.Factors;

/// <summary>
/// A need as two vectors, of its title and of all of it: the title names what is wanted, the text what it is wanted for. An offer is as near as the mean of both.
/// </summary>
public sealed record NeedVectors(float[] Title, float[] Whole)
{
    /// <summary>Longer needs repeat themselves, and the encoder's work grows with them.</summary>
    private const int EncodedCharacters = 240;

    public static NeedVectors OfTerms(string title, string text, TermVectors vectors) => new(vectors.Of(title), vectors.Of($"{title} {title} {text}"));

    public static NeedVectors OfEncoder(string title, string text, SentenceEncoder encoder)
    {
        var whole = $"{title}。{text}";
        var both = encoder.Of([title, whole.Length > EncodedCharacters ? whole[..EncodedCharacters] : whole]);
        return new(both[0], both[1]);
    }

    /// <summary>0 for what has nothing to do with it; opposites do not occur.</summary>
    public double Likeness(ReadOnlySpan<float> offer) => Math.Clamp((TensorPrimitives.Dot(Title, offer) + TensorPrimitives.Dot(Whole, offer)) / 2.0, 0, 1);
}
