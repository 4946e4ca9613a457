using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Matchmaking.Pushes;
using Marketplace.Web.Organisations;
using Marketplace.Web.Tests.Catalogue.Searching;
using Marketplace.Web.Tests.Organisations.Directory;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Matchmaking.Pushes;

/// <summary>A bureau with a directory, and a university whose patents are on offer.</summary>
internal sealed class PushWorld(DirectoryWorld directory, ManualTime time, Organisation holder) : IAsyncDisposable
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public DirectoryWorld Directory => directory;
    public RunningApp App => directory.App;
    public ManualTime Time => time;
    public Organisation Holder => holder;
    public HttpClient Clerk => directory.Clerk;

    public static async Task<PushWorld> StartAsync(PostgresServer server)
    {
        var time = new ManualTime();
        var directory = await DirectoryWorld.StartAsync(server, time: time);
        return new(directory, time, await directory.App.NewOrganisationAsync(OrganisationKind.University));
    }

    public async Task<Patent> OfferedAsync(string title = "一种坡地滴灌带及其铺设方法")
    {
        var patent = PatentWorld.NewPatent(title);
        await App.AddAsync(patent);
        await App.HoldAsync(patent, holder);
        await App.ListAsync(holder, patent);
        return patent;
    }

    /// <summary>An enterprise of the directory with these contacts.</summary>
    public async Task<string> ListedAsync(string? phone = null, string? mail = null, string? industry = null, string county = "博乐市")
    {
        var code = Inhabitants.NewUscc();
        List<(string, string)> more = [];
        if (phone is not null) more.Add(("phone", phone));
        if (mail is not null) more.Add(("mail", mail));
        if (industry is not null) more.Add(("industry", industry));
        await directory.ImportAsync(DirectoryWorld.Row(code, $"测试企业{code[^5..]}", county, [.. more]));
        return code;
    }

    /// <summary>It has an account since.</summary>
    public Task<Organisation> RegisterAsync(string enterprise) => App.WithDatabaseAsync(async db =>
    {
        await db.Set<Organisation>().Where(o => o.Uscc == enterprise).ExecuteUpdateAsync(s => s.SetProperty(o => o.State, OrganisationState.Active), Ct);
        return await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Uscc == enterprise, Ct);
    });

    /// <summary>A draft, as a clerk makes it through the pages; where its preview stands.</summary>
    public async Task<string> DraftAsync(IEnumerable<string> numbers, IEnumerable<string> enterprises, HttpClient? by = null, params (string Name, string Value)[] more)
    {
        var http = by ?? Clerk;
        var made = await http.PostFormAsync("/pushes/new", null, ("numbers", string.Join('\n', numbers)));
        made.StatusCode.ShouldBe(HttpStatusCode.Redirect, await made.Content.ReadAsStringAsync(Ct));
        var edit = made.Headers.Location!.ToString();
        var saved = await http.PostFormAsync(edit, null, [("numbers", string.Join('\n', numbers)), ("scope", "picked"), ("enterprises", string.Join('\n', enterprises)), ("reason", "贵单位的行业与这些专利的应用领域相同。"), ("way", "MailFirst"), .. more]);
        saved.StatusCode.ShouldBe(HttpStatusCode.Redirect, await saved.Content.ReadAsStringAsync(Ct));
        return saved.Headers.Location!.ToString();
    }

    public async Task<HttpResponseMessage> ConfirmAsync(string push, HttpClient? by = null)
    {
        var http = by ?? Clerk;
        var page = await http.GetStringAsync(push, Ct);
        var fingerprint = System.Text.RegularExpressions.Regex.Match(page, "name=\"fingerprint\" value=\"(?<f>[0-9A-F]+)\"", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["f"].Value;
        return await http.PostFormAsync(push, push + "?handler=Confirm", ("fingerprint", fingerprint));
    }

    /// <summary>Confirms, lets the ten minutes pass and sends; mail is taken, text messages wait for their report.</summary>
    public async Task<string> PushAsync(IEnumerable<string> numbers, IEnumerable<string> enterprises, params (string Name, string Value)[] more)
    {
        var push = await DraftAsync(numbers, enterprises, null, more);
        (await ConfirmAsync(push)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        time.Advance(PushDesk.Undo);
        await SendAsync(push);
        return push;
    }

    public async Task SendAsync(string push)
    {
        var (id, worker) = (Guid.Parse(push.Split('/')[^1]), App.Services.GetRequiredService<PushWorker>());
        // The program's own worker may hold some of it.
        await PatentWorld.UntilAsync(async () =>
        {
            await worker.RunAsync(Ct);
            return await App.WithDatabaseAsync(db => db.Set<Push>().AnyAsync(p => p.Id == id && p.State == PushState.Sent, Ct));
        });
        await directory.SendMessagesAsync();
        await worker.RunAsync(Ct);
    }

    public Task SettleAsync() => App.Services.GetRequiredService<PushWorker>().RunAsync(Ct);

    public Task<PushCoverage> CoverageAsync(PushPeriod? period = null) => FiguresAsync(figures => figures.CoverageAsync(directory.Bureau.RegionPath, period ?? new(), Ct));

    public async Task<T> FiguresAsync<T>(Func<PushFigures, Task<T>> ask)
    {
        await using var scope = App.Services.CreateAsyncScope();
        return await ask(scope.ServiceProvider.GetRequiredService<PushFigures>());
    }

    public Task<List<PushDelivery>> DeliveriesAsync() => App.WithDatabaseAsync(db => db.Set<PushDelivery>().AsNoTracking().OrderBy(d => d.Id).ToListAsync(Ct));

    public Task SetMessagesAsync(string state, string channel) =>
        App.WithDatabaseAsync(db => db.Database.ExecuteSqlAsync($"update messages set state = {state}, finished_at = {time.GetUtcNow()} where channel = {channel} and template = 'push.patents'", Ct));

    public ValueTask DisposeAsync() => directory.DisposeAsync();
}
