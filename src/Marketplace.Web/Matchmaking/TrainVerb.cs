using System.Text.Json;
using Marketplace.Matching.Learning;
using Marketplace.Matching.Scoring;
using Marketplace.Web.Platform.Verbs;

namespace Marketplace.Web.Matchmaking;

/// <summary>
/// <c>marketplace train FILE.tsv --out WEIGHTS.json</c>: weights that the judged pairs of a file teach, and how they would do beside those in force. Nothing is switched:
/// somebody looks at both and puts the file where the program reads it.
/// </summary>
internal static class TrainVerb
{
    public const string Words = "train ";

    private const int Folds = 10;

    // A plain sum, 1 : 0.5 : 0.8 as the READMEs of vectors and encoder found it best, each factor measured by how far it spreads within a need (0.102, 0.130, 0.087).
    private static readonly double[] s_prior = [9.8, 3.8, 9.2];

    // Found on the labelled needs: nothing below it changes anything, and more only helps the needs that were learnt from.
    private const double Trust = 3;

    public static Weights Fit(string version, IReadOnlyList<JudgedPair> pairs) => WeightFit.Fit(version, pairs, s_prior, Trust);

    public static async Task<ExitCode> RunAsync(CommandLine line)
    {
        line.Allow("out");
        if (line.Option("out") is not { } target) throw OperatorException.Words(VerbTexts.OutWanted);
        var model = MatchingModel.Load();
        var pairs = JudgedNeeds.Read(line.Verb[Words.Length..], model);
        var learnt = Fit(Path.GetFileNameWithoutExtension(target), pairs);
        await File.WriteAllTextAsync(target, JsonSerializer.Serialize(learnt, JsonSerializerOptions.Web) + "\n");
        Say("in-force", Evaluation.Of(pairs, model.Weights));
        Say("learnt", Evaluation.Of(pairs, learnt));
        // What the new ones would do on needs they have not seen is the line to decide by.
        Say("learnt.cv", Evaluation.Crossed(pairs, Folds, part => Fit("crossed", part)));
        return ExitCode.Ok;

        static void Say(string which, Evaluation quality) => Console.Out.WriteLine(FormattableString.Invariant(
            $"{which}.nDCG@10={quality.Ndcg:0.0000}\n{which}.AUC={quality.Auc:0.0000}\n{which}.calibration={quality.Gap:0.0000}"));
    }
}
