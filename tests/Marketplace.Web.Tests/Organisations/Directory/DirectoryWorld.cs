using System.Net;
using System.Text.RegularExpressions;
using Marketplace.Testing;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Directory;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Organisations.Directory;

/// <summary>A bureau with a clerk who imports lists as clerks do: through the pages.</summary>
internal sealed partial class DirectoryWorld(RunningApp app, DatabaseAddress address, Organisation bureau, HttpClient clerk) : IAsyncDisposable
{
    public const string A = "91652701MA7DEM016K";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public RunningApp App => app;
    public DatabaseAddress Address => address;
    public Organisation Bureau => bureau;
    public HttpClient Clerk => clerk;

    public static async Task<DirectoryWorld> StartAsync(PostgresServer server, string region = Inhabitants.Bozhou, ManualTime? time = null)
    {
        var address = await server.NewDatabaseAsync();
        var app = await RunningApp.StartAsync(address, new Dictionary<string, string?>(StringComparer.Ordinal) { ["Messages:Gateway"] = "sandbox" },
            time is null ? null : services => services.AddSingleton<TimeProvider>(time));
        var (bureau, clerk) = await NewClerkAsync(app, region);
        return new(app, address, bureau, clerk);
    }

    public static async Task<(Organisation Bureau, HttpClient Clerk)> NewClerkAsync(RunningApp app, string region)
    {
        var bureau = await app.NewOrganisationAsync(OrganisationKind.Bureau, region);
        return (bureau, (await app.NewMemberAsync(bureau, Role.BureauClerk)).Http);
    }

    /// <summary>A list with these rows under the template's heads; cells by column key.</summary>
    public static byte[] List(params Dictionary<string, string>[] rows) => XlsxWriter.Write("名录", DirectoryColumns.Fields, rows);

    public static Dictionary<string, string> Row(string? uscc = null, string name = "博河农机制造有限公司", string county = "博乐市", params (string Key, string Value)[] more)
    {
        var row = new Dictionary<string, string>(StringComparer.Ordinal) { ["uscc"] = uscc ?? Inhabitants.NewUscc(), ["name"] = name, ["county"] = county };
        foreach (var (key, value) in more) row[key] = value;
        return row;
    }

    /// <summary>Uploads and waits until the differences are there.</summary>
    public async Task<DirectoryImport> CompareAsync(byte[] file, HttpClient? by = null)
    {
        var http = by ?? clerk;
        using var form = new MultipartFormDataContent { { new StringContent(await TokenAsync(http, "/directory/import")), "__RequestVerificationToken" } };
        form.Add(new ByteArrayContent(file), "file", "名录.xlsx");
        var sent = await http.PostAsync("/directory/import", form, Ct);
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect, await sent.Content.ReadAsStringAsync(Ct));
        return await WaitAsync(Guid.Parse(sent.Headers.Location!.ToString().Split('/')[^1]), ImportState.Reading);
    }

    public async Task<DirectoryImport> ConfirmAsync(DirectoryImport import)
    {
        var sent = await PostAsync($"/directory/imports/{import.Id}", ("decision", "confirm"), ("fingerprint", import.Fingerprint!));
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect, await sent.Content.ReadAsStringAsync(Ct));
        return await WaitAsync(import.Id, ImportState.Saving);
    }

    public async Task<DirectoryImport> ImportAsync(params Dictionary<string, string>[] rows) => await ConfirmAsync(await CompareAsync(List(rows)));

    public async Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        var token = await TokenAsync(clerk, path);
        return await clerk.PostAsync(path, new FormUrlEncodedContent([new("__RequestVerificationToken", token), .. fields.Select(f => KeyValuePair.Create(f.Name, f.Value))]), Ct);
    }

    /// <summary>Sends what is queued, and writes down what became of the invitations among it.</summary>
    public async Task SendMessagesAsync()
    {
        // The program's own senders may hold some: theirs are done when no message is left that waits or is being sent.
        var dispatcher = app.Services.GetRequiredService<MessageDispatcher>();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (await app.WithDatabaseAsync(db => db.Set<Message>().AnyAsync(m => m.State == MessageState.Queued || m.State == MessageState.Sending, patience.Token)))
            foreach (var channel in (MessageChannel[])[MessageChannel.Sms, MessageChannel.Mail]) await dispatcher.SendDueAsync(channel, patience.Token);
        await app.Services.GetRequiredService<DirectoryWorker>().RunAsync(Ct);
    }

    public Task<DirectoryEntry> EntryAsync(string uscc) => app.WithDatabaseAsync(db => db.Set<DirectoryEntry>().AsNoTracking().SingleAsync(e => e.Uscc == uscc, Ct));

    public Task<int> CountAsync<T>() where T : class => app.WithDatabaseAsync(db => db.Set<T>().CountAsync(Ct));

    public Task<IReadOnlyList<(int Number, RowOutcome Outcome, string Codes)>> RowsAsync(Guid import) => app.WithDatabaseAsync<IReadOnlyList<(int, RowOutcome, string)>>(async db =>
        [.. (await db.Set<DirectoryImportRow>().AsNoTracking().Where(r => r.ImportId == import).OrderBy(r => r.Number).ToListAsync(Ct))
            .Select(r => (r.Number, r.Outcome, string.Join(' ', Code.Matches(r.Faults).Select(m => m.Groups["code"].Value))))]);

    public static async Task<string> TokenAsync(HttpClient http, string path)
    {
        var page = await http.GetStringAsync(path, Ct);
        return Token.Match(page).Groups["value"].Value;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    public async Task<DirectoryImport> WaitAsync(Guid id, ImportState from)
    {
        using var watch = new StepWatch(app.Services.GetRequiredService<DatabaseSignals>(), DirectoryWorker.Moved, id);
        await app.Services.GetRequiredService<DirectoryWorker>().RunAsync(Ct);
        var import = await FindAsync(id);
        if (import.State != from) return import;
        await watch.WaitAsync(TimeSpan.FromSeconds(30), Ct);   // The program's own worker has it.
        import = await FindAsync(id);
        return import.State != from ? import : throw new TimeoutException($"Import {id} stays {from}.");
    }

    private Task<DirectoryImport> FindAsync(Guid id) => app.WithDatabaseAsync(db => db.Set<DirectoryImport>().AsNoTracking().SingleAsync(i => i.Id == id, Ct));

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"(?<value>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token { get; }

    [GeneratedRegex("\"code\": \"(?<code>[a-z_]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code { get; }
}
