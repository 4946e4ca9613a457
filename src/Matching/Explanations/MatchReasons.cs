using Marketplace.Matching.Factors;

namespace Marketplace.Matching.Explanations;

/// <summary>Why an offer answers a need, in a form that pages put into words.</summary>
/// <param name="Words">What both sides say, the weightiest first.</param>
/// <param name="Factors">Each factor that moved the score, with what it is based on.</param>
public sealed record MatchReasons(IReadOnlyList<SharedWord> Words, IReadOnlyList<FactorReason> Factors)
{
    /// <summary>What speaks for it, the strongest first.</summary>
    public IEnumerable<FactorReason> For() => Factors.Where(reason => reason.Points > 0).OrderByDescending(reason => reason.Points);

    /// <summary>What speaks against it, the strongest first.</summary>
    public IEnumerable<FactorReason> Against() => Factors.Where(reason => reason.Points < 0).OrderBy(reason => reason.Points);
}

/// <param name="Word">As it stands in both texts.</param>
/// <param name="Share">Of all that shared words add.</param>
public sealed record SharedWord(string Word, double Share);

/// <param name="Factor">Which.</param>
/// <param name="Value">0 to 1.</param>
/// <param name="Points">How many points of the score it adds or takes, beside knowing nothing about it.</param>
/// <param name="Code">What it is based on: a stable code that pages have a sentence for.</param>
/// <param name="Details">What fills the sentence: symbols, codes, amounts.</param>
public sealed record FactorReason(Factor Factor, double Value, double Points, string Code, IReadOnlyList<string> Details);
