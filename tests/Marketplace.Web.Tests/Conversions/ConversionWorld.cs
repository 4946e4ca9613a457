using System.Globalization;
using System.Net;
using System.Text;
using Marketplace.Testing;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Conversions;

/// <summary>博乐市's bureau with a clerk and a reviewer, and 博州's above it, who work by the pages as bureaus do.</summary>
public sealed class ConversionWorld(PostgresServer server) : IAsyncLifetime
{
    private static readonly byte[] s_paper = Encoding.ASCII.GetBytes("%PDF-1.4\n% contract\n");
    private static int s_serial = 9_990_500;

    public RunningApp App { get; private set; } = null!;
    public Organisation County { get; private set; } = null!;
    public Organisation Prefecture { get; private set; } = null!;
    public Organisation Taker { get; private set; } = null!;
    public (Person Person, HttpClient Http) Clerk { get; private set; }
    public (Person Person, HttpClient Http) Checker { get; private set; }
    public (Person Person, HttpClient Http) Reviewer { get; private set; }
    public (Person Person, HttpClient Http) Stranger { get; private set; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        App = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        (County, Prefecture) = (await App.NewOrganisationAsync(OrganisationKind.Bureau), await App.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Bozhou));
        Taker = await App.NewOrganisationAsync();
        Clerk = await App.NewMemberAsync(County, Role.BureauClerk);
        Checker = await App.NewMemberAsync(County, Role.BureauReviewer);
        Reviewer = await App.NewMemberAsync(Prefecture, Role.BureauReviewer);
        Stranger = await App.NewMemberAsync(await App.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Meixian), Role.BureauClerk, Role.BureauReviewer);
    }

    /// <summary>An outside licence to 博乐's enterprise, with its contract.</summary>
    public Dictionary<string, string> Form(string? patent = null) => new(StringComparer.Ordinal)
    {
        ["once"] = Guid.CreateVersion7().ToString(),
        ["type"] = nameof(ConversionType.OrdinaryLicence),
        ["nature"] = nameof(MarketNature.Market),
        ["patents"] = (patent ?? NewPatent()) + " 一种滴灌带",
        ["parties[0].side"] = "Giver",
        ["parties[0].kind"] = nameof(PartyKind.Named),
        ["parties[0].name"] = "Outside University",
        ["parties[0].region"] = Inhabitants.Meixian,
        ["parties[1].side"] = "Taker",
        ["parties[1].code"] = Taker.Uscc,
        ["signedOn"] = "2026-03-02",
        ["amount"] = "50000",
        ["proofs[0].kind"] = nameof(ProofKind.Contract),
    };

    public static string NewPatent() => string.Create(CultureInfo.InvariantCulture, $"20231{Interlocked.Increment(ref s_serial)}");

    public async Task<HttpResponseMessage> SendAsync(Dictionary<string, string> fields, bool submit = true, string page = "/conversions/new", bool paper = true, HttpClient? by = null)
    {
        var http = by ?? Clerk.Http;
        using var form = new MultipartFormDataContent { { new StringContent(Forms.TokenIn(await http.GetStringAsync("/preferences", Ct))), "__RequestVerificationToken" } };
        foreach (var (name, value) in fields) form.Add(new StringContent(value), name);
        if (submit) form.Add(new StringContent("true"), "submit");
        if (paper) form.Add(new ByteArrayContent(s_paper), "proofs[0].file", "合同.pdf");
        return await http.PostAsync(page, form, Ct);
    }

    /// <summary>Entered and handed in; its address.</summary>
    public async Task<string> EnterAsync(Dictionary<string, string>? fields = null, bool submit = true)
    {
        var sent = await SendAsync(fields ?? Form(), submit);
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect, await sent.Content.ReadAsStringAsync(Ct));
        return sent.Headers.Location!.ToString();
    }

    public async Task<HttpResponseMessage> StepAsync(HttpClient http, string path, FilingCause cause, string? reason = null, int? seen = null) =>
        await http.PostFormAsync("/preferences", path + "?handler=Step", ("cause", cause.ToString()), ("seen", (seen ?? (await LastAsync(path)).Steps).ToString(CultureInfo.InvariantCulture)), ("reason", reason ?? ""));

    public async Task GoesAsync(HttpClient http, string path, FilingCause cause, string? reason = null)
    {
        var answer = await StepAsync(http, path, cause, reason);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync(Ct));
    }

    /// <summary>Entered, checked in the county, verified above.</summary>
    public async Task<string> VerifiedAsync(Dictionary<string, string>? fields = null)
    {
        var path = await EnterAsync(fields);
        await GoesAsync(Checker.Http, path, FilingCause.Check);
        await GoesAsync(Reviewer.Http, path, FilingCause.Verify);
        return path;
    }

    public Task<Filing> LastAsync(string path) => App.WithDatabaseAsync(db =>
    {
        var id = Guid.Parse(path.Split('/')[2]);
        return db.Set<Filing>().AsNoTracking().Where(f => f.ConversionId == id).OrderByDescending(f => f.Number).Include(f => f.Patents).Include(f => f.Parties).Include(f => f.Registers).Include(f => f.Proofs).FirstAsync(Ct);
    });

    public Task<Conversion> ConversionAsync(string path) => App.WithDatabaseAsync(db =>
    {
        var id = Guid.Parse(path.Split('/')[2]);
        return db.Set<Conversion>().AsNoTracking().SingleAsync(c => c.Id == id, Ct);
    });

    public async ValueTask DisposeAsync() => await App.DisposeAsync();
}
