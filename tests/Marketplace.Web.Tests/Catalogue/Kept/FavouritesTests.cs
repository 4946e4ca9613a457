using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Catalogue.Kept;
using Marketplace.Web.Privacy;
using Marketplace.Web.Tests.Catalogue.Feeds;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Catalogue.Kept;

public sealed class FavouritesTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kept_with_a_note_that_only_its_owner_reads_exported_and_dropped()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        await app.AddAsync([TestPatents.Make(TestPatents.Number(1), "一种滴灌器"), TestPatents.Make(TestPatents.Number(2), "一种过滤器")]);
        using var mine = await app.SignedInAsync(await app.NewPersonAsync());
        using var other = await app.SignedInAsync(await app.NewPersonAsync());

        (await KeepAsync(mine, ("no", TestPatents.Number(1)), ("note", "问问价格"), ("back", "/help"))).Headers.Location!.OriginalString.ShouldBe("/help");
        (await KeepAsync(mine, ("no", TestPatents.Number(1)))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await KeepAsync(mine, ("no", TestPatents.Number(2)), ("back", "https://elsewhere.example"))).Headers.Location!.OriginalString.ShouldBe("/favourites");
        var page = WebUtility.HtmlDecode(await mine.GetStringAsync("/favourites", Ct));
        page.ShouldContain("一种滴灌器");
        page.ShouldContain("问问价格");
        WebUtility.HtmlDecode(await other.GetStringAsync("/favourites", Ct)).ShouldNotContain("一种滴灌器");
        (await mine.GetStringAsync("/favourites/export.csv", Ct)).ShouldContain("问问价格");
        (await other.GetStringAsync("/favourites/export.csv", Ct)).ShouldNotContain("一种");

        await other.SendAsync("/favourites", "Drop", ("no", TestPatents.Number(1)));
        (await app.WithDatabaseAsync(db => db.Set<Favourite>().CountAsync(Ct))).ShouldBe(2);
        await mine.SendAsync("/favourites", "Drop", ("no", TestPatents.Number(1)));
        (await app.WithDatabaseAsync(db => db.Set<Favourite>().Select(f => f.ApplicationNo).ToListAsync(Ct))).ShouldBe([TestPatents.Number(2)]);
    }

    [Fact]
    public async Task Refusals_keep_what_was_typed_and_all_of_it_goes_with_the_person()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        await app.AddAsync([TestPatents.Make(TestPatents.Number(1))]);
        var person = await app.NewPersonAsync();
        using var http = await app.SignedInAsync(person);

        (await KeepAsync(http, ("no", TestPatents.Number(9)))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await KeepAsync(http, ("no", TestPatents.Number(1)), ("note", "私人备注"));
        var refused = await KeepAsync(http, ("no", TestPatents.Number(1)), ("note", new string('长', Favourite.NoteMax + 1)));
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(Ct)).ShouldContain(new string('长', Favourite.NoteMax + 1));

        var data = app.Services.GetServices<IPersonalData>().Single(d => d.Key == "favourites");
        (await app.WithDatabaseAsync(db => data.ReadAsync(db, person.Id, Ct))).ShouldHaveSingleItem().ShouldContain(field => field.Value == "私人备注" && field.Masked == "***");
        await app.WithDatabaseAsync(async db =>
        {
            await data.EraseAsync(db, person.Id, TimeProvider.System.GetUtcNow(), Ct);
            return 0;
        });
        (await app.WithDatabaseAsync(db => db.Set<Favourite>().AnyAsync(Ct))).ShouldBeFalse();
    }

    private static Task<HttpResponseMessage> KeepAsync(HttpClient http, params (string, string)[] fields) => http.SendAsync("/favourites", "Keep", fields);
}
