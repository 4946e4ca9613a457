using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Conversions.Counting;
using Marketplace.Web.Plans;
using Marketplace.Web.Plans.Reporting;
using Marketplace.Web.Platform.Documents;
using Microsoft.EntityFrameworkCore;


namespace Marketplace.Web.Tests.Plans.Reporting;

/// <summary>Reports of plans by their page.</summary>
public sealed class ReportPagesTests(ReportWorld world) : IClassFixture<ReportWorld>
{
    private const string Page = "/plans/bozhou/reports";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_click_gives_the_report_with_what_is_verified_and_the_same_bytes_whoever_asks_when()
    {
        await world.Plans.CountAsync("2", "2025-12-31", "6750.125");
        await world.FiledAsync(1_000, new(2025, 11, 3));
        (await world.Plans.EnterAsync("4", "2025-12-31", "12")).StatusCode.ShouldBe(HttpStatusCode.Redirect);   // Nobody verified it.
        foreach (var format in PlanReportFile.Formats)
        {
            var asked = $"{Page}?quarter=2025Q4&format={format}";
            var first = await world.Plans.Clerk.GetAsync(asked, Ct);
            first.Content.Headers.ContentDisposition!.FileName.ShouldBe($"bozhou-2025-12-31.{format}");
            var bytes = await first.Content.ReadAsByteArrayAsync(Ct);
            using var inUyghur = new HttpRequestMessage(HttpMethod.Get, $"{Page}?quarter=2020Q1&day=2025-12-31&format={format}");
            inUyghur.Headers.AcceptLanguage.ParseAdd("ug");
            (await (await world.Plans.Reviewer.SendAsync(inUyghur, Ct)).Content.ReadAsByteArrayAsync(Ct)).ShouldBe(bytes, format);
            // As the command line makes it, by a clock of another year.
            (await AsVerbAsync(new(2025, 12, 31), format)).ShouldBe(bytes, format);
            (await AsVerbAsync(new(2025, 12, 30), format)).ShouldNotBe(bytes, format);
        }
        var text = await world.Plans.Clerk.GetStringAsync($"{Page}?quarter=2025Q4&format=csv", Ct);
        text.ShouldContain("6750.125,2025-12-31");
        text.ShouldNotContain(",12,2025-12-31");
        (await AsVerbAsync(new(2025, 12, 31), "csv")).ShouldNotBe(await world.Plans.Clerk.GetByteArrayAsync($"{Page}?quarter=2025Q4&format=csv&language=en", Ct));
    }

    [Fact]
    public async Task What_cannot_be_asked_says_so_at_its_field_and_another_region_has_no_such_page()
    {
        (await world.Plans.Clerk.GetStringAsync(Page, Ct)).ShouldContain("下载 Word");
        (await world.Plans.Clerk.GetStringAsync("/plans/bozhou", Ct)).ShouldContain($"href=\"{Page}\"");
        foreach (var (query, field) in ((string, string)[])[("quarter=2099Q1", "quarter"), ("quarter=x", "quarter"), ("day=2099-01-01", "day"), ("day=gestern", "day")])
        {
            var refused = await world.Plans.Clerk.GetAsync($"{Page}?{query}&format=docx", Ct);
            refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest, query);
            (await refused.Content.ReadAsStringAsync(Ct)).ShouldContain($"href=\"#{field}\"");
        }
        (await world.Plans.Clerk.GetAsync($"{Page}?quarter=2025Q4&format=exe", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await world.Stranger.GetAsync($"{Page}?quarter=2025Q4&format=docx", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await world.Stranger.GetStringAsync("/plans/bozhou", Ct)).ShouldNotContain(Page);
    }

    [Fact]
    public async Task An_evaluation_is_a_document_by_its_own_name_for_those_of_the_region()
    {
        var asked = $"{Page}?day=2025-12-31&format={PlanReportFile.Evaluation}";
        var first = await world.Plans.Clerk.GetAsync(asked, Ct);

        first.Content.Headers.ContentType!.MediaType.ShouldBe(WordDocument.MediaType);
        first.Content.Headers.ContentDisposition!.FileName.ShouldBe("bozhou-evaluation-2025-12-31.docx");
        (await world.Plans.Reviewer.GetByteArrayAsync(asked, Ct)).ShouldBe(await first.Content.ReadAsByteArrayAsync(Ct));
        (await AsVerbAsync(new(2025, 12, 31), PlanReportFile.Evaluation)).ShouldBe(await first.Content.ReadAsByteArrayAsync(Ct));
        (await world.Plans.Clerk.GetStringAsync(Page, Ct)).ShouldContain("下载评估报告");
        (await world.Stranger.GetAsync(asked, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private Task<byte[]> AsVerbAsync(DateOnly day, string format) => world.App.WithDatabaseAsync(async db =>
    {
        using var store = new FactStore();
        var reader = PlanReportReader.On(db, store, new ManualTime(new(2031, 5, 1, 0, 0, 0, TimeSpan.Zero)));
        return PlanReportFile.Of(await reader.ReadAsync(await db.Set<Plan>().AsNoTracking().SingleAsync(p => p.Key == "bozhou", Ct), day, Ct), format, null);
    });
}
