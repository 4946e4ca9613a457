using System.Net;
using Marketplace.Testing;

namespace Marketplace.Web.Tests.People;

/// <summary>By itself: it ends the sessions of whoever else is in the program.</summary>
public sealed class SignEverybodyOutTests(PeopleWorld world) : IClassFixture<PeopleWorld>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everybody_is_signed_out_but_the_one_who_says_so()
    {
        using var other = await world.App.SignedInAsync(await world.App.NewPersonAsync());
        (await world.Security.PostFormAsync("/people", "/people?handler=SignOut", ("typed", "不是"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await other.GetAsync("/account", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var mine = await world.App.SignedInAsync(world.Guard);
        (await mine.PostFormAsync("/people", "/people?handler=SignOut", ("typed", "全部退出"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await other.GetAsync("/account", Ct)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await mine.GetAsync("/people", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
