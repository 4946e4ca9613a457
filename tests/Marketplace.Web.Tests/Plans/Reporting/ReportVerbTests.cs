using Marketplace.Testing;
using Marketplace.Web.Conversions.Counting;
using Marketplace.Web.Data;
using Marketplace.Web.Plans;
using Marketplace.Web.Plans.Reporting;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Tests.Platform.Verbs;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Plans.Reporting;

/// <summary><c>marketplace report</c>, as a shell runs it beside a program that serves.</summary>
public sealed class ReportVerbTests(RunningServe running) : IClassFixture<RunningServe>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_writes_the_file_that_the_page_gives_and_prints_its_seal()
    {
        using var folder = new TemporaryFolder();
        await using var db = new AppDbContext(new DbContextOptionsBuilder<AppDbContext>().UseNpgsql(new DataFolder(running.Data).ReadHolder()!.Database!.App).Options);
        var plan = await db.Set<Plan>().AsNoTracking().SingleAsync(p => p.Key == "bayannur", Ct);
        using var store = new FactStore();
        var report = await PlanReportReader.On(db, store, TimeProvider.System).ReadAsync(plan, new(2024, 12, 31), Ct);

        foreach (var (format, language) in ((string, string?)[])[("docx", null), ("xlsx", "ug"), ("csv", "en")])
        {
            var file = folder.In("报告." + format);
            var (code, output, errors) = await RunAsync(["report", "bayannur", "--as-of", "2024-12-31", "--out", file, .. language is null ? (string[])[] : ["--language", language]]);
            code.ShouldBe(0, errors);
            output.Trim().ShouldBe("seal=" + report.Seal);
            (await File.ReadAllBytesAsync(file, Ct)).ShouldBe(PlanReportFile.Of(report, format, Language.Find(language)), format);
        }
    }

    [Theory]
    [InlineData("atlantis", "report", "atlantis", "--as-of", "2024-12-31", "--out", "a.docx")]
    [InlineData("31.12.2024", "report", "bozhou", "--as-of", "31.12.2024", "--out", "a.docx")]
    [InlineData("--as-of", "report", "bozhou", "--out", "a.docx")]
    [InlineData("a.pdf", "report", "bozhou", "--as-of", "2024-12-31", "--out", "a.pdf")]
    [InlineData("--out", "report", "bozhou", "--as-of", "2024-12-31")]
    [InlineData("\"tlh\"", "report", "bozhou", "--as-of", "2024-12-31", "--out", "a.csv", "--language", "tlh")]
    [InlineData("/no/such/folder/a.csv", "report", "bozhou", "--as-of", "2024-12-31", "--out", "/no/such/folder/a.csv")]
    [InlineData("report bozhou", "report")]
    public async Task What_is_wrong_is_named_and_nothing_is_printed(string named, params string[] words)
    {
        var (code, output, errors) = await RunAsync(words);
        code.ShouldBe(2, errors);
        output.ShouldBeEmpty();
        errors.ShouldContain(named);
        File.Exists("a.docx").ShouldBeFalse();
    }

    private Task<(int Code, string Output, string Errors)> RunAsync(params string[] words) => ServeProcess.RunAsync(RunningServe.Environment, [.. words, "--data", running.Data]);
}
