using Marketplace.Matching.Learning;
using Marketplace.Matching.Scoring;
using Marketplace.Web.Catalogue.Searching;
using Marketplace.Web.Data;
using Marketplace.Web.Matchmaking.Weighing;
using Marketplace.Web.Platform.Verbs;
using Npgsql;

namespace Marketplace.Web.Matchmaking;

/// <summary>
/// <c>marketplace train [FILE.tsv] [--answers] --out WEIGHTS.json</c>: weights that judged pairs of a file teach, or what people answered, or first the one and then the other;
/// and how they would do beside those in force. Nothing is switched: somebody looks at both, brings the file to <c>/matching/weights</c> and decides there.
/// </summary>
internal static class TrainVerb
{
    public const string Word = "train";

    private const int Folds = 10;

    public static async Task<ExitCode> RunAsync(CommandLine line)
    {
        line.Allow("out", "answers");
        var (file, answers) = (line.Verb == Word ? null : line.Verb[(Word.Length + 1)..], line.Flag("answers"));
        if (line.Option("out") is not { } target) throw OperatorException.Words(VerbTexts.OutWanted);
        if (file is null && !answers) throw OperatorException.Words(VerbTexts.TrainOnWhat);
        // Before anything that takes long.
        var (said, inForce) = answers ? await AnswersAsync(line) : ([], MatchingModel.LoadWeights());
        if (answers && !AnswerLesson.IsEnough(said))
            throw new OperatorException(ExitCode.NotInOrder, string.Format(VerbTexts.Culture, VerbTexts.TooFewAnswers, said.Count, AnswerLesson.NeedsOf(said), AnswerLesson.LeastPairs, AnswerLesson.LeastNeeds));
        var pairs = file is null ? [] : JudgedNeeds.Read(file, MatchingModel.Load(SearchingSetup.Analyzer).Texts);
        var learnt = Learn(Path.GetFileNameWithoutExtension(target), pairs, said);
        await File.WriteAllTextAsync(target, learnt.ToJson() + "\n");
        if (file is not null) Report("", pairs, part => Learn("crossed", part, said));
        if (answers)
        {
            var of = file is null ? "" : "answers.";
            await Console.Out.WriteLineAsync(Measured.Count(of + "needs", AnswerLesson.NeedsOf(said)));
            await Console.Out.WriteLineAsync(Measured.Count(of + "pairs", said.Count));
            Report(of, said, part => Learn("crossed", pairs, part));
        }
        return ExitCode.Ok;

        // What judged titles teach is what the answers then begin from.
        Weights Learn(string version, IReadOnlyList<JudgedPair> judged, IReadOnlyList<JudgedPair> answered)
        {
            var from = judged.Count == 0 ? inForce : WeightFit.Fit(version, judged);
            return answered.Count == 0 ? from : AnswerFit.Fit(version, answered, from);
        }

        void Report(string of, IReadOnlyList<JudgedPair> judged, Func<IReadOnlyList<JudgedPair>, Weights> fit)
        {
            Say(of + "in-force", Evaluation.Of(judged, inForce));
            Say(of + "learnt", Evaluation.Of(judged, learnt));
            // What the new ones would do on needs they have not seen is the line to decide by.
            Say(of + "learnt.cv", Evaluation.Crossed(judged, Folds, fit));
        }

        static void Say(string which, Evaluation quality)
        {
            Console.Out.WriteLine(Measured.Share($"{which}.nDCG@10", quality.Ndcg));
            Console.Out.WriteLine(Measured.Share($"{which}.AUC", quality.Auc));
            Console.Out.WriteLine(Measured.Share($"{which}.calibration", quality.Gap));
        }
    }

    private static async Task<(IReadOnlyList<JudgedPair> Said, Weights InForce)> AnswersAsync(CommandLine line)
    {
        await using var database = await WorkingDatabase.OpenMigratedAsync(line, CancellationToken.None);
        await using var source = NpgsqlDataSource.Create(database.Address.App);
        await using var db = AppDbContext.Over(source);
        return (await PeoplesAnswers.ReadAsync(db, CancellationToken.None), await WeightsInForce.ReadAsync(db, MatchingModel.LoadWeights(), CancellationToken.None));
    }
}
