using System.Net;
using System.Text;
using Marketplace.Testing;
using Marketplace.Web.Plans;
using Marketplace.Web.Plans.Tasks;
using Marketplace.Web.Platform.Access;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Plans;

/// <summary>Plans: their tables in and out, their tasks, their life.</summary>
public sealed class PlanPagesTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_bureau_sees_its_own_plans_first_and_those_of_others()
    {
        await using var world = await PlanWorld.StartAsync(server);

        var list = await world.Clerk.GetStringAsync("/plans", Ct);

        list.IndexOf("/plans/bozhou", StringComparison.Ordinal).ShouldBeInRange(0, list.IndexOf("/plans/kezhou", StringComparison.Ordinal));
        (await world.Clerk.GetStringAsync("/plans/kezhou", Ct)).ShouldContain("没有指标");
        (await world.Clerk.GetStringAsync("/plans/xinjiang/indicators/27", Ct)).ShouldContain("3—5");
        (await world.Clerk.GetStringAsync("/plans/bozhou/indicators/1", Ct)).ShouldContain("平台已知，供核对");
        (await world.Clerk.GetStringAsync("/plans/bozhou/indicators/2", Ct)).ShouldContain("平台已知（尚未锁定）");
        (await world.Clerk.GetAsync("/plans/nowhere", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await world.Clerk.GetAsync("/plans/bozhou/indicators/3", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_was_written_out_comes_back_without_a_change_and_a_changed_target_is_a_new_version()
    {
        await using var world = await PlanWorld.StartAsync(server);
        var table = Encoding.UTF8.GetString(await world.Clerk.GetByteArrayAsync("/plans/bozhou/indicators.csv", Ct));
        var same = await UploadAsync(world, table);
        (await world.Clerk.GetStringAsync(same, Ct)).ShouldContain("新增 0 项，改变 0 项，不变 15 项");
        var xlsx = await world.Clerk.GetByteArrayAsync("/plans/bozhou/indicators.xlsx", Ct);
        var asBook = await PlanWorld.SendAsync(world.Clerk, "/plans/bozhou/import", null, "file", [("what", "Indicators")], xlsx, "指标.xlsx");
        (await world.Clerk.GetStringAsync(asBook.Headers.Location!.ToString(), Ct)).ShouldContain("新增 0 项，改变 0 项，不变 15 项");

        var preview = await UploadAsync(world, table.Replace(",4078,", ",4080,", StringComparison.Ordinal) + "X1,新指标,项,期末存量,≥,,,,,,,,,,5\r\n");
        var page = await world.Clerk.GetStringAsync(preview, Ct);
        page.ShouldContain("新增 1 项，改变 1 项，不变 14 项");
        (await world.Clerk.PostFormAsync(preview, null, ("fingerprint", "x"))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var fingerprint = Between(page, "name=\"fingerprint\" value=\"", "\"");
        (await world.Clerk.PostFormAsync(preview, null, ("fingerprint", fingerprint))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await world.Clerk.GetAsync(preview, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        var indicator = await world.App.WithDatabaseAsync(db => db.Set<Indicator>().Where(i => i.Code == "2" && db.Set<Plan>().Any(p => p.Id == i.PlanId && p.Key == "bozhou")).SingleAsync(Ct));
        indicator.Version.ShouldBe(2);
        (await world.App.WithDatabaseAsync(db => db.Set<IndicatorDefinition>().Where(d => d.IndicatorId == indicator.Id).OrderBy(d => d.Version).Select(d => d.Base).ToListAsync(Ct))).ShouldBe([4078, 4080]);
        (await world.Clerk.GetStringAsync("/plans/bozhou/indicators/2", Ct)).ShouldContain("4078");
        (await world.Clerk.GetStringAsync("/plans/bozhou", Ct)).ShouldContain("新指标");
    }

    [Fact]
    public async Task A_wrong_table_tells_each_mistake_by_row_and_column_and_is_not_taken()
    {
        await using var world = await PlanWorld.StartAsync(server);
        var preview = await UploadAsync(world, "编号,指标名称,计量类型,比较,基期年,基期值,2025年\n1,甲,存量,≥,,,5\n2,乙,比值,≈,2020,,多\n2,,比值,≥,,,一\n");

        var page = await world.Clerk.GetStringAsync(preview, Ct);

        foreach (var (row, column, why) in (ReadOnlySpan<(int, string, string)>)[(2, "计量类型", "只能是"), (3, "比较", "只能是"), (3, "2025年", "看不懂这个数字"), (3, "基期值", "要一起填写"), (4, "指标名称", "必须填写"), (4, "编号", "编号重复"), (4, "比较", "没有目标值")])
            page.ShouldMatch($"<th class=\"number\"[^>]*>{row}</th><td[^>]*>{column}</td><td[^>]*>.*?</td><td[^>]*>[^<]*{why}");
        page.ShouldNotContain("name=\"fingerprint\"");
        (await world.Clerk.PostFormAsync(preview, null, ("fingerprint", "x"))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await PlanWorld.SendAsync(world.Clerk, "/plans/bozhou/import", null, "file", [("what", "Indicators")], "甲,乙\n1,2\n"u8.ToArray(), "x.csv")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task A_task_is_told_of_each_quarter_urged_answered_and_done()
    {
        await using var world = await PlanWorld.StartAsync(server, "653000");
        const string page = "/plans/kezhou/tasks/5";
        (await world.Clerk.PostFormAsync(page, page + "?handler=Finish")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await PlanWorld.SendAsync(world.Clerk, page, "Tell", null, [("quarter", "2026Q3"), ("text", "办了对接会")])).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await PlanWorld.SendAsync(world.Clerk, page, "Tell", "evidence", [("quarter", "2099Q3"), ("text", "办了对接会")])).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await PlanWorld.SendAsync(world.Clerk, page, "Tell", "evidence", [("quarter", "2026Q3"), ("text", "办了对接会")])).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        (await world.Reviewer.PostFormAsync(page, page + "?handler=Urge", ("unit", "自治州科技局"), ("urge", "请报名单"), ("due", "2020-01-01"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await world.Reviewer.PostFormAsync(page, page + "?handler=Urge", ("unit", "自治州科技局"), ("urge", "请报名单"), ("due", "2090-01-01"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var urge = await world.App.WithDatabaseAsync(db => db.Set<TaskUrge>().Select(u => u.Id).SingleAsync(Ct));
        (await world.Clerk.PostFormAsync(page, page + "?handler=Reply", ("id", $"{urge}"), ("reply", "名单已报"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await world.Clerk.PostFormAsync(page, page + "?handler=Reply", ("id", $"{urge}"), ("reply", "又一次"))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await world.Clerk.PostFormAsync(page, page + "?handler=Finish")).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var shown = await world.Clerk.GetStringAsync(page, Ct);
        foreach (var word in (string[])["办了对接会", "凭证.pdf", "请报名单", "名单已报", "已完成"]) shown.ShouldContain(word);
        (await world.Clerk.PostFormAsync("/preferences", "/plans/bozhou/tasks/1.1?handler=Finish")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_ended_plan_is_evaluated_closed_with_its_report_and_then_takes_nothing_more()
    {
        await using var world = await PlanWorld.StartAsync(server);
        const string page = "/plans/bozhou";
        (await world.Clerk.GetStringAsync(page, Ct)).ShouldContain("已到期");
        (await world.Clerk.PostFormAsync(page, page + "?handler=Close")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await world.Clerk.PostFormAsync(page, page + "?handler=Evaluate")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await world.Clerk.PostFormAsync(page, page + "?handler=Resume")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await world.Clerk.PostFormAsync(page, page + "?handler=Resume", ("reason", "数据未齐"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await world.Clerk.PostFormAsync(page, page + "?handler=Evaluate")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await PlanWorld.SendAsync(world.Reviewer, page, "Close", null, [])).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await PlanWorld.SendAsync(world.Reviewer, page, "Close", "report", [], name: "评估报告.pdf")).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        (await world.PlanAsync()).State.ShouldBe(PlanState.Closed);
        (await world.Clerk.GetStringAsync(page, Ct)).ShouldContain("已结项");
        (await world.EnterAsync("2", "2025-12-31", "7100")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await PlanWorld.SendAsync(world.Clerk, "/plans/bozhou/import", null, "file", [("what", "Indicators")], "编号,指标名称,计量类型\n1,x,比值\n"u8.ToArray(), "x.csv")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_running_plan_is_not_evaluated_and_staff_choose_between_two_last_days()
    {
        await using var running = await PlanWorld.StartAsync(server, "653000");
        (await running.Clerk.PostFormAsync("/plans/kezhou/import", "/plans/kezhou?handler=Evaluate")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        await using var world = await PlanWorld.StartAsync(server, Inhabitants.Meixian);
        (await world.Clerk.PostFormAsync("/plans/meixian", "/plans/meixian?handler=End", ("day", "2024-01-01"))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await world.Clerk.PostFormAsync("/plans/meixian", "/plans/meixian?handler=End", ("day", "2025-07-31"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        (await world.PlanAsync("meixian")).ShouldSatisfyAllConditions(p => p.EndsOn.ShouldBe(new DateOnly(2025, 7, 31)), p => p.OtherEndsOn.ShouldBe(new DateOnly(2025, 12, 31)));
    }

    [Fact]
    public async Task A_successor_takes_the_series_on()
    {
        await using var world = await PlanWorld.StartAsync(server);
        await world.CountAsync("2", "2025-12-31", "6750");
        (string, string)[] Head(string key, string region = "652700", string starts = "2026-01-01") =>
            [("title", "自治州知识产权“十五五”规划"), ("key", key), ("issuer", "博州人民政府"), ("region", region), ("startsOn", starts), ("endsOn", "2030-12-31"), ("follows", "bozhou")];
        (await world.Clerk.PostFormAsync("/plans/new", null, Head("new"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await world.Clerk.PostFormAsync("/plans/new", null, Head("bozhou"))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await world.Clerk.PostFormAsync("/plans/new", null, Head("bozhou-2030", starts: "2025-06-01"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await world.Clerk.PostFormAsync("/plans/new", null, Head("bozhou-2030", region: "610326"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await world.Clerk.PostFormAsync("/plans/new", null, Head("bozhou-2030"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await world.Clerk.PostFormAsync("/plans/new", null, Head("bozhou-2031"))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var preview = await UploadAsync(world, "编号,指标名称,单位,计量类型,2030年\n1,知识产权质押融资金额,万元,当年发生额,12000\n", "bozhou-2030");
        (await world.Clerk.PostFormAsync(preview, null, ("fingerprint", Between(await world.Clerk.GetStringAsync(preview, Ct), "name=\"fingerprint\" value=\"", "\"")))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var page = await world.Clerk.GetStringAsync("/plans/bozhou-2030/indicators/1", Ct);

        page.ShouldContain("6,750");
        page.ShouldContain("前一规划的数据");
        (await world.Clerk.GetStringAsync("/plans/bozhou", Ct)).ShouldContain("/plans/bozhou-2030");
    }

    [Fact]
    public async Task Tables_go_out_with_who_entered_and_who_verified()
    {
        await using var world = await PlanWorld.StartAsync(server);
        await world.CountAsync("2", "2025-12-31", "6750");
        var (_, reader) = await world.App.NewMemberAsync(world.Bureau, Role.BureauReader);

        (await reader.GetStringAsync("/plans/bozhou/values.csv", Ct)).ShouldContain("6750");
        (await reader.GetStringAsync("/plans/bozhou/standing.csv", Ct)).ShouldContain("未达标");
        (await reader.GetStringAsync("/plans/bozhou/tasks.csv", Ct)).ShouldContain("促进专利技术转化运用");
        (await reader.PostFormAsync("/preferences", "/plans/bozhou?handler=Evaluate")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task<string> UploadAsync(PlanWorld world, string csv, string key = "bozhou")
    {
        var sent = await PlanWorld.SendAsync(world.Clerk, $"/plans/{key}/import", null, "file", [("what", "Indicators")], Encoding.UTF8.GetBytes(csv), "指标.csv");
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect, await sent.Content.ReadAsStringAsync(Ct));
        return sent.Headers.Location!.ToString();
    }

    private static string Between(string text, string before, string after)
    {
        var start = text.IndexOf(before, StringComparison.Ordinal) + before.Length;
        return text[start..text.IndexOf(after, start, StringComparison.Ordinal)];
    }
}
