using System.Globalization;
using Marketplace.Matching.Factors;
using Marketplace.Matching.Learning;
using Marketplace.Matching.Scoring;
using Marketplace.Web.Catalogue.Searching;
using Marketplace.Web.Platform.Verbs;

namespace Marketplace.Web.Matchmaking;

/// <summary>
/// <c>marketplace evaluate matching FILE.tsv [--folds K]</c>: how well the weights in force order offers that people judged. Opens no database and learns nothing from the file,
/// except where K folds are asked for: then each part is judged by weights that the other parts teach, with all factors and with one left out.
/// </summary>
internal static class EvaluateMatchingVerb
{
    public const string Words = "evaluate matching ";

    public static async Task<ExitCode> RunAsync(CommandLine line)
    {
        line.Allow("folds");
        var folds = line.Option("folds") is not { } asked ? 0
            : int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var parts) && parts is >= 2 and <= 1000 ? parts : throw OperatorException.Words(VerbTexts.BadFolds);
        var model = MatchingModel.Load(SearchingSetup.Analyzer);
        var since = TimeProvider.System.GetTimestamp();
        var pairs = JudgedNeeds.Read(line.Verb[Words.Length..], model.Texts);
        var took = TimeProvider.System.GetElapsedTime(since);
        foreach (var said in Report(pairs, model.Shipped, folds, took)) await Console.Out.WriteLineAsync(said);
        return ExitCode.Ok;
    }

    private static IEnumerable<string> Report(IReadOnlyList<JudgedPair> pairs, Weights weights, int folds, TimeSpan took)
    {
        var quality = Evaluation.Of(pairs, weights);
        yield return Measured.Share("nDCG@10", quality.Ndcg);
        yield return Measured.Share("AUC", quality.Auc);
        yield return Measured.Count("needs", pairs.Select(pair => pair.Need).Distinct(StringComparer.Ordinal).Count());
        yield return Measured.Count("pairs", pairs.Count);
        yield return Measured.Count("ms", took.TotalMilliseconds);
        if (folds == 0) yield break;
        var crossed = Evaluation.Crossed(pairs, folds, part => WeightFit.Fit("crossed", part));
        yield return Measured.Share("cv.nDCG@10", crossed.Ndcg);
        yield return Measured.Share("cv.AUC", crossed.Auc);
        yield return Measured.Share("cv.calibration", crossed.Gap);
        // The pairs hold titles only: the other factors stand at the same value in each.
        foreach (var factor in Enum.GetValues<Factor>().Where(factor => factor <= Factor.Exact))
        {
            var without = Evaluation.Crossed([.. pairs.Select(pair => pair.Without(factor))], folds, part => WeightFit.Fit("crossed", part));
            yield return Measured.Share($"cv.without.{factor}.nDCG@10", without.Ndcg);
            yield return Measured.Share($"cv.without.{factor}.AUC", without.Auc);
        }
    }
}
