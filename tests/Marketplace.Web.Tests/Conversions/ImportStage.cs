using System.Net;
using System.Text;
using Marketplace.Testing;
using Marketplace.Web.Conversions.Duplicates;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Conversions.Import;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Conversions;

/// <summary>博州's bureau with a clerk who brings tables and a reviewer who decides. One for a class: each test has patents and parties of its own.</summary>
public sealed class ImportStage(PostgresServer server) : IAsyncLifetime
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public RunningApp App { get; private set; } = null!;
    public Organisation Bureau { get; private set; } = null!;
    public HttpClient Clerk { get; private set; } = null!;
    public HttpClient Reviewer { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        App = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        Bureau = await App.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Bozhou);
        Clerk = (await App.NewMemberAsync(Bureau, Role.BureauClerk)).Http;
        Reviewer = (await App.NewMemberAsync(Bureau, Role.BureauReviewer)).Http;
    }

    public async ValueTask DisposeAsync()
    {
        Clerk.Dispose();
        Reviewer.Dispose();
        await App.DisposeAsync();
    }

    /// <summary>Sent, read and looked at: the address of what becomes of it.</summary>
    public async Task<string> UploadAsync(byte[] file, string name = "转化.xlsx")
    {
        using var form = new MultipartFormDataContent { { new StringContent(Forms.TokenIn(await Clerk.GetStringAsync("/conversions/import", Ct))), "__RequestVerificationToken" }, { new ByteArrayContent(file), "file", name } };
        var sent = await Clerk.PostAsync("/conversions/import", form, Ct);
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect, await sent.Content.ReadAsStringAsync(Ct));
        var address = sent.Headers.Location!.ToString();
        await SettledAsync(address);
        return address;
    }

    public Task<string> UploadAsync(string csv) => UploadAsync(Encoding.UTF8.GetBytes(csv), "转化.csv");

    /// <summary>The page waits itself for the next step, so that asking again is no busy loop.</summary>
    public async Task<ConversionImport> SettledAsync(string address)
    {
        while (true)
        {
            var page = await Clerk.GetAsync(address, Ct);
            page.StatusCode.ShouldBe(HttpStatusCode.OK);
            if (page.Headers.Contains("Refresh")) continue;
            return await ImportAsync(address);
        }
    }

    public async Task<ConversionImport> ConfirmAsync(string address)
    {
        var import = await ImportAsync(address);
        (await Clerk.PostFormAsync(address, null, ("decision", "confirm"), ("fingerprint", import.Fingerprint ?? ""))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        return await SettledAsync(address);
    }

    public Task<ConversionImport> ImportAsync(string address)
    {
        var id = Guid.Parse(address.Split('/')[^1]);
        return App.WithDatabaseAsync(db => db.Set<ConversionImport>().AsNoTracking().SingleAsync(i => i.Id == id, Ct));
    }

    public Task<List<ConversionImportRow>> RowsAsync(ConversionImport import) => App.WithDatabaseAsync(db => db.Set<ConversionImportRow>().AsNoTracking().Where(r => r.ImportId == import.Id).OrderBy(r => r.Number).ToListAsync(Ct));

    public Task<Suspect> SuspectAsync(Filing one, Filing other) => SuspectAsync(one.ConversionId, other.ConversionId);

    public Task<Suspect> SuspectAsync(Guid one, Guid other)
    {
        var (first, second) = DuplicateFinder.Ordered(one, other);
        return App.WithDatabaseAsync(db => db.Set<Suspect>().AsNoTracking().SingleAsync(s => s.FirstId == first && s.SecondId == second, Ct));
    }
}
