using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Testing;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Names;
using Marketplace.Web.Tests.Catalogue.Feeds;

namespace Marketplace.Web.Tests.Catalogue.Holders;

public sealed class HolderTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_holder_is_shown_with_counts_names_and_offers_to_anybody_and_in_pages()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        var holder = await app.NewOrganisationAsync(OrganisationKind.University, Inhabitants.Meixian, "渭水测试大学");
        await app.AddAsync([.. Enumerable.Range(1, 22).Select(n => TestPatents.Make(TestPatents.Number(n), $"方法{n}号")), TestPatents.Make(TestPatents.Number(40, '2'), "到期的装置", PatentState.Expired)], holder);
        await app.WithDatabaseAsync(db =>
        {
            var now = TimeProvider.System.GetUtcNow();
            db.Add(new OrganisationName { OrganisationId = holder.Id, Name = "渭水测试学院", FoldedName = NameFolding.Fold("渭水测试学院"), AddedAt = now });
            foreach (var (state, title) in ((ListingState, string)[])[(ListingState.Public, "公开的打包"), (ListingState.Draft, "未公开的草稿")])
                db.Add(new Listing { OwnerId = holder.Id, State = state, Title = title, Forms = [OfferForm.OpenLicence], CreatedAt = now, PublishedAt = now });
            return db.SaveChangesAsync(Ct);
        });

        var json = await app.Http.GetFromJsonAsync<JsonElement>("/api/v1/holders/" + holder.Uscc, Ct);
        json.GetProperty("name").GetString().ShouldBe("渭水测试大学");
        json.GetProperty("kind").GetString().ShouldBe("university");
        (json.GetProperty("patents").GetInt32(), json.GetProperty("inForce").GetInt32(), json.GetProperty("offers").GetInt32()).ShouldBe((23, 22, 1));
        json.GetProperty("byState").GetProperty("expired").GetInt32().ShouldBe(1);
        json.GetProperty("formerNames")[0].GetString().ShouldBe("渭水测试学院");

        var first = WebUtility.HtmlDecode(await app.Http.GetStringAsync("/holders/" + holder.Uscc, Ct));
        first.ShouldContain("渭水测试学院");
        first.ShouldContain("公开的打包");
        first.ShouldNotContain("未公开的草稿");
        var next = first[first.IndexOf($"/holders/{holder.Uscc}?after=", StringComparison.Ordinal)..];
        var second = WebUtility.HtmlDecode(await app.Http.GetStringAsync(next[..next.IndexOf('"', StringComparison.Ordinal)], Ct));
        Enumerable.Range(1, 22).Count(n => first.Contains($">方法{n}号</a>", StringComparison.Ordinal) != second.Contains($">方法{n}号</a>", StringComparison.Ordinal)).ShouldBe(22);
    }

    [Fact]
    public async Task Whoever_is_unknown_or_has_no_patent_is_not_found()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        var empty = await app.NewOrganisationAsync(OrganisationKind.University);

        foreach (var uscc in (string[])[empty.Uscc, "91652701MA7DEM016K", "x"])
        {
            (await app.Http.GetAsync("/holders/" + uscc, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound, uscc);
            (await app.Http.GetAsync("/api/v1/holders/" + uscc, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound, uscc);
        }
    }
}
