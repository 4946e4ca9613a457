using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Marketplace.Matching.Factors;
using Marketplace.Matching.Scoring;
using Marketplace.Testing;
using Marketplace.Web.Matchmaking;
using Marketplace.Web.Matchmaking.Matches;
using Marketplace.Web.Matchmaking.Weighing;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Tests.Catalogue.Searching;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Matchmaking.Weighing;

/// <summary>Another version of the weights takes the place of the one in force in every program, matches follow, and the earlier one comes back.</summary>
public sealed partial class WeightPageTests(PostgresServer server)
{
    private static readonly Weights s_shipped = MatchingModel.LoadWeights();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_switch_is_followed_by_all_programs_and_all_needs_are_matched_anew_and_back()
    {
        var database = await server.NewDatabaseAsync();
        await using var app = await RunningApp.StartAsync(database, MatchWorld.WithoutEncoder);
        await using var other = await RunningApp.StartAsync(database, MatchWorld.WithoutEncoder);
        var holder = await app.NewOrganisationAsync(OrganisationKind.University);
        foreach (var title in (string[])["一种残膜回收机", "一种棉田残膜捡拾装置", "一种地膜回收设备"]) await app.OfferAsync(holder, title);
        var need = await app.NeedAsync(await app.NewOrganisationAsync(), "棉田残膜回收");
        await app.MatchedAsync();
        await PatentWorld.UntilAsync(async () => (await app.MatchesAsync(need)).Count == 3);
        using var keeper = await app.KeeperAsync();

        var address = await keeper.UploadAsync(Other("2027-01"));
        var page = WebUtility.HtmlDecode(await keeper.GetStringAsync(address, Ct));
        page.ShouldSatisfyAllConditions(p => p.ShouldContain("1 条需求，3 条匹配"), p => p.ShouldContain("全部 1 条有效需求"), p => p.ShouldContain("行业与专利分类"), p => p.ShouldContain("答复还太少"), p => p.ShouldNotContain("学习报告"));
        // Looked at, or confirmed by another word, or held against something else: nothing changes.
        (await PostAsync(keeper, address, ("typed", "好"), ("against", "0"))).ShouldContain("请输入“启用”以确认");
        (await PostAsync(keeper, address, ("typed", "启用"), ("against", "7"))).ShouldContain("现行版本已改变");
        foreach (var program in (RunningApp[])[app, other]) VersionOf(program).ShouldBe(s_shipped.Version);

        await UseAsync(keeper, address);
        await FollowedAsync([app, other], "2027-01");
        (await app.MatchesAsync(need)).ShouldAllBe(match => match.WeightsVersion == "2027-01");
        (await app.MatchesAsync(need, MatchSide.Offer)).ShouldAllBe(match => match.WeightsVersion == "2027-01");
        var list = WebUtility.HtmlDecode(await keeper.GetStringAsync("/matching/weights", Ct));
        list.ShouldSatisfyAllConditions(p => p.ShouldContain("现行版本： <bdi>2027-01</bdi>"), p => p.ShouldNotContain("正在按现行权重重新匹配"), p => p.ShouldContain("曾启用"));

        // A program that starts later goes by it from the beginning.
        await using (var late = await RunningApp.StartAsync(database, MatchWorld.WithoutEncoder))
        {
            await late.Services.GetRequiredService<MatchFollower>().WhenLoadedAsync(Ct);
            VersionOf(late).ShouldBe("2027-01");
        }
        var shipped = await app.WithDatabaseAsync(db => db.Set<WeightVersion>().SingleAsync(v => v.Source == WeightSource.Shipped, Ct));
        await UseAsync(keeper, $"/matching/weights/{shipped.Id}");
        await FollowedAsync([app, other], s_shipped.Version);
        (await app.MatchesAsync(need)).ShouldAllBe(match => match.WeightsVersion == s_shipped.Version);
        (await app.WithDatabaseAsync(db => db.Set<AuditEntry>().Where(e => e.Act.StartsWith("weights.")).OrderBy(e => e.Id).Select(e => e.Act).ToListAsync(Ct)))
            .ShouldBe(["weights.uploaded", "weights.used", "weights.used"]);
    }

