using Marketplace.Matching.Scoring;
using Marketplace.Testing;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Tests.Platform.Verbs;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Matchmaking.Weighing;

/// <summary><c>marketplace train</c> as a shell runs it, beside a program that serves.</summary>
public sealed class TrainVerbTests(RunningServe running) : IClassFixture<RunningServe>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answers_teach_the_same_each_time_once_there_are_enough_of_them_and_together_with_a_file()
    {
        using var folder = new TemporaryFolder();
        var (few, first, second, both) = (folder.In("few.json"), folder.In("first.json"), folder.In("second.json"), folder.In("both.json"));
        await SeedAsync(3);
        var refused = await TrainAsync("--answers", "--out", few);
        (refused.Code, refused.Output, File.Exists(few)).ShouldBe((1, "", false));
        refused.Errors.ShouldContain("24");

        await SeedAsync(40);
        var said = await TrainAsync("--answers", "--out", first);
        said.Code.ShouldBe(0, said.Errors);
        foreach (var line in (string[])["needs=", "pairs=344", "in-force.nDCG@10=", "learnt.nDCG@10=", "learnt.cv.AUC="]) said.Output.ShouldContain(line);
        (await TrainAsync("--answers", "--out", second)).Output.ShouldBe(said.Output);
        var (one, other) = (Weights.Load(first), Weights.Load(second));
        one.Version.ShouldBe("first");
        (other with { Version = "first" }).ToJson().ShouldBe(one.ToJson());

        var judged = folder.In("judged.tsv");
        await File.WriteAllLinesAsync(judged, Enumerable.Range(0, 12).SelectMany(need => (string[])[$"{need}\t4\t残膜回收\t棉田残膜捡不干净\t残膜 回收 机", $"{need}\t1\t残膜回收\t棉田残膜捡不干净\t葡萄酒 酿造 方法"]), Ct);
        var together = await TrainAsync(judged, "--answers", "--out", both);
        together.Code.ShouldBe(0, together.Errors);
        foreach (var line in (string[])["\nlearnt.cv.nDCG@10=1.0000", "\nanswers.in-force.AUC=", "\nanswers.learnt.cv.nDCG@10="]) together.Output.ShouldContain(line);
    }

    [Fact]
    public async Task Nothing_to_learn_from_or_nowhere_to_write_is_said()
    {
        (await TrainAsync("--out", "x.json")).ShouldSatisfyAllConditions(r => r.Code.ShouldBe(2), r => r.Errors.ShouldContain("--answers"));
        (await TrainAsync("--answers")).ShouldSatisfyAllConditions(r => r.Code.ShouldBe(2), r => r.Errors.ShouldContain("--out"));
    }

    private Task<(int Code, string Output, string Errors)> TrainAsync(params string[] words) => ServeProcess.RunAsync(RunningServe.Environment, ["train", .. words, "--data", running.Data]);

    private async Task SeedAsync(int needs)
    {
        await using var db = new AppDbContext(new DbContextOptionsBuilder<AppDbContext>().UseNpgsql(new DataFolder(running.Data).ReadHolder()!.Database!.App).Options);
        await AnswerWorld.AnswerAsync(db, needs, Ct);
    }
}
