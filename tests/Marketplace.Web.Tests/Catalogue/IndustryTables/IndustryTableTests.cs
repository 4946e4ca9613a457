using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Marketplace.Testing;
using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.IndustryTables;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Tests.Catalogue.Searching;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Catalogue.IndustryTables;

/// <summary>Another table takes the place of ours in every program, in suggestions and in search, and ours comes back.</summary>
public sealed partial class IndustryTableTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_confirmed_edition_is_followed_by_all_programs_and_the_built_in_one_comes_back()
    {
        var database = await server.NewDatabaseAsync();
        await using var app = await RunningApp.StartAsync(database);
        await using var other = await RunningApp.StartAsync(database);
        var patent = PatentWorld.NewPatent("一种旋耕机", ipc: ["A01B33/02"]);
        await app.AddAsync(patent);
        foreach (var program in (RunningApp[])[app, other]) await SearchedAsync(program, patent.ApplicationNo, "357", "0111");
        using var keeper = await KeeperAsync(app);

        // Looked at: nothing changes.
        var address = await UploadAsync(keeper, IndustryTableFileTests.Odd);
        var preview = await keeper.GetStringAsync(address, Ct);
        preview.ShouldSatisfyAllConditions(p => p.ShouldContain("参照关系表（2018）"), p => p.ShouldContain("9999"), p => p.ShouldContain("与第 17 行重复"), p => p.ShouldContain("A01B"), p => p.ShouldContain("共 17 行：6 行只列行业，7 行采用，4 行未采用"));
        (await keeper.GetStringAsync(address + "/changes.csv", Ct)).ShouldContain("A01B,");
        First(app).ShouldBe("357");
        (await PostAsync(keeper, address, ("act", "confirm"), ("against", "7"))).ShouldContain("预览之后现行对照表已改变");

        var confirmed = await keeper.PostFormAsync(address, null, ("act", "confirm"), ("against", Against().Match(preview).Groups["number"].Value));
        confirmed.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        foreach (var program in (RunningApp[])[app, other])
        {
            await SearchedAsync(program, patent.ApplicationNo, "0111", "357");
            First(program).ShouldBe("0111");
        }
        await PatentWorld.UntilAsync(async () => !(await keeper.GetStringAsync("/industry-tables", Ct)).Contains("检索正在按新表更新", StringComparison.Ordinal));
        var exported = IndustryTableFile.Read(await keeper.GetByteArrayAsync("/industry-tables/export.xlsx", Ct), new()).Value;
        exported.Pairs.ShouldBe(IndustryTableFile.Read(Encoding.UTF8.GetBytes(IndustryTableFileTests.Odd), new()).Value.Pairs, ignoreOrder: true);
        (await keeper.GetStringAsync(address + "/file", Ct)).ShouldBe(IndustryTableFileTests.Odd);
        (await keeper.GetByteArrayAsync(address + "/rejects.xlsx", Ct)).Length.ShouldBeGreaterThan(1000);

        (await keeper.PostFormAsync("/industry-tables", "/industry-tables?handler=Use", ("edition", ""))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        foreach (var program in (RunningApp[])[app, other])
        {
            await SearchedAsync(program, patent.ApplicationNo, "357", "0111");
            First(program).ShouldBe("357");
        }
        (await keeper.PostFormAsync("/industry-tables", "/industry-tables?handler=Use", ("edition", address.Split('/')[^1]))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await SearchedAsync(other, patent.ApplicationNo, "0111", "357");
        (await app.WithDatabaseAsync(db => db.Set<AuditEntry>().Where(e => e.Act.StartsWith("industry-table.")).OrderBy(e => e.Id).Select(e => e.Act).ToListAsync(Ct)))
            .ShouldBe(["industry-table.uploaded", "industry-table.used", "industry-table.used", "industry-table.used"]);
    }

    [Fact]
    public async Task An_index_file_filled_by_another_table_is_filled_anew()
    {
        using var folder = new TemporaryFolder();
        var (database, settings) = (await server.NewDatabaseAsync(), new Dictionary<string, string?> { ["data"] = folder.Path });
        var patent = PatentWorld.NewPatent("一种旋耕机", ipc: ["A01B33/02"]);
        await using (var app = await RunningApp.StartAsync(database, settings))
        {
            await app.AddAsync(patent);
            await app.IndexedAsync();
        }
        await using (var away = await RunningApp.StartAsync(database))
        {
            using var keeper = await KeeperAsync(away);
            var address = await UploadAsync(keeper, IndustryTableFileTests.Odd);
            (await keeper.PostFormAsync(address, null, ("act", "confirm"), ("against", "0"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }
        await using var again = await RunningApp.StartAsync(database, settings);
        await again.IndexedAsync();
        await SearchedAsync(again, patent.ApplicationNo, "0111", "357");
    }

    [Fact]
    public async Task A_preview_is_dropped_with_its_lines_and_what_is_no_table_says_so()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        using var keeper = await KeeperAsync(app);
        var address = await UploadAsync(keeper, IndustryTableFileTests.Odd);
        (await keeper.PostFormAsync(address, null, ("act", "drop"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await app.WithDatabaseAsync(db => db.Set<ConcordanceRow>().CountAsync(Ct))).ShouldBe(0);
        (await PostAsync(keeper, address, ("act", "confirm"), ("against", "0"))).ShouldContain("已放弃");
        (await SendAsync(keeper, "", "行业代码,IPC分类号\n9999,A01B\n")).ShouldSatisfyAllConditions(p => p.StatusCode.ShouldBe(HttpStatusCode.BadRequest));
        var empty = await UploadAsync(keeper, "行业代码,IPC分类号\n9999,A01B\n");
        (await PostAsync(keeper, empty, ("act", "confirm"), ("against", "0"))).ShouldContain("没有读到任何对应关系");
        (await app.WithDatabaseAsync(db => db.Set<IndustryTableUse>().CountAsync(Ct))).ShouldBe(0);

        var bureau = await app.NewOrganisationAsync(OrganisationKind.Bureau);
        var (_, reviewer) = await app.NewMemberAsync(bureau, Role.BureauReviewer);
        (await reviewer.GetAsync(address, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        reviewer.Dispose();
    }

    private static string First(RunningApp app) => app.Services.GetRequiredService<Industries>().Suggest(["A01B33/02"])[0].Industry.Code;

    /// <summary>Until it is found under the one industry and not under the other.</summary>
    private static Task SearchedAsync(RunningApp app, string number, string industry, string not) => PatentWorld.UntilAsync(async () =>
        (await app.Http.GetAsync("/readyz", Ct)).IsSuccessStatusCode && (await app.FindAsync("?industry=" + industry)).Contains(number) && !(await app.FindAsync("?industry=" + not)).Contains(number));

    private static async Task<HttpClient> KeeperAsync(RunningApp app) => (await app.NewMemberAsync(await app.NewOrganisationAsync(OrganisationKind.PlatformOperator), Role.SystemAdministrator)).Http;

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, string name, string csv)
    {
        using var form = new MultipartFormDataContent { { new StringContent(Forms.TokenIn(await http.GetStringAsync("/industry-tables", Ct))), "__RequestVerificationToken" }, { new StringContent(name), "name" } };
        form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(csv)), "file", "参照关系表.csv");
        return await http.PostAsync("/industry-tables", form, Ct);
    }

    private static async Task<string> UploadAsync(HttpClient http, string csv)
    {
        var sent = await SendAsync(http, "参照关系表（2018）", csv);
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect, await sent.Content.ReadAsStringAsync(Ct));
        return sent.Headers.Location!.ToString();
    }

    private static async Task<string> PostAsync(HttpClient http, string page, params (string, string)[] fields)
    {
        var token = Forms.TokenIn(await http.GetStringAsync("/industry-tables", Ct));
        var answer = await http.PostAsync(page, new FormUrlEncodedContent([new("__RequestVerificationToken", token), .. fields.Select(field => KeyValuePair.Create(field.Item1, field.Item2))]), Ct);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));
    }

    [GeneratedRegex("name=\"against\" value=\"(?<number>\\d+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Against();
}
