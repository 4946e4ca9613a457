using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Catalogue.Import;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Spreadsheets;
using Marketplace.Web.Tests.Catalogue.Listings;
using Marketplace.Web.Tests.Organisations;

namespace Marketplace.Web.Tests.Catalogue.Portfolio;

/// <summary>Many of one's own patents at once: drafts of listings, and a table of those chosen.</summary>
public sealed class BulkPatentsTests(PostgresServer server) : IAsyncLifetime
{
    private ListingWorld _world = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _world = await ListingWorld.StartAsync(server);

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Those_ticked_become_drafts_with_the_same_terms_and_vanish_when_undone()
    {
        var (one, two, listed, left) = (await _world.PatentAsync(), await _world.PatentAsync(), await _world.PatentAsync(), await _world.PatentAsync());
        await _world.DraftedAsync(listed);
        var http = _world.Clerk.Http;
        (string, string)[] chosen = [("act", "draft"), ("no", one), ("no", two), ("no", listed)];
        (await http.GetStringAsync("/portfolio", Ct)).ShouldContain($"name=\"no\" value=\"{left}\"");
        (await (await PostAsync(http, chosen)).Content.ReadAsStringAsync(Ct)).ShouldSatisfyAllConditions(p => p.ShouldContain($"name=\"no\" value=\"{two}\""), p => p.ShouldContain("name=\"feeModel\""));

        // A price that cannot be read is said at once, and nothing is begun.
        (await PostAsync(http, [.. chosen, ("go", "true"), ("feeModel", "LumpSum"), ("amount", "很多")])).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await _world.ReadAsync(db => db.Set<ListingBatch>())).ShouldBeEmpty();
        var batch = await BegunAsync(await PostAsync(http, [.. chosen, ("go", "true"), ("forms", "OrdinaryLicence"), ("feeModel", "LumpSum"), ("amount", "60000"), ("contactName", "李工"), ("contactPhone", "13800138000")]));
        (await _world.BatchAsync(batch, BatchState.Done)).ShouldSatisfyAllConditions(b => b.Kind.ShouldBe(BatchKind.Draft), b => b.Done.ShouldBe(2), b => b.Refused.ShouldBe(1));

        (await http.GetStringAsync($"/listings/batches/{batch}?show=Refused", Ct)).ShouldSatisfyAllConditions(p => p.ShouldContain(PatentNumber.Show(listed)), p => p.ShouldContain(ListingTexts.AlreadyListed));
        var drafts = await _world.ReadAsync(db => from l in db.Set<Listing>() join m in db.Set<ListingPatent>() on l.Id equals m.ListingId where m.ApplicationNo == one || m.ApplicationNo == two select l);
        drafts.Count.ShouldBe(2);
        drafts.ShouldAllBe(l => l.State == ListingState.Draft && l.FeeYuan == 60_000 && l.Forms.SequenceEqual(new[] { OfferForm.OrdinaryLicence }) && l.ContactName == "李工" && l.ExpiresOn != null && l.PreparedBy == _world.Clerk.Person.Id);

        (await http.FillAsync($"/listings/batches/{batch}", null, ("act", "undo"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await _world.BatchAsync(batch, BatchState.Undone)).Undone.ShouldBe(2);
        (await _world.ReadAsync(db => db.Set<ListingPatent>().Select(m => m.ApplicationNo))).ShouldBe([listed]);
    }

    [Fact]
    public async Task All_that_was_found_can_be_meant()
    {
        for (var i = 0; i < 3; i++) await _world.PatentAsync(title: "一种采棉机" + i);
        await _world.PatentAsync(title: "一种滴灌带");
        var http = _world.Clerk.Http;

        (await ExportAsync(http, ("all", "true"), ("filterQ", "采棉机"))).Count.ShouldBe(3);
        var batch = await BegunAsync(await PostAsync(http, ("act", "draft"), ("go", "true"), ("all", "true"), ("filterQ", "采棉机")));

        (await _world.BatchAsync(batch, BatchState.Done)).Done.ShouldBe(3);
    }

    [Fact]
    public async Task The_table_has_those_ticked_and_nobody_elses()
    {
        var (one, two) = (await _world.PatentAsync(title: "一种采棉机"), await _world.PatentAsync(title: "一种滴灌带"));
        var theirs = await _world.PatentAsync(await _world.App.NewOrganisationAsync(), "一种打包机");
        var (_, inventor) = await _world.App.NewMemberAsync(_world.Owner, Role.Inventor);

        (await ExportAsync(_world.Clerk.Http, ("no", one), ("no", theirs))).Select(r => r[PatentColumns.Title]).ShouldBe(["一种采棉机"]);
        (await ExportAsync(inventor, ("no", two))).Count.ShouldBe(1);
        (await PostAsync(_world.Clerk.Http, ("act", "draft"), ("go", "true"), ("no", one), ("no", theirs))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        // An inventor looks, and offers nothing.
        (await PostAsync(inventor, ("act", "draft"), ("no", two))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await inventor.GetStringAsync("/portfolio", Ct)).ShouldNotContain("value=\"draft\"");
        (await PostAsync(_world.Clerk.Http, ("act", "draft"))).Headers.Location!.ToString().ShouldBe("/portfolio");
        inventor.Dispose();
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient http, params (string Name, string Value)[] fields)
    {
        var token = Forms.TokenIn(await http.GetStringAsync("/portfolio", Ct));
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", token), .. fields.Select(f => KeyValuePair.Create(f.Name, f.Value))]);
        return await http.PostAsync("/portfolio/bulk", form, Ct);
    }

    private static async Task<Guid> BegunAsync(HttpResponseMessage sent)
    {
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect, await sent.Content.ReadAsStringAsync(Ct));
        return Guid.Parse(sent.Headers.Location!.ToString().Split('/')[^1]);
    }

    private static async Task<IReadOnlyList<SheetRow>> ExportAsync(HttpClient http, params (string, string)[] fields)
    {
        var sent = await PostAsync(http, [("act", "export"), .. fields]);
        sent.StatusCode.ShouldBe(HttpStatusCode.OK);
        return SheetReader.Open(await sent.Content.ReadAsByteArrayAsync(Ct), PatentColumns.Plan).Value.ReadAll().Value.All;
    }
}
