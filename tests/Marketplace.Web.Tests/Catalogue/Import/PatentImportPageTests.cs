using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Marketplace.Testing;
using Marketplace.Web.Catalogue.Claims;
using Marketplace.Web.Catalogue.Import;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Names;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Marketplace.Web.Tests.Catalogue.Import.Dirt;
using C = Marketplace.Web.Catalogue.Import.PatentColumns;

namespace Marketplace.Web.Tests.Catalogue.Import;

public sealed class PatentImportPageTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_holder_confirms_a_preview_mends_the_rejects_and_sends_them_again()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        var (owner, http) = await HolderAsync(app);
        var import = await UploadAsync(http, Table([Row(Body(1), (C.Holders, owner.Name)), Row(Body(2), (C.Holders, owner.Name), (C.Filed, "去年"))]));
        var preview = await http.GetStringAsync(import, Ct);
        preview.ShouldContain("确认导入");
        preview.ShouldContain("<option value=\"number\" selected=\"selected\"");
        (await app.WithDatabaseAsync(db => db.Set<Patent>().CountAsync(Ct))).ShouldBe(0);

        await http.PostFormAsync(import, null, ("decision", "confirm"));
        var done = await WaitAsync(app, import);
        (done.State, done.Accepted, done.Rejected).ShouldBe((PatentImportState.Done, 1, 1));
        var page = await http.GetStringAsync(import, Ct);
        page.ShouldContain("看不懂这个日期");
        page.ShouldContain("去年");
        var rows = SheetReader.Open(await http.GetByteArrayAsync(import + "/rejects.xlsx", Ct), C.Plan).Value.ReadAll().Value.All;
        var mended = C.Plan.Columns.ToDictionary(c => c.Key, c => rows.Single()[c.Key], StringComparer.Ordinal);
        mended[C.Filed] = "2023-03-05";
        var second = await UploadAsync(http, Table([mended]));
        await http.PostFormAsync(second, null, ("decision", "confirm"));
        (await WaitAsync(app, second)).Accepted.ShouldBe(1);
        (await http.GetStringAsync("/portfolio/import", Ct)).ShouldContain(second);

        var (_, stranger) = await HolderAsync(app);
        (await stranger.GetAsync(import, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.GetAsync(import + "/rejects.xlsx", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.GetAsync("/api/v1" + import["/portfolio".Length..], Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_head_nobody_knows_is_chosen_on_the_preview_and_the_file_tried_before_it_is_saved()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        var (owner, http) = await HolderAsync(app);
        var import = await UploadAsync(http, Encoding.UTF8.GetBytes($"案件编号,名称,申请人,申请日\r\n{PatentNumber.Show(Body(1))},一种装置,{owner.Name},2023.3.5\r\n"), "专利.csv");
        (await http.GetStringAsync(import, Ct)).ShouldContain("还没有哪一列对应");
        var token = Forms.TokenIn(await http.GetStringAsync(import, Ct));
        (string, string)[] fields = [("head", "案件编号"), ("means", "number"), ("head", "名称"), ("means", "title"), ("head", "申请人"), ("means", "holders"), ("head", "申请日"), ("means", "filed")];
        var sent = await http.PostAsync(import + "?handler=Columns", new FormUrlEncodedContent([new("__RequestVerificationToken", token), .. fields.Select(f => KeyValuePair.Create(f.Item1, f.Item2))]), Ct);
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect, await sent.Content.ReadAsStringAsync(Ct));
        await http.PostFormAsync(import, null, ("decision", "check"));
        (await WaitAsync(app, import)).State.ShouldBe(PatentImportState.Preview);
        (await http.GetStringAsync(import, Ct)).ShouldContain("试算结果：新增 1");
        (await app.WithDatabaseAsync(db => db.Set<Patent>().CountAsync(Ct))).ShouldBe(0);
        await http.PostFormAsync(import, null, ("decision", "confirm"));
        (await WaitAsync(app, import)).Accepted.ShouldBe(1);
        (await app.WithDatabaseAsync(db => db.Set<PatentHolder>().SingleAsync(Ct))).OrganisationId.ShouldBe(owner.Id);
    }

    [Fact]
    public async Task Programs_send_a_file_and_follow_it()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        var (owner, http) = await HolderAsync(app);
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Table([Row(Body(1), (C.Holders, owner.Name), (C.Abstract, new string('长', 9000))), .. Enumerable.Range(2, 400).Select(n => Row(Body(n), (C.Holders, owner.Name), (C.Abstract, Guid.CreateVersion7() + " " + Guid.CreateVersion7())))])), "file", "专利.xlsx" } };
        var sent = await http.PostAsync("/api/v1/imports?confirm=true", form, Ct);
        sent.StatusCode.ShouldBe(HttpStatusCode.Accepted, await sent.Content.ReadAsStringAsync(Ct));
        var id = (await sent.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("id").GetGuid();
        await WaitAsync(app, "/portfolio/imports/" + id);
        var progress = await http.GetFromJsonAsync<JsonElement>($"/api/v1/imports/{id}", Ct);
        (progress.GetProperty("state").GetString(), progress.GetProperty("accepted").GetInt32()).ShouldBe(("done", 401));
    }

    [Theory]
    [InlineData("<html><table><tr><td>申请号</td></tr></table></html>", HttpStatusCode.UnsupportedMediaType, "另存为")]
    [InlineData("", HttpStatusCode.BadRequest, "文件是空的")]
    public async Task What_is_no_table_is_refused_at_once_with_the_way_to_mend_it(string content, HttpStatusCode status, string word)
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        var (_, http) = await HolderAsync(app);
        var sent = await SendAsync(http, Encoding.UTF8.GetBytes(content), "专利.xls");
        sent.StatusCode.ShouldBe(status);
        (await sent.Content.ReadAsStringAsync(Ct)).ShouldContain(word);
    }

    [Fact]
    public async Task A_disputed_claim_is_heard_on_both_sides_and_settled_with_reasons()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        var (claimant, http) = await HolderAsync(app);
        var (holder, other) = await HolderAsync(app);
        var bureau = await app.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Bozhou);
        var reviewer = (await app.NewMemberAsync(bureau, Role.BureauReviewer)).Http;
        var import = await UploadAsync(http, Table([Row(Body(1), (C.Holders, holder.Name)), Row(Body(2), (C.Holders, holder.Name)), Row(Body(3), (C.Holders, "旧名研究所"))]));
        await http.PostFormAsync(import, null, ("decision", "confirm"));
        (await WaitAsync(app, import)).Claimed.ShouldBe(3);
        (await http.GetStringAsync("/portfolio/claims", Ct)).ShouldContain(holder.Name);
        var disputed = await ClaimAsync(app, Body(1));
        (await other.GetAsync($"/portfolio/claims/{disputed.Id}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound, "nothing was said about it yet");

        await ExplainAsync(http, disputed.Id, "这是我校二级学院的名称");
        (await ClaimAsync(app, Body(2))).State.ShouldBe(ClaimState.Asked, "what is claimed under one name goes together");
        var answered = await other.PostFormAsync($"/portfolio/claims/{disputed.Id}", null, ("decision", "contest"), ("answer", "是独立法人"));
        answered.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answered.Content.ReadAsStringAsync(Ct));
        (await reviewer.GetStringAsync($"/claims/{disputed.Id}", Ct)).ShouldSatisfyAllConditions(page => page.ShouldContain("是独立法人"), page => page.ShouldContain("这是我校二级学院的名称"));
        (await reviewer.PostFormAsync($"/claims/{disputed.Id}", null, ("decision", "refuse"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        await reviewer.PostFormAsync($"/claims/{disputed.Id}", null, ("decision", "refuse"), ("reason", "登记簿载明为他人"));
        (await ClaimAsync(app, Body(2))).State.ShouldBe(ClaimState.Refused);

        // A name nobody here bears: the bureau alone decides, and from then on it links by itself.
        var former = await ClaimAsync(app, Body(3));
        await ExplainAsync(http, former.Id, "2019 年更名");
        await reviewer.PostFormAsync($"/claims/{former.Id}", null, ("decision", "grant"), ("reason", "更名批复属实"));
        var (link, known) = await app.WithDatabaseAsync(async db => ((await db.Set<PatentHolder>().SingleAsync(h => h.ApplicationNo == Body(3), Ct)).OrganisationId, await db.Set<OrganisationName>().Select(n => n.Name).ToListAsync(Ct)));
        (link, known.Single()).ShouldBe((claimant.Id, "旧名研究所"));
    }

    private static async Task ExplainAsync(HttpClient http, Guid claim, string evidence)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(Forms.TokenIn(await http.GetStringAsync($"/portfolio/claims/{claim}", Ct))), "__RequestVerificationToken" }, { new StringContent("explain"), "decision" }, { new StringContent(evidence), "evidence" },
        };
        var sent = await http.PostAsync($"/portfolio/claims/{claim}", form, Ct);
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect, await sent.Content.ReadAsStringAsync(Ct));
    }

    private static Task<PatentClaim> ClaimAsync(RunningApp app, string no) => app.WithDatabaseAsync(db => db.Set<PatentClaim>().AsNoTracking().SingleAsync(c => c.ApplicationNo == no, Ct));

    private static async Task<(Organisation Owner, HttpClient Http)> HolderAsync(RunningApp app)
    {
        var owner = await app.NewOrganisationAsync(OrganisationKind.University);
        return (owner, (await app.NewMemberAsync(owner, Role.Operator)).Http);
    }

    private static async Task<string> UploadAsync(HttpClient http, byte[] file, string name = "专利.xlsx")
    {
        var sent = await SendAsync(http, file, name);
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect, await sent.Content.ReadAsStringAsync(Ct));
        return sent.Headers.Location!.ToString();
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, byte[] file, string name)
    {
        using var form = new MultipartFormDataContent { { new StringContent(Forms.TokenIn(await http.GetStringAsync("/portfolio/import", Ct))), "__RequestVerificationToken" } };
        form.Add(new ByteArrayContent(file), "file", name);
        return await http.PostAsync("/portfolio/import", form, Ct);
    }

    private static async Task<PatentImport> WaitAsync(RunningApp app, string address)
    {
        var id = Guid.Parse(address.Split('/')[^1]);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            using var watch = new StepWatch(app.Services.GetRequiredService<DatabaseSignals>(), PatentImportWorker.Moved, id);
            var import = await app.WithDatabaseAsync(db => db.Set<PatentImport>().AsNoTracking().SingleAsync(i => i.Id == id, Ct));
            if (import.State is not (PatentImportState.Running or PatentImportState.Checking)) return import;
            await watch.WaitAsync(TimeSpan.FromSeconds(2), patience.Token);
        }
    }
}
