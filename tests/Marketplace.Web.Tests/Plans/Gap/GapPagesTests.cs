using System.Net;
using Marketplace.Testing;
using Marketplace.Testing.Conversions;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Organisations;
using Marketplace.Web.Plans;
using Marketplace.Web.Plans.Figures;
using Marketplace.Web.Plans.Gap;
using Marketplace.Web.Plans.Tables;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Marketplace.Web.Tests.Plans.Gap;

/// <summary>A plan of 博州 that runs, with an indicator counted here and one that is not.</summary>
public sealed class GapPagesTests(PostgresServer server)
{
    private const string Page = "/plans/running/indicators/1/gap";
    private static readonly DateOnly s_day = Dates.Today(TimeProvider.System);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_filed_and_what_lacks_evidence_is_told_with_what_it_may_bring()
    {
        await using var world = await PlanWorld.StartAsync(server);
        await PlanAsync(world.App);
        (await world.Clerk.GetStringAsync(Page, Ct)).ShouldContain("没有在办事项");
        // One counts, two wait to be verified, one is an open licence without recordal; 眉县's is none of theirs.
        await world.App.PutAsync([Licence(1)], FilingState.Verified);
        await world.App.PutAsync([Licence(2), Licence(3), Licence(9, FilingMaker.Meixian)]);
        await world.App.PutAsync([Licence(4).With(f => f.Type = ConversionType.OpenLicence)], FilingState.Verified);

        var page = await world.Clerk.GetStringAsync(Page, Ct);
        page.ShouldContain("已填报，待复核");
        page.ShouldContain("已复核，证据等级不够");
        page.ShouldContain(FilingMaker.NameOf(2));
        page.ShouldContain(FilingMaker.NameOf(4));
        page.ShouldNotContain(FilingMaker.NameOf(9));
        // 10 wanted, 1 known; 2 at 0.9 and 1 at 0.6.
        page.ShouldContain("<bdi>9</bdi>");
        page.ShouldContain("<bdi>2.4</bdi>");
        page.ShouldContain("假定值");
        var csv = await world.Clerk.GetStringAsync(Page + ".csv", Ct);
        csv.ShouldContain("已填报，待复核,2,2.00,90.00,假定值,1.80");
        (await world.Clerk.GetStringAsync("/plans/running/indicators/1", Ct)).ShouldContain(Page);
    }

    [Fact]
    public async Task Each_stage_has_a_chance_assumed_where_too_little_came_to_an_end()
    {
        var address = await server.NewDatabaseAsync();
        await using var app = await RunningApp.StartAsync(address);
        await using var scope = app.Services.CreateAsyncScope();
        var chances = scope.ServiceProvider.GetRequiredService<GapChances>();
        foreach (var stage in Enum.GetValues<GapStage>())
        {
            var (chance, measured) = await chances.OfAsync(stage, Ct);
            chance.ShouldBeInRange(0.01m, 0.99m, stage.ToString());
            measured.ShouldBeNull();
        }
        // Twenty-five trials came to an end, five of them as licences.
        await using var source = NpgsqlDataSource.Create(address.Owner);
        await using var command = source.CreateCommand("""
            set session_replication_role = replica;
            insert into case_steps (case_id, number, machine, "from", cause, "to", "on", at, evidence, facts)
            select md5('t' || n)::uuid, k, 'trial', '', 'x', case when k = 1 then 'Running' when n <= 5 then 'Converted' else 'Expired' end, current_date, now(), '{}', '{}' from generate_series(1, 25) n, generate_series(1, 2) k;
            """);
        await command.ExecuteNonQueryAsync(Ct);
        (await chances.OfAsync(GapStage.Trial, Ct)).ShouldBe((0.2m, 25));
    }

    [Fact]
    public async Task It_is_for_people_of_the_region_and_says_so_where_there_is_nothing_to_look_at()
    {
        await using var world = await PlanWorld.StartAsync(server);
        await PlanAsync(world.App);
        (await world.Clerk.GetStringAsync("/plans/running/indicators/2/gap", Ct)).ShouldContain("这个指标没有补差分析");
        (await world.Clerk.GetStringAsync("/plans/bozhou/indicators/2/gap", Ct)).ShouldContain("这个指标没有补差分析");
        foreach (var path in (string[])["/plans/running/indicators/2/gap.csv", "/plans/running/indicators/7/gap", "/plans/none/indicators/1/gap"]) (await world.Clerk.GetAsync(path, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        var elsewhere = (await world.App.NewMemberAsync(await world.App.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Meixian), Role.BureauClerk)).Http;
        (await elsewhere.GetAsync(Page, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await elsewhere.GetAsync(Page + ".xlsx", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_running_plan_says_what_is_to_be_expected()
    {
        await using var world = await PlanWorld.StartAsync(server);
        await PlanAsync(world.App);
        (await world.Clerk.GetStringAsync("/plans/running", Ct)).ShouldContain("数据不足");
        var now = TimeProvider.System.GetUtcNow();
        await world.App.WithDatabaseAsync(async db =>
        {
            var indicator = (await PlanWriter.IndicatorsAsync(db, db.Set<Plan>().Single(p => p.Key == "running").Id, Ct))[1].Indicator;
            for (var year = 1; year <= 3; year++)
                db.Add(new Web.Plans.Values.IndicatorValue { IndicatorId = indicator.Id, Version = 1, On = new(s_day.Year - year, 12, 31), Value = 100 - 10 * year, Source = "年报", State = Web.Plans.Values.ValueState.Verified, At = now, DecidedAt = now });
            return await db.SaveChangesAsync(Ct);
        });
        var page = await world.Clerk.GetStringAsync("/plans/running", Ct);
        page.ShouldContain("预计达到");
        var own = await world.Clerk.GetStringAsync("/plans/running/indicators/2", Ct);
        own.ShouldContain("class=\"band\"");
        own.ShouldContain("用最近 3 个数据");
        (await world.Clerk.GetStringAsync("/plans/running/standing.csv", Ct)).ShouldContain("预计达到");
    }

    private static Task<int> PlanAsync(RunningApp app) => app.WithDatabaseAsync(async db =>
    {
        var now = TimeProvider.System.GetUtcNow();
        var plan = new Plan { Key = "running", Title = "运行中的规划", Issuer = "州知识产权局", RegionCode = "652700", RegionPath = FilingMaker.Bozhou, StartsOn = new(s_day.Year - 3, 1, 1), EndsOn = new(s_day.Year + 2, 12, 31), CreatedAt = now };
        db.Add(plan);
        db.Add(PlanSeed.Enter(plan, now));
        await db.SaveChangesAsync(Ct);
        await PlanWriter.ApplyAsync(db, plan.Id, [Row("1", "转化合同", MeasureType.CumPlan, "conversions.contracts", 10), Row("2", "有效专利", MeasureType.StockEnd, null, 100)], now, null, Ct);
        return await db.SaveChangesAsync(Ct);
    });

    private static IndicatorRow Row(string code, string name, MeasureType type, string? computed, decimal goal) =>
        new() { Code = code, Name = name, Unit = "项", Type = type, Comparator = Comparator.AtLeast, Lead = [], Joint = [], Computed = computed, Goals = new Dictionary<int, Goal> { [s_day.Year + 2] = new(goal) } };

    private static Filing Licence(int n, string region = FilingMaker.Bole) => FilingMaker.New(ConversionType.OrdinaryLicence, 500, n, s_day.AddDays(-40), region, FilingMaker.Patent(n)).With(f => (f.EffectiveOn, f.Amount, f.Level) = (s_day.AddDays(-40), 10_000, EvidenceLevel.L2));
}
