using System.Globalization;
using Marketplace.Matching.Factors;
using Marketplace.Matching.Learning;
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
        var model = MatchingModel.Load();
        var since = TimeProvider.System.GetTimestamp();
        var pairs = JudgedNeeds.Read(line.Verb[Words.Length..], model);
        var took = TimeProvider.System.GetElapsedTime(since);
        foreach (var said in Report(pairs, model, folds, took)) await Console.Out.WriteLineAsync(said);
        return ExitCode.Ok;
    }

    private static IEnumerable<string> Report(IReadOnlyList<JudgedPair> pairs, MatchingModel model, int folds, TimeSpan took)
    {
        var quality = Evaluation.Of(pairs, model.Weights);
        yield return Line("nDCG@10", quality.Ndcg);
        yield return Line("AUC", quality.Auc);
        yield return string.Create(CultureInfo.InvariantCulture, $"needs={pairs.Select(pair => pair.Need).Distinct(StringComparer.Ordinal).Count()}");
        yield return string.Create(CultureInfo.InvariantCulture, $"pairs={pairs.Count}");
        yield return string.Create(CultureInfo.InvariantCulture, $"ms={took.TotalMilliseconds:0}");
        if (folds == 0) yield break;
        var crossed = Evaluation.Crossed(pairs, folds, part => TrainVerb.Fit("crossed", part));
        yield return Line("cv.nDCG@10", crossed.Ndcg);
        yield return Line("cv.AUC", crossed.Auc);
        yield return Line("cv.calibration", crossed.Gap);
        foreach (var factor in Enum.GetValues<Factor>())
        {
            var without = Evaluation.Crossed([.. pairs.Select(pair => pair with { Factors = [.. pair.Factors.Select((value, place) => place == (int)factor ? 0 : value)] })], folds, part => TrainVerb.Fit("crossed", part));
            yield return Line($"cv.without.{factor}.nDCG@10", without.Ndcg);
            yield return Line($"cv.without.{factor}.AUC", without.Auc);
        }
    }

    private static string Line(string name, double value) => string.Create(CultureInfo.InvariantCulture, $"{name}={value:0.0000}");
}
