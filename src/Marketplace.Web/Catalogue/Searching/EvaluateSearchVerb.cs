using System.Globalization;
using Marketplace.Matching.Learning;
using Marketplace.Search.Queries;
using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Verbs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Marketplace.Web.Catalogue.Searching;

/// <summary>
/// <c>marketplace evaluate search FILE.tsv</c>: query, applicationNo, grade 0–3. Of each query its judged patents are put in the order in which the embedded engine would show
/// them, those with all words before those with some; what it would not find comes last, in the order of the file.
/// </summary>
internal static class EvaluateSearchVerb
{
    public const string Words = "evaluate search ";

    public static async Task<ExitCode> RunAsync(CommandLine line)
    {
        line.Allow();
        var path = line.Verb[Words.Length..];
        if (!File.Exists(path)) throw new OperatorException(ExitCode.Usage, string.Format(VerbTexts.Culture, VerbTexts.NoFile, path));
        var judged = Read(path);
        await using var database = await WorkingDatabase.OpenMigratedAsync(line, CancellationToken.None);
        await using var source = NpgsqlDataSource.Create(database.Address.App);
        var follower = new EmbeddedFollower(
            new PatentDocuments(new Industries()), () => AppDbContext.Over(source), SearchingSetup.Analyzer, IndexFile.In(database.Folder.Path), TimeProvider.System, NullLogger.Instance);
        await follower.LoadAsync(CancellationToken.None);
        await follower.CatchUpAsync(CancellationToken.None);
        foreach (var said in await EvaluateAsync(new Searcher(follower.Engine!, SearchingSetup.Analyzer), judged)) await Console.Out.WriteLineAsync(said);
        return ExitCode.Ok;
    }

    internal static async Task<IReadOnlyList<string>> EvaluateAsync(Searcher searcher, IReadOnlyList<(string Query, string Number, int Grade)> judged)
    {
        var since = TimeProvider.System.GetTimestamp();
        List<double> gains = [], areas = [];
        var queries = judged.GroupBy(item => item.Query, StringComparer.Ordinal).ToList();
        foreach (var query in queries)
        {
            var ranked = await RankAsync(searcher, query.Key, [.. query.Select(item => item.Number)]);
            var items = query.Select((item, place) => (item.Grade, Rank: ranked.GetValueOrDefault(item.Number, int.MaxValue), Place: place)).ToList();
            if (RankingQuality.Ndcg([.. items.OrderBy(item => item.Rank).ThenBy(item => item.Place).Select(item => item.Grade)]) is { } gain) gains.Add(gain);
            if (RankingQuality.Auc([.. items.Select(item => (-(double)item.Rank, item.Grade >= 1))]) is { } area) areas.Add(area);
        }
        var took = TimeProvider.System.GetElapsedTime(since);
        return
        [
            Measured.Share("nDCG@10", Mean(gains)),
            Measured.Share("AUC", Mean(areas)),
            Measured.Count("needs", queries.Count),
            Measured.Count("pairs", judged.Count),
            Measured.Count("ms", took.TotalMilliseconds),
        ];

        static double Mean(List<double> values) => values.Count == 0 ? 0 : values.Average();
    }

    /// <summary>The places of those that are found, from 0.</summary>
    private static async Task<Dictionary<string, int>> RankAsync(Searcher searcher, string text, IReadOnlyList<string> numbers)
    {
        var ranks = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var mode in (WordMode[])[WordMode.All, WordMode.Any])
        {
            var found = new List<(float Score, string Number)>();
            // A page holds a hundred.
            foreach (var part in numbers.Chunk(QueryCheck.LargestPage))
            {
                var (answer, fault) = await searcher.SearchAsync(new SearchRequest { Text = text, Mode = mode, Size = part.Length, Filters = [new AnyValue(PatentSchema.Number, part)] });
                if (answer is null) throw new OperatorException(ExitCode.NotInOrder, $"{fault!.Code}: {text}");
                found.AddRange(answer.Hits.Select(hit => (hit.Hit.Score, hit.Hit.Document.Id)));
            }
            foreach (var (_, number) in found.OrderByDescending(hit => hit.Score).ThenBy(hit => hit.Number, StringComparer.Ordinal)) ranks.TryAdd(number, ranks.Count);
        }
        return ranks;
    }

    private static List<(string, string, int)> Read(string path)
    {
        var rows = new List<(string, string, int)>();
        foreach (var (line, row) in File.ReadLines(path).Index())
        {
            var cells = row.Split('\t');
            if (line == 0 && cells is ["query", ..]) continue;
            if (row.Length == 0) continue;
            if (cells.Length < 3 || PatentNumber.Parse(cells[1], out _) is not { } number || !int.TryParse(cells[2], NumberStyles.None, CultureInfo.InvariantCulture, out var grade) || grade > 3)
            {
                throw new OperatorException(ExitCode.Usage, string.Format(VerbTexts.Culture, SearchTexts.BadRow, line + 1));
            }
            rows.Add((cells[0], number.Body, grade));
        }
        return rows;
    }
}