    [Fact]
    public async Task A_version_goes_out_as_it_came_in_and_is_for_the_operator_alone()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync(), MatchWorld.WithoutEncoder);
        using var keeper = await app.KeeperAsync();
        var weights = Other("试用-1.0");
        var address = await keeper.UploadAsync(weights);
        var file = await keeper.GetAsync(address + "/file", Ct);
        file.Content.Headers.ContentDisposition!.FileNameStar.ShouldBe("试用-1.0.json");
        (await file.Content.ReadAsStringAsync(Ct)).TrimEnd().ShouldBe(weights.ToJson());
        (await keeper.GetAsync($"/matching/weights/{Guid.CreateVersion7()}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        var bureau = await app.NewOrganisationAsync(OrganisationKind.Bureau);
        var (_, reviewer) = await app.NewMemberAsync(bureau, Role.BureauReviewer);
        (await reviewer.GetAsync("/matching/weights", Ct)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        foreach (var path in (string[])[address, address + "/file", $"/matching/weights/{Guid.CreateVersion7()}"]) (await reviewer.GetAsync(path, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        reviewer.Dispose();
    }

    [Fact]
    public async Task What_is_wrong_with_a_file_is_said_at_its_field()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync(), MatchWorld.WithoutEncoder);
        using var keeper = await app.KeeperAsync();
        await keeper.UploadAsync(Other("first"));
        double[] negative = [.. s_shipped.Full.Factors];
        negative[(int)Factor.Fee] = -0.1;
        double[] zero = new double[FactorTable.Count];
        foreach (var (json, said) in new[]
        {
            ("", "这不是权重文件"),
            ("a,b\n1,2\n", "这不是权重文件"),
            ("{}", "这不是权重文件"),
            ("[1]", "这不是权重文件"),
            ("null", "这不是权重文件"),
            ("""{"version":"x","full":{},"plain":{},"floor":18}""", "这不是权重文件"),
            (s_shipped.ToJson().Replace(":18}", ":18", StringComparison.Ordinal), "这不是权重文件"),
            ((Other("x") with { Full = s_shipped.Full with { Factors = negative } }).ToJson(), "“费用与预算”的权重是负数"),
            ((Other("x") with { Full = s_shipped.Full with { Factors = [1, 2] } }).ToJson(), "文件里有 2 个权重"),
            ((Other("x") with { Plain = s_shipped.Plain with { Factors = zero } }).ToJson(), "找不到候选专利"),
            ((Other("x") with { Floor = 100 }).ToJson(), "应在 0 到 100 之间"),
            (Other("").ToJson(), "没有版本名"),
            (Other("a/b").ToJson(), "最长 60 个字符"),
            (Other(new string('a', 61)).ToJson(), "最长 60 个字符"),
            (Other("first").ToJson(), "已有名为“first”的版本"),
            (s_shipped.ToJson(), $"已有名为“{s_shipped.Version}”的版本"),
        })
        {
            var answer = await keeper.SendWeightsAsync(json);
            var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));
            answer.IsSuccessStatusCode.ShouldBeFalse(json);
            page.ShouldContain(said, customMessage: json);
            page.ShouldContain("id=\"file-error\"", customMessage: json);
        }
        (await app.WithDatabaseAsync(db => db.Set<WeightVersion>().CountAsync(Ct))).ShouldBe(2);
    }

    /// <summary>Industry counts thrice: scores differ in any pair of which something is known.</summary>
    private static Weights Other(string version)
    {
        return new(version, Changed(s_shipped.Full), Changed(s_shipped.Plain), 10);

        static Scale Changed(Scale scale)
        {
            double[] factors = [.. scale.Factors];
            factors[(int)Factor.Words] *= 1.5;
            factors[(int)Factor.Industry] *= 3;
            return new(factors, scale.Bias);
        }
    }

    private static string VersionOf(RunningApp app) => app.Services.GetRequiredService<MatchIndex>().Ranker.Weights.Version;

    private static async Task UseAsync(HttpClient keeper, string address)
    {
        var against = Against().Match(await keeper.GetStringAsync(address, Ct)).Groups["number"].Value;
        var answer = await keeper.PostFormAsync(address, null, ("typed", "启用"), ("against", against));
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync(Ct));
    }

    private static async Task FollowedAsync(RunningApp[] programs, string version)
    {
        foreach (var program in programs) await PatentWorld.UntilAsync(() => Task.FromResult(VersionOf(program) == version));
        await PatentWorld.UntilAsync(() => programs[0].WithDatabaseAsync(db => db.Set<MatchState>().AnyAsync(s => s.WeightsVersion == version && s.FinishedAt != null && s.Done == 1)));
    }

    private static async Task<string> PostAsync(HttpClient http, string page, params (string, string)[] fields) =>
        WebUtility.HtmlDecode(await (await http.PostFormAsync(page, null, fields)).Content.ReadAsStringAsync(Ct));

    [GeneratedRegex("name=\"against\" value=\"(?<number>\\d+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Against();
}

internal static class WeightKeeper
{
    public static async Task<HttpClient> KeeperAsync(this RunningApp app) => (await app.NewMemberAsync(await app.NewOrganisationAsync(OrganisationKind.PlatformOperator), Role.SystemAdministrator)).Http;

    public static async Task<HttpResponseMessage> SendWeightsAsync(this HttpClient http, string json)
    {
        using var form = new MultipartFormDataContent { { new StringContent(Testing.Forms.TokenIn(await http.GetStringAsync("/matching/weights"))), "__RequestVerificationToken" } };
        form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(json)), "file", "weights.json");
        return await http.PostAsync("/matching/weights", form);
    }

    public static async Task<string> UploadAsync(this HttpClient http, Weights weights)
    {
        var sent = await http.SendWeightsAsync(weights.ToJson());
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect, await sent.Content.ReadAsStringAsync());
        return sent.Headers.Location!.ToString();
    }
}
