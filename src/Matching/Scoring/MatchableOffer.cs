using Marketplace.Matching.Candidates;
using Marketplace.Matching.Factors;
using Marketplace.Matching.Texts;
using Marketplace.Matching.Vectors;

namespace Marketplace.Matching.Scoring;

/// <summary>An offer, ready to be compared with needs.</summary>
/// <param name="Key">Whose it is to say what this is.</param>
/// <param name="Facts">Beside the text.</param>
/// <param name="Text">What it says.</param>
/// <param name="Context">By the encoder; null as long as it has not been computed.</param>
/// <param name="Hash">Of all that went in.</param>
public sealed record MatchableOffer<TKey>(TKey Key, OfferFacts Facts, OfferText Text, Quantised? Context, ulong Hash) : IReadable<TKey> where TKey : notnull
{
    public SparseWords Words => Text.Words;
    public Quantised Terms => Text.Terms;
    public uint Forms => Facts.Forms == Factors.Forms.None ? (uint)Factors.Forms.All : (uint)Facts.Forms;
}
