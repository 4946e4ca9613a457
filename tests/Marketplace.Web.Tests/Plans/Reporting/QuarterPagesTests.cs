using System.Net;
using System.Text;
using Marketplace.Testing;
using Marketplace.Web.Conversions.Counting;
using Marketplace.Web.Plans.Reporting;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Web.Tests.Plans.Reporting;

/// <summary>The report of a locked quarter, and its stamped scan.</summary>
public sealed class QuarterPagesTests(ReportWorld world) : IClassFixture<ReportWorld>
{
    private static readonly int s_amount = StandardRules.All.ToList().FindIndex(rule => rule.Key == "conversions.amount");
    private static readonly string s_period = $"/conversions/periods/{ReportWorld.Last}";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Locked_it_is_the_same_for_ever_and_the_stamped_scan_is_filed_with_it()
    {
        var page = s_period + "/report";
        await world.FiledAsync(1_000, ReportWorld.Last.Last);
        (await world.Locker.GetStringAsync(page, Ct)).ShouldContain("这个季度还没有锁定");
        (await world.Locker.GetAsync(page + ".docx", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await FileAsync(world.Locker, "扫描一.pdf", "1")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await world.Locker.PostFormAsync(s_period, s_period + "?handler=Lock", ("typed", ReportWorld.Last.ToString()))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var files = await Task.WhenAll(QuarterReportReader.Formats.Select(format => world.Locker.GetByteArrayAsync($"{page}.{format}", Ct)));
        await world.FiledAsync(500, ReportWorld.Last.Last);
        foreach (var (format, bytes) in QuarterReportReader.Formats.Zip(files))
        {
            (await world.Plans.Clerk.GetByteArrayAsync($"{page}.{format}", Ct)).ShouldBe(bytes, format);
            (await world.Plans.Clerk.GetByteArrayAsync($"{page}.{format}?adjusted=2090-01-01", Ct)).ShouldNotBe(bytes, format);
        }
        var input = await InputAsync();
        input.Places.Select(p => p.Figures[s_amount]).Max().ShouldBe(1_000);
        input.Adjustments!.Known[s_amount].ShouldBe(1_500);
        input.Facts.ShouldHaveSingleItem().ShouldSatisfyAllConditions(f => f.Takers.ShouldBe(["乙公司"]), f => f.New.ShouldBe(1_000));
        input.Places.Count(p => p.Kind == PlaceKind.Part && p.Figures[0] == 1).ShouldBe(1);

        // The scan, and one that takes its place; the first stays.
        (await FileAsync(world.Locker, "扫描一.pdf", null)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await FileAsync(world.Locker, "扫描一.txt", "1")).StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await FileAsync(world.Plans.Reviewer, "扫描一.pdf", "1")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await FileAsync(world.Locker, "扫描一.pdf", "1")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await FileAsync(world.Plans.Clerk, "扫描二.pdf", "2")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var filed = await world.App.WithDatabaseAsync(db => db.Set<FiledReport>().AsNoTracking().OrderBy(r => r.Number).ToListAsync(Ct));
        filed.Select(r => r.Number).ShouldBe([1, 2]);
        filed.Select(r => r.Seal).ShouldBe(Enumerable.Repeat(ReportSeal.Of(input with { Adjustments = null }), 2));
        var shown = await world.Locker.GetStringAsync(page, Ct);
        foreach (var word in (string[])["扫描一.pdf", "已被替换", "扫描二.pdf", "有效", filed[0].Seal]) shown.ShouldContain(word);
        (await world.Locker.GetAsync($"/papers/{filed[0].FileId}", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await world.Stranger.GetAsync($"/papers/{filed[0].FileId}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await world.Stranger.GetAsync(page + ".docx", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);   // Of their own region, which locked nothing.
        await Should.ThrowAsync<PostgresException>(() => world.App.WithDatabaseAsync(db => db.Database.ExecuteSqlAsync($"delete from filed_reports", Ct)));
        await Should.ThrowAsync<PostgresException>(() => world.App.WithDatabaseAsync(db => db.Database.ExecuteSqlAsync($"update filed_reports set seal = ''", Ct)));
    }

    private Task<QuarterReportInput> InputAsync() => world.App.WithDatabaseAsync(async db =>
    {
        using var store = new FactStore();
        return (await new QuarterReportReader(db, new(db), store, new(db), new(db, TimeProvider.System)).ReadAsync(world.Plans.Bureau.RegionPath, ReportWorld.Last, new DateOnly(2090, 1, 1), Ct))!;
    });

    private static async Task<HttpResponseMessage> FileAsync(HttpClient http, string name, string? content)
    {
        using var form = new MultipartFormDataContent { { new StringContent(Forms.TokenIn(await http.GetStringAsync("/preferences", Ct))), "__RequestVerificationToken" } };
        if (content is not null) form.Add(new ByteArrayContent(Encoding.ASCII.GetBytes($"%PDF-1.4\n% {content}\n")), "scan", name);
        return await http.PostAsync(s_period + "/report", form, Ct);
    }
}
