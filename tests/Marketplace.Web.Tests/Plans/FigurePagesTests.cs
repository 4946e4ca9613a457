using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Organisations;
using Marketplace.Web.Plans.Values;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Web.Tests.Plans;

/// <summary>Figures: entered with evidence by one, verified by another.</summary>
public sealed class FigurePagesTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_enters_another_verifies_and_only_then_it_counts()
    {
        await using var world = await PlanWorld.StartAsync(server);
        var entered = await world.EnterAsync("2", "2025-12-31", "6750.125");
        entered.StatusCode.ShouldBe(HttpStatusCode.Redirect, await entered.Content.ReadAsStringAsync(Ct));
        var path = entered.Headers.Location!.ToString();
        (await world.Clerk.GetStringAsync("/plans/bozhou", Ct)).ShouldNotContain("6,750.13");

        // Not by who entered it, and not by hand either.
        (await world.Clerk.PostFormAsync("/plans/bozhou/indicators/2/enter", path + "?handler=Verify")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await world.App.WithDatabaseAsync(db => db.Set<WorkItem>().SingleAsync(Ct))).Link.ShouldBe(path);
        (await world.Reviewer.GetStringAsync(path, Ct)).ShouldContain("凭证.pdf");
        (await world.Reviewer.PostFormAsync(path, path + "?handler=Verify")).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        // A second click and a late return find it decided.
        (await world.Reviewer.PostFormAsync("/preferences", path + "?handler=Verify")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await world.Reviewer.PostFormAsync("/preferences", path + "?handler=Return", ("decision", "x"))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await world.App.WithDatabaseAsync(db => db.Set<WorkItem>().SingleAsync(Ct))).DoneAt.ShouldNotBeNull();
        var page = await world.Clerk.GetStringAsync("/plans/bozhou", Ct);
        page.ShouldContain("6,750.13");
        page.ShouldContain("96.43%");   // Of 7000; below it, whatever it is rounded to.
        page.ShouldContain("未达标");
        (await world.ValuesAsync()).ShouldHaveSingleItem().Value.ShouldBe(6750.125m);
    }

    [Fact]
    public async Task What_is_returned_counts_nowhere_and_says_why()
    {
        await using var world = await PlanWorld.StartAsync(server);
        var path = (await world.EnterAsync("2", "2025-12-31", "7100")).Headers.Location!.ToString();

        (await world.Reviewer.PostFormAsync(path, path + "?handler=Return")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await world.Reviewer.PostFormAsync(path, path + "?handler=Return", ("decision", "缺放款凭证"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        (await world.Clerk.GetStringAsync(path, Ct)).ShouldContain("缺放款凭证");
        (await world.Clerk.GetStringAsync("/plans/bozhou", Ct)).ShouldNotContain("7,100");
    }

    [Fact]
    public async Task Another_region_reads_the_plan_and_neither_its_evidence_nor_its_forms()
    {
        await using var world = await PlanWorld.StartAsync(server);
        var path = (await world.EnterAsync("2", "2025-12-31", "7100")).Headers.Location!.ToString();
        var bureau = await world.App.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Meixian);
        var (_, other) = await world.App.NewMemberAsync(bureau, Role.BureauReviewer);

        (await other.GetStringAsync("/plans/bozhou", Ct)).ShouldContain("知识产权质押融资金额");
        (await other.GetStringAsync("/plans/bozhou/indicators/2", Ct)).ShouldNotContain("7100");
        (await other.GetAsync(path, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.PostFormAsync("/preferences", path + "?handler=Verify")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.GetAsync("/plans/bozhou/indicators/2/enter", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.GetAsync("/plans/bozhou/import", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var paper = await world.App.WithDatabaseAsync(db => db.Set<StoredFile>().Select(f => f.Id).SingleAsync(Ct));
        (await other.GetAsync(FileStore.PaperAt(paper), Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await world.Reviewer.GetAsync(FileStore.PaperAt(paper), Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var (_, enterprise) = await world.App.NewMemberAsync(await world.App.NewOrganisationAsync(), Role.Administrator);
        (await enterprise.GetAsync("/plans", Ct)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("2", "2099-12-31", "1", "数据日期不能晚于今天")]
    [InlineData("2", "2025-12-31", "", "请填写数值")]
    [InlineData("2", "2025-12-31", "许多", "看不懂这个数字")]
    [InlineData("2", "2025-12-31", "-1", "不能是负数")]
    [InlineData("7", "2025-12-31", "101", "占比不能超过 100%")]
    [InlineData("7", "2025-12-31", "86", "调查值要写明样本")]
    public async Task What_is_wrong_is_said_and_nothing_is_kept(string code, string on, string value, string says)
    {
        await using var world = await PlanWorld.StartAsync(server);

        var refused = await world.EnterAsync(code, on, value);

        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await refused.Content.ReadAsStringAsync(Ct)).ShouldContain(says);
        (await world.ValuesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_evidence_nothing_is_taken()
    {
        await using var world = await PlanWorld.StartAsync(server);

        (await world.EnterAsync("2", "2025-12-31", "7100", evidence: false)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        (await world.ValuesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_ratio_is_divided_here_and_keeps_what_it_was_made_of()
    {
        await using var world = await PlanWorld.StartAsync(server);
        await world.CountAsync("1", "2025-12-31", "", ("count", "75"), ("whole", "48.4"), ("wholeOn", "2025-12-31"));

        (await world.ValuesAsync()).ShouldHaveSingleItem().ShouldSatisfyAllConditions(v => v.Value.ShouldBe(75 / 48.4m), v => v.Whole.ShouldBe(48.4m));
        (await world.Clerk.GetStringAsync("/plans/bozhou/indicators/1", Ct)).ShouldContain("达标");
        (await world.EnterAsync("1", "2025-12-31", "", more: [("count", "75"), ("whole", "0"), ("wholeOn", "2025-12-31")])).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_survey_is_taken_with_surveyor_sample_and_method()
    {
        await using var world = await PlanWorld.StartAsync(server);

        await world.CountAsync("7", "2025-12-31", "86.2", ("surveyor", "州统计局"), ("sample", "400 份，有效 372 份"), ("method", "电话访问"));

        (await world.ValuesAsync()).ShouldHaveSingleItem().Sample.ShouldBe("400 份，有效 372 份");
    }

    [Fact]
    public async Task A_verified_figure_cannot_be_changed_or_lost_even_at_the_console()
    {
        await using var world = await PlanWorld.StartAsync(server);
        await world.CountAsync("2", "2025-12-31", "7100");
        foreach (var sql in (string[])["update indicator_values set value = 1", "update indicator_values set state = 'Entered'", "delete from indicator_values", "update year_targets set value = 1", "update indicator_definitions set name = 'x'", "delete from plan_steps"])
            (await Should.ThrowAsync<PostgresException>(() => world.App.WithDatabaseAsync(db => db.Database.ExecuteSqlRawAsync(sql, Ct)))).SqlState.ShouldBe("42501", sql);

        (await Should.ThrowAsync<PostgresException>(() => world.App.WithDatabaseAsync(async db =>
        {
            var entered = await db.Set<IndicatorValue>().AsNoTracking().SingleAsync(Ct);
            return await db.Database.ExecuteSqlAsync($"""
                insert into indicator_values (id, indicator_id, version, "on", value, of_year, source, state, person_id, at, decided_by, decided_at)
                values ({Guid.CreateVersion7()}, {entered.IndicatorId}, 1, '2025-12-31', 1, false, 'x', 'Verified', {entered.PersonId}, now(), {entered.PersonId}, now())
                """, Ct);
        }))).ConstraintName.ShouldBe("ck_indicator_values_two_people");
    }

    [Fact]
    public async Task Targets_are_broken_down_and_the_sum_stands_beside_the_whole()
    {
        await using var world = await PlanWorld.StartAsync(server);
        const string page = "/plans/bozhou/indicators/2";
        foreach (var (name, part) in ((string, string)[])[("博乐市", "4000"), ("精河县", "1500"), ("精河县", "2000")])
            (await world.Clerk.PostFormAsync(page, page + "?handler=Part", ("year", "2025"), ("kind", "County"), ("name", name), ("part", part))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        (await world.Clerk.GetStringAsync(page, Ct)).ShouldContain("目标 7000，还差 1000");
        (await world.Clerk.PostFormAsync(page, page + "?handler=Part", ("year", "2025"), ("kind", "County"), ("name", "温泉县"), ("part", "1000"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await world.Clerk.GetStringAsync(page, Ct)).ShouldContain("已覆盖目标 7000");
        (await world.Clerk.PostFormAsync(page, page + "?handler=Part", ("year", "2025"), ("kind", "County"), ("name", "博乐市"), ("part", ""))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await world.Clerk.GetStringAsync(page, Ct)).ShouldContain("还差 4000");
        (await world.Clerk.PostFormAsync(page, page + "?handler=Part", ("year", "2024"), ("kind", "County"), ("name", "博乐市"), ("part", "1"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }
}
