using System.Net;
using System.Text;
using Marketplace.Testing;
using Marketplace.Web.Organisations;
using Marketplace.Web.Plans;
using Marketplace.Web.Plans.Values;
using Marketplace.Web.Platform.Access;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Plans;

/// <summary>博州's bureau with a clerk and a reviewer, who work by the pages as bureaus do.</summary>
internal sealed class PlanWorld(RunningApp app, Organisation bureau, HttpClient clerk, HttpClient reviewer) : IAsyncDisposable
{
    private static readonly byte[] s_paper = Encoding.ASCII.GetBytes("%PDF-1.4\n% signed table\n");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public RunningApp App => app;
    public Organisation Bureau => bureau;
    public HttpClient Clerk => clerk;
    public HttpClient Reviewer => reviewer;

    public static async Task<PlanWorld> StartAsync(PostgresServer server, string region = Inhabitants.Bozhou)
    {
        var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        var bureau = await app.NewOrganisationAsync(OrganisationKind.Bureau, region);
        return new(app, bureau, (await app.NewMemberAsync(bureau, Role.BureauClerk)).Http, (await app.NewMemberAsync(bureau, Role.BureauReviewer)).Http);
    }

    public Task<HttpResponseMessage> EnterAsync(string code, string on, string? value, bool evidence = true, HttpClient? by = null, params (string Name, string Value)[] more) =>
        SendAsync(by ?? clerk, $"/plans/bozhou/indicators/{code}/enter", null, evidence ? "evidence" : null, [("on", on), ("value", value ?? ""), ("source", "州统计局年报"), .. more]);

    /// <summary>Entered by the clerk, verified by the reviewer.</summary>
    public async Task CountAsync(string code, string on, string value, params (string Name, string Value)[] more)
    {
        var entered = await EnterAsync(code, on, value, more: more);
        entered.StatusCode.ShouldBe(HttpStatusCode.Redirect, await entered.Content.ReadAsStringAsync(Ct));
        var path = entered.Headers.Location!.ToString();
        (await reviewer.PostFormAsync(path, path + "?handler=Verify")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    /// <param name="http">Whose browser.</param>
    /// <param name="page">Where the form stands.</param>
    /// <param name="handler">Of which form.</param>
    /// <param name="file">The field of a file; null: none is sent.</param>
    /// <param name="fields">What is filled in.</param>
    /// <param name="bytes">What is in the file.</param>
    /// <param name="name">What it is called.</param>
    public static async Task<HttpResponseMessage> SendAsync(HttpClient http, string page, string? handler, string? file, (string Name, string Value)[] fields, byte[]? bytes = null, string name = "凭证.pdf")
    {
        using var form = new MultipartFormDataContent { { new StringContent(Forms.TokenIn(await http.GetStringAsync(page, Ct))), "__RequestVerificationToken" } };
        foreach (var (field, value) in fields) form.Add(new StringContent(value), field);
        if (file is not null) form.Add(new ByteArrayContent(bytes ?? s_paper), file, name);
        return await http.PostAsync(page + (handler is null ? "" : "?handler=" + handler), form, Ct);
    }

    public Task<List<IndicatorValue>> ValuesAsync() => app.WithDatabaseAsync(db => db.Set<IndicatorValue>().AsNoTracking().OrderBy(v => v.At).ToListAsync(Ct));

    public Task<Plan> PlanAsync(string key = "bozhou") => app.WithDatabaseAsync(db => db.Set<Plan>().AsNoTracking().SingleAsync(p => p.Key == key, Ct));

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}
