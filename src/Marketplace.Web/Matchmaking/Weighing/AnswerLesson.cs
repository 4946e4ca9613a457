using Marketplace.Matching.Learning;
using Marketplace.Matching.Scoring;

namespace Marketplace.Web.Matchmaking.Weighing;

/// <summary>Weights that people's answers teach, beginning at those in force, and how both do.</summary>
internal sealed record AnswerLesson(Weights Weights, WeightReport Report)
{
    public const int LeastPairs = 200;

    /// <summary>Needs of which not everything was answered alike: no other tells one factor from another.</summary>
    public const int LeastNeeds = 30;

    private const int Folds = 10;

    /// <summary>Times weights are fitted for one lesson.</summary>
    public const int Steps = Folds + 1;

    public static int NeedsOf(IReadOnlyList<JudgedPair> pairs) =>
        pairs.GroupBy(pair => pair.Need, StringComparer.Ordinal).Count(need => need.Select(pair => pair.Level).Distinct().Skip(1).Any());

    public static (int Pairs, int Needs) Count(IReadOnlyList<JudgedPair> pairs) => (pairs.Count, NeedsOf(pairs));

    public static bool IsEnough(IReadOnlyList<JudgedPair> pairs) => pairs.Count >= LeastPairs && NeedsOf(pairs) >= LeastNeeds;

    /// <param name="version">What the new ones are called.</param>
    /// <param name="pairs">Answers, in their fixed order.</param>
    /// <param name="from">Where learning begins, and what it is held to.</param>
    /// <param name="step">Told each time weights have been fitted.</param>
    /// <param name="ct">The program stops.</param>
    public static AnswerLesson Of(string version, IReadOnlyList<JudgedPair> pairs, Weights from, Action? step = null, CancellationToken ct = default)
    {
        var learnt = Fit(version, pairs);
        return new(learnt, new(from.Version, pairs.Count, NeedsOf(pairs), Evaluation.Of(pairs, from), Evaluation.Of(pairs, learnt), Evaluation.Crossed(pairs, Folds, part => Fit("crossed", part))));

        Weights Fit(string name, IReadOnlyList<JudgedPair> part)
        {
            ct.ThrowIfCancellationRequested();
            var weights = AnswerFit.Fit(name, part, from);
            step?.Invoke();
            return weights;
        }
    }
}
