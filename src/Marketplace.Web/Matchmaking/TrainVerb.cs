using Marketplace.Matching.Learning;
using Marketplace.Web.Catalogue.Searching;
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

    public static async Task<ExitCode> RunAsync(CommandLine line)
    {
        line.Allow("out");
        if (line.Option("out") is not { } target) throw OperatorException.Words(VerbTexts.OutWanted);
        var model = MatchingModel.Load(SearchingSetup.Analyzer);
        var pairs = JudgedNeeds.Read(line.Verb[Words.Length..], model.Texts);
        var learnt = WeightFit.Fit(Path.GetFileNameWithoutExtension(target), pairs);
        await File.WriteAllTextAsync(target, learnt.ToJson() + "\n");
        Say("in-force", Evaluation.Of(pairs, model.Shipped));
        Say("learnt", Evaluation.Of(pairs, learnt));
        // What the new ones would do on needs they have not seen is the line to decide by.
        Say("learnt.cv", Evaluation.Crossed(pairs, Folds, part => WeightFit.Fit("crossed", part)));
        return ExitCode.Ok;

        static void Say(string which, Evaluation quality)
        {
            Console.Out.WriteLine(Measured.Share($"{which}.nDCG@10", quality.Ndcg));
            Console.Out.WriteLine(Measured.Share($"{which}.AUC", quality.Auc));
            Console.Out.WriteLine(Measured.Share($"{which}.calibration", quality.Gap));
        }
    }
}
