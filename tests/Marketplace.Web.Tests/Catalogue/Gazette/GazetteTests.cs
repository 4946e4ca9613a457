using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Catalogue.Gazette;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Spreadsheets;
using Marketplace.Web.Tests.Catalogue.Listings;
using Marketplace.Web.Tests.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Catalogue.Gazette;

/// <summary>Announced declarations come in by a bureau and are claimed by their holder.</summary>
public sealed class GazetteTests(PostgresServer server) : IAsyncLifetime
{
    private const string No = "202319999001";
    private ListingWorld _world = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _world = await ListingWorld.StartAsync(server);

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_file_makes_listings_once_and_its_holder_claims_them()
    {
        var bureau = await _world.App.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Bozhou);
        var (_, clerk) = await _world.App.NewMemberAsync(bureau, Role.BureauClerk);
        var file = File(Row(_world.Owner.Name), With(Row("别处的大学"), ("no", "202419999004.6"), ("filed", "2024-03-01"), ("amount", ""), ("model", "提成"), ("feeText", "按净销售额3%支付")),
            With(Row("缺申请日"), ("no", "202329999002.8"), ("filed", "")), With(Row("坏号"), ("no", "202319999001.7")));

        var first = await UploadAsync(clerk, file);
        (await _world.BatchAsync(first, BatchState.Compared)).ShouldSatisfyAllConditions(b => b.Total.ShouldBe(4), b => b.Refused.ShouldBe(2));
        (await clerk.GetStringAsync($"/gazette/imports/{first}?show=Waiting", Ct)).ShouldContain("一次性支付 3 万元");
        (await _world.ReadAsync(db => db.Set<Listing>())).ShouldBeEmpty();
        (await clerk.FillAsync($"/gazette/imports/{first}", null, ("act", "confirm"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await _world.BatchAsync(first, BatchState.Done)).Done.ShouldBe(2);
        var patent = await _world.App.WithDatabaseAsync(db => db.Set<Patent>().AsNoTracking().SingleAsync(p => p.ApplicationNo == No, Ct));
        patent.ShouldSatisfyAllConditions(p => p.State.ShouldBe(PatentState.InForce), p => p.StatusSource.ShouldBe(StatusSource.Gazette), p => p.LastDay.ShouldBe(new(2043, 5, 8)));
        (await _world.ReadAsync(db => db.Set<PatentEvent>().Where(e => e.ApplicationNo == No).Select(e => e.Kind))).ShouldBe([PatentEventKind.Granted, PatentEventKind.OpenLicenceDeclared], ignoreOrder: true);
        var listing = await _world.App.WithDatabaseAsync(db => db.Set<Listing>().AsNoTracking().SingleAsync(l => db.Set<ListingPatent>().Any(m => m.ListingId == l.Id && m.ApplicationNo == No), Ct));
        listing.ShouldSatisfyAllConditions(l => l.FromGazette.ShouldBeTrue(), l => l.BureauId.ShouldBe(bureau.Id), l => l.FeeYuan.ShouldBe(30_000), l => l.State.ShouldBe(ListingState.Public));
        (await _world.App.Http.GetStringAsync($"/listings/{listing.Id}", Ct)).ShouldSatisfyAllConditions(p => p.ShouldContain("KF2026-0117"), p => p.ShouldContain("权利人尚未在本平台登记"));

        // The same file again changes nothing.
        var again = await UploadAsync(clerk, file);
        (await _world.BatchAsync(again, BatchState.Compared)).ShouldSatisfyAllConditions(b => b.Unchanged.ShouldBe(2), b => b.Refused.ShouldBe(2));

        // Only its holder finds and claims it.
        var (stranger, _) = await _world.App.NewMemberAsync(await _world.App.NewOrganisationAsync(OrganisationKind.Institute), Role.Administrator);
        (await _world.AsAsync(stranger, s => s.GetRequiredService<GazetteClaims>().ClaimAsync(listing.Id, Ct))).Failures[0].Status.ShouldBe(404);
        var mine = _world.Clerk.Http;
        (await mine.GetStringAsync("/listings?state=gazette", Ct)).ShouldContain(listing.Id.ToString());
        var token = Forms.TokenIn(await mine.GetStringAsync("/listings?state=gazette", Ct));
        (await mine.PostAsync("/listings?handler=Claim", new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("id", listing.Id.ToString())]), Ct)).Headers.Location!.ToString().ShouldBe($"/listings/{listing.Id}/review");
        (await _world.ListingAsync(listing.Id)).ShouldSatisfyAllConditions(l => l.OwnerId.ShouldBe(_world.Owner.Id), l => l.State.ShouldBe(ListingState.Public), l => l.AnnouncementNo.ShouldBe("KF2026-0117"));
        (await mine.GetAsync($"/listings/{listing.Id}/edit", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        // Claimed, a later file leaves it to its holder.
        var later = await UploadAsync(clerk, File(With(Row(_world.Owner.Name), ("amount", "99999"))));
        (await _world.BatchAsync(later, BatchState.Compared)).Unchanged.ShouldBe(1);
        clerk.Dispose();
    }

    [Fact]
    public async Task The_gazette_is_the_bureaus_and_an_import_is_its_own()
    {
        (await _world.Clerk.Http.GetAsync("/gazette", Ct)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var (_, one) = await _world.App.NewMemberAsync(await _world.App.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Bozhou), Role.BureauClerk);
        var (_, two) = await _world.App.NewMemberAsync(await _world.App.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Meixian), Role.BureauClerk);
        var import = await UploadAsync(one, File(Row("某大学")));
        (await two.GetAsync($"/gazette/imports/{import}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await one.GetAsync($"/gazette/imports/{import}", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<Guid> UploadAsync(HttpClient http, byte[] file)
    {
        using var form = new MultipartFormDataContent { { new StringContent(Forms.TokenIn(await http.GetStringAsync("/gazette", Ct))), "__RequestVerificationToken" } };
        form.Add(new ByteArrayContent(file), "file", "公告.xlsx");
        var sent = await http.PostAsync("/gazette", form, Ct);
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect, await sent.Content.ReadAsStringAsync(Ct));
        return Guid.Parse(sent.Headers.Location!.ToString().Split('/')[^1]);
    }

    private static Dictionary<string, string> Row(string holder) => new(StringComparer.Ordinal)
    {
        ["no"] = "ZL202319999001.8",
        ["title"] = "一种滴灌带",
        ["holder"] = holder,
        ["ipc"] = "A01G 25/02(2006.01)I",
        ["filed"] = "2023.05.09",
        ["granted"] = "2025年3月4日",
        ["model"] = "一次性付费",
        ["amount"] = "30000",
        ["announcementNo"] = "KF2026-0117",
        ["announcedOn"] = "20261010",
        ["until"] = "2030-12-31",
    };

    private static Dictionary<string, string> With(Dictionary<string, string> row, params (string Key, string Value)[] more)
    {
        foreach (var (key, value) in more) row[key] = value;
        return row;
    }

    private static byte[] File(params Dictionary<string, string>[] rows) =>
        XlsxWriter.Write("公告", [.. GazetteColumns.Plan.Columns.Select(c => new SheetField<Dictionary<string, string>>(c.Title, row => row.GetValueOrDefault(c.Key)))], rows);
}
