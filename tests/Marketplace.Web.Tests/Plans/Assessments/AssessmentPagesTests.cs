using System.Globalization;
using System.Net;
using System.Text;
using Marketplace.Testing;
using Marketplace.Web.Organisations;
using Marketplace.Web.Plans;
using Marketplace.Web.Plans.Assessments;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Web.Tests.Plans.Assessments;

/// <summary>An assessment from the empty sheet to the places, by the browsers of the prefecture and of a county it marks.</summary>
public sealed class AssessmentPagesTests(PostgresServer server)
{
    private const string List = "/plans/bozhou/assessments", Page = List + "/2025";

    private static readonly string s_due = Workdays.Mainland.NextFrom(Dates.Today(TimeProvider.System).AddDays(10)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_the_sheet_to_the_places()
    {
        await using var world = await PlanWorld.StartAsync(server);
        var county = await world.App.NewOrganisationAsync(OrganisationKind.Bureau);
        var (bole, stranger) = ((await world.App.NewMemberAsync(county, Role.BureauClerk)).Http, (await world.App.NewMemberAsync(await world.App.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Meixian), Role.BureauClerk)).Http);
        var (clerk, reviewer) = (world.Clerk, world.Reviewer);

        // Drawn up with the plan's indicators, which weigh a hundred together.
        (await clerk.GetStringAsync(List, Ct)).ShouldContain("还没有考核");
        (await Sent(clerk, List, null, ("year", "2031"), ("dueOn", s_due), ("departments", "州农业农村局"))).ShouldBe((HttpStatusCode.BadRequest, null));
        (await Sent(clerk, List, null, ("year", "2025"), ("dueOn", "2020-01-01"), ("departments", "州农业农村局"))).ShouldBe((HttpStatusCode.BadRequest, null));
        (await Sent(clerk, List, null, ("year", "2025"), ("dueOn", s_due))).ShouldBe((HttpStatusCode.BadRequest, null));
        (await Sent(clerk, List, null, ("year", "2025"), ("dueOn", s_due), ("regions", Inhabitants.Bole), ("regions", "652722"), ("departments", "州农业农村局\n州财政局\n"))).ShouldBe((HttpStatusCode.Redirect, Page));
        (await Sent(clerk, List, null, ("year", "2025"), ("dueOn", s_due), ("departments", "州财政局"))).Status.ShouldBe(HttpStatusCode.Conflict);
        var drawn = await world.App.WithDatabaseAsync(db => db.Set<AssessmentItem>().OrderBy(i => i.Number).ToListAsync(Ct));
        (drawn.Count, drawn.Sum(i => i.Weight), drawn.TrueForAll(i => i.IndicatorId is not null)).ShouldBe((await world.App.WithDatabaseAsync(async db => await db.Set<Indicator>().CountAsync(i => i.PlanId == db.Set<Plan>().Single(p => p.Key == "bozhou").Id, Ct)), 100m, true));
        (await bole.GetAsync(List, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);   // Not before it is open.

        // Items of one's own; a row without a name goes, and what is wrong is told at its row.
        var wrong = await SendAsync(clerk, Page, "Items", ("name", "专利转化"), ("weight", "60.005"), ("basis", ""), ("indicator", ""), ("name", "专利转化"), ("weight", "-1"), ("basis", ""), ("indicator", ""));
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var told = WebUtility.HtmlDecode(await wrong.Content.ReadAsStringAsync(Ct));
        foreach (var word in (string[])["第 1 行的权重", "第 2 行的权重", "“专利转化”出现了两次", "60.005"]) told.ShouldContain(word);
        (await Sent(clerk, Page, "Items", ("name", "专利转化"), ("weight", "60"), ("basis", "按完成率"), ("indicator", "2"), ("name", " "), ("weight", "1"), ("basis", ""), ("indicator", ""), ("name", "材料报送"), ("weight", "39.5"), ("basis", ""), ("indicator", ""))).Status.ShouldBe(HttpStatusCode.Redirect);
        (await Sent(clerk, Page, "Open")).Status.ShouldBe(HttpStatusCode.Conflict);     // 99.5
        (await Sent(clerk, Page, "Items", ("name", "专利转化"), ("weight", "60"), ("basis", "按完成率"), ("indicator", "2"), ("name", "材料报送"), ("weight", "40"), ("basis", ""), ("indicator", ""))).Status.ShouldBe(HttpStatusCode.Redirect);
        (await Sent(clerk, Page, "Units", ("dueOn", s_due), ("regions", Inhabitants.Bole), ("departments", "州农业农村局"))).Status.ShouldBe(HttpStatusCode.Redirect);
        (await Sent(clerk, Page, "Open")).Status.ShouldBe(HttpStatusCode.Redirect);
        (await Sent(clerk, Page, "Items", ("name", "别的"), ("weight", "100"))).Status.ShouldBe(HttpStatusCode.Conflict);
        (await Sent(clerk, Page, "Drop", ("typed", "2025"))).Status.ShouldBe(HttpStatusCode.Conflict);
        await Should.ThrowAsync<PostgresException>(() => world.App.WithDatabaseAsync(db => db.Database.ExecuteSqlAsync($"update assessment_items set weight = 1", Ct)));
        await Should.ThrowAsync<PostgresException>(() => world.App.WithDatabaseAsync(db => db.Database.ExecuteSqlAsync($"delete from assessments", Ct)));

        // The county finds its own sheet, by list and to-do, and nobody else's.
        var units = await world.App.WithDatabaseAsync(db => db.Set<AssessmentUnit>().ToListAsync(Ct));
        var (own, other) = (AssessmentAt(units.Single(u => u.Kind == PartKind.County)), AssessmentAt(units.Single(u => u.Kind == PartKind.Department)));
        (await bole.GetStringAsync(List, Ct)).ShouldContain(own);
        (await bole.GetStringAsync("/plans/bozhou", Ct)).ShouldContain(List);
        (await bole.GetStringAsync("/tasks", Ct)).ShouldContain("自评：博乐市 2025 年度考核");
        foreach (var (http, path) in ((HttpClient, string)[])[(bole, Page), (bole, other), (bole, Page + "/marks.csv"), (stranger, own), (stranger, List), (stranger, Page)]) (await http.GetAsync(path, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        // Its own marks, in two goes.
        (await Sent(bole, own, "Own", ("mark[1]", "60.5"), ("text[1]", ""))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await Sent(bole, own, "Own", ("mark[1]", "55"), ("text[1]", "<b>见年报</b>"), ("mark[2]", ""), ("text[2]", ""))).Status.ShouldBe(HttpStatusCode.Redirect);
        (await world.App.WithDatabaseAsync(db => OpenWork(db, AssessmentNotices.Check).CountAsync(Ct))).ShouldBe(0);
        (await Sent(bole, own, "Own", ("mark[1]", "55"), ("text[1]", "<b>见年报</b>"), ("mark[2]", "40"), ("text[2]", ""))).Status.ShouldBe(HttpStatusCode.Redirect);
        (await reviewer.GetStringAsync("/tasks", Ct)).ShouldContain("核定：博乐市 2025 年度考核");
        (await reviewer.GetStringAsync(own, Ct)).ShouldContain("&lt;b&gt;");
        (await Sent(bole, own, "Verify", ("mark[1]", "55"))).Status.ShouldBe(HttpStatusCode.NotFound);

        // Decided by somebody else, with a reason where it is not the unit's own mark.
        (await Sent(clerk, Page, "Close", ("typed", "2025"))).Status.ShouldBe(HttpStatusCode.Conflict);
        (await Sent(reviewer, own, "Verify", ("mark[1]", "50"), ("text[1]", ""), ("mark[2]", "40"), ("text[2]", ""))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await Sent(reviewer, own, "Verify", ("mark[1]", "50"), ("text[1]", "缺两份合同"), ("mark[2]", "40"), ("text[2]", ""))).Status.ShouldBe(HttpStatusCode.Redirect);
        (await Sent(bole, own, "Own", ("mark[1]", "60"), ("text[1]", ""))).Status.ShouldBe(HttpStatusCode.Conflict);
        (await world.App.WithDatabaseAsync(db => OpenWork(db, AssessmentNotices.Check).CountAsync(Ct))).ShouldBe(0);

        // A department is marked by the plan's bureau: whoever entered its own mark may not decide it.
        (await Sent(reviewer, other, "Own", ("mark[1]", "60"), ("text[1]", ""), ("mark[2]", "30"), ("text[2]", ""))).Status.ShouldBe(HttpStatusCode.Redirect);
        (await Sent(reviewer, other, "Verify", ("mark[1]", "60"), ("text[1]", ""))).Status.ShouldBe(HttpStatusCode.Conflict);
        (await Sent(clerk, other, "Verify", ("mark[1]", "60"), ("text[1]", ""), ("exempt", "2"), ("text[2]", "没有报送任务"))).Status.ShouldBe(HttpStatusCode.Redirect);

        // The places: 60 of 60 stretched to a hundred, before 90.
        (await Sent(clerk, Page, "Close", ("typed", "x"))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await Sent(clerk, Page, "Close", ("typed", "2025"))).Status.ShouldBe(HttpStatusCode.Redirect);
        var ranking = Encoding.UTF8.GetString(await clerk.GetByteArrayAsync(Page + "/ranking.csv", Ct));
        ranking.ShouldContain("1,州农业农村局,部门,60.00,不适用,100.00,90.00,0");
        ranking.ShouldContain("2,博乐市,县市,50.00,40.00,90.00,95.00,0");
        Encoding.UTF8.GetString(await clerk.GetByteArrayAsync(Page + "/marks.csv", Ct)).ShouldContain("缺两份合同");
        foreach (var file in (string[])["/ranking.xlsx", "/marks.xlsx"]) (await clerk.GetByteArrayAsync(Page + file, Ct)).ShouldNotBeEmpty();
        (await bole.GetStringAsync(own, Ct)).ShouldContain("第 2 名，共 2 个单位");
        (await Sent(reviewer, own, "Verify", ("mark[1]", "55"), ("text[1]", ""))).Status.ShouldBe(HttpStatusCode.Conflict);
        await Should.ThrowAsync<PostgresException>(() => world.App.WithDatabaseAsync(db => db.Database.ExecuteSqlAsync($"update assessment_marks set verified = 1 where not exempt", Ct)));
    }

    [Fact]
    public async Task A_sheet_that_is_only_drawn_up_can_be_thrown_away()
    {
        await using var world = await PlanWorld.StartAsync(server);
        (await Sent(world.Clerk, List, null, ("year", "2024"), ("dueOn", s_due), ("departments", "州财政局"))).Status.ShouldBe(HttpStatusCode.Redirect);
        (await Sent(world.Clerk, List + "/2024", "Drop", ("typed", "别的"))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await Sent(world.Clerk, List + "/2024", "Drop", ("typed", "2024"))).ShouldBe((HttpStatusCode.Redirect, List));
        (await world.Clerk.GetAsync(List + "/2024", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static string AssessmentAt(AssessmentUnit unit) => $"/plans/assessments/units/{unit.Id}";

    private static IQueryable<WorkItem> OpenWork(Data.AppDbContext db, string kind) => db.Set<WorkItem>().Where(w => w.Kind == kind && w.DoneAt == null);

    private static Task<HttpResponseMessage> SendAsync(HttpClient http, string page, string? handler, params (string, string)[] fields) => PlanWorld.SendAsync(http, page, handler, null, fields);

    private static async Task<(HttpStatusCode Status, string? At)> Sent(HttpClient http, string page, string? handler, params (string, string)[] fields)
    {
        var answer = await SendAsync(http, page, handler, fields);
        return (answer.StatusCode, answer.Headers.Location?.ToString());
    }
}
