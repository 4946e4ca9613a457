using Marketplace.Matching.Candidates;
using Marketplace.Matching.Factors;
using Marketplace.Matching.Texts;
using Marketplace.Matching.Vectors;

namespace Marketplace.Matching.Scoring;

/// <summary>A need, ready to be compared with offers.</summary>
/// <param name="Key">Whose it is to say what this is.</param>
/// <param name="Facts">Beside the text.</param>
/// <param name="Text">What it says.</param>
/// <param name="Hash">Of all that went in.</param>
public sealed record MatchableNeed<TKey>(TKey Key, NeedFacts Facts, NeedText Text, ulong Hash) : IReadable<TKey> where TKey : notnull
{
    public SparseWords Words => Text.Words;
    public Quantised Terms => Text.Terms;
    public uint Forms { get; } = (uint)FormFactor.Serving(Facts.Forms);
}
