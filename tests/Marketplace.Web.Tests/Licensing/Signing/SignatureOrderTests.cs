using System.Net;
using System.Text;
using System.Text.Json;
using Marketplace.Testing;
using Marketplace.Web.Licensing.Signing;
using Marketplace.Web.Licensing.Signing.Orders;
using Marketplace.Web.Licensing.Signing.Sandbox;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Messages.Channels;
using Marketplace.Web.Platform.Messages.Sandbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Licensing.Signing;

/// <summary>Signing electronically, over HTTP against the sandbox: whatever the provider does and whenever it says so, a signature counts once, and only under its own document.</summary>
public sealed class SignatureOrderTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, InlineData(SignAct.Sign), InlineData(SignAct.SignTwiceTold), InlineData(SignAct.SignSilently)]
    public async Task Signed_at_the_provider_it_counts_once_however_often_it_is_said(SignAct act)
    {
        await using var world = await SigningWorld.StartAsync(server);
        var signing = await world.BeginAsync();
        var order = await world.OrderAsync(signing);
        (await world.Boss.Http.GetStringAsync($"/signing/{signing.Id}", Ct)).ShouldContain($"/sandbox/signer/{order.Id:N}");
        await world.SignerAsync(order, act);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.WorkAsync();
        await world.SignerAsync(order, SignAct.Tell);
        var signature = await world.SignatureAsync(signing, 1);
        (signature.State, signature.Way, signature.Signer, signature.ScanId).ShouldBe((SignatureState.Valid, SignatureWay.Online, "王校长", null));
        signature.Certificate.ShouldNotBeNull().ShouldStartWith("SBCA");
        (await world.ReadAsync(signing)).State.ShouldBe(SigningState.Partly);
        // One on paper, one online: any way is a way.
        await world.ShowAsync(signing, 2, world.Chief.Person);
        (await world.ConfirmAsync(signing, 2, world.Boss.Person)).Value.State.ShouldBe(SigningState.Complete);
        world.Follower.Heard.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Another_document_that_was_signed_is_not_taken()
    {
        await using var world = await SigningWorld.StartAsync(server);
        var signing = await world.BeginAsync();
        var order = await world.OrderAsync(signing);
        await world.SignerAsync(order, SignAct.SignOther);
        var read = await world.ReadAsync(order);
        (read.State, read.Fault).ShouldBe((SignatureOrderState.Failed, "OTHER_DOCUMENT"));
        (await world.SignatureAsync(signing, 1)).State.ShouldBe(SignatureState.Awaited);
        (await world.Boss.Http.GetStringAsync($"/signing/{signing.Id}", Ct)).ShouldContain("另一份文件");
    }

    [Fact]
    public async Task Declined_or_run_out_it_can_be_begun_anew_and_a_late_word_counts()
    {
        await using var world = await SigningWorld.StartAsync(server);
        var signing = await world.BeginAsync();
        var declined = await world.OrderAsync(signing);
        await world.SignerAsync(declined, SignAct.Refuse);
        (await world.ReadAsync(declined)).State.ShouldBe(SignatureOrderState.Refused);
        (await world.ReadAsync(signing)).State.ShouldBe(SigningState.Begun);
        var closed = await world.OrderAsync(signing);
        closed.Id.ShouldNotBe(declined.Id);
        world.Time.Advance(TimeSpan.FromHours(25));
        await world.WorkAsync();
        (await world.ReadAsync(closed)).State.ShouldBe(SignatureOrderState.Closed);
        // The signer had signed a second before: that word comes late, and counts.
        (await CallAsync(world, Signed(signing, closed, "LATE"))).ShouldBe(HttpStatusCode.NoContent);
        (await world.SignatureAsync(signing, 1)).State.ShouldBe(SignatureState.Valid);
        // After a refusal nothing comes to life again.
        (await CallAsync(world, Signed(signing, declined, "LATER"))).ShouldBe(HttpStatusCode.NoContent);
        (await world.ReadAsync(declined)).State.ShouldBe(SignatureOrderState.Refused);
    }

    [Fact]
    public async Task A_word_that_comes_after_the_signing_is_over_changes_nothing_of_it()
    {
        await using var world = await SigningWorld.StartAsync(server);
        var signing = await world.BeginAsync();
        var order = await world.OrderAsync(signing);
        await world.BeginAsync("改过的正文");
        await world.SignerAsync(order, SignAct.Sign);
        (await world.ReadAsync(order)).State.ShouldBe(SignatureOrderState.Given);
        ((await world.ReadAsync(signing)).State, (await world.SignatureAsync(signing, 1)).State).ShouldBe((SigningState.Replaced, SignatureState.Dropped));
        world.Follower.Heard.ShouldBeEmpty();
    }

    [Fact]
    public async Task Signed_on_paper_meanwhile_the_provider_changes_nothing()
    {
        await using var world = await SigningWorld.StartAsync(server);
        var signing = await world.BeginAsync();
        var order = await world.OrderAsync(signing);
        await world.ShowAsync(signing, 1, world.Boss.Person);
        await world.ConfirmAsync(signing, 1, world.Chief.Person);
        await world.SignerAsync(order, SignAct.Sign);
        var signature = await world.SignatureAsync(signing, 1);
        (signature.State, signature.Way, signature.Certificate).ShouldBe((SignatureState.Valid, SignatureWay.Paper, null));
    }

    [Fact]
    public async Task Two_tabs_make_one_order_and_calls_at_once_one_signature()
    {
        await using var world = await SigningWorld.StartAsync(server);
        var signing = await world.BeginAsync();
        var orders = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => world.OrderAsync(signing)));
        var order = orders.DistinctBy(o => o.Id).ShouldHaveSingleItem();
        (await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => CallAsync(world, Signed(signing, order, "ONE"))))).ShouldAllBe(status => status == HttpStatusCode.NoContent);
        (await world.ReadAsync(signing)).State.ShouldBe(SigningState.Partly);
        // One certificate is one party's, whatever the provider says.
        var other = await world.OrderAsync(signing, world.Chief.Person);
        (await CallAsync(world, Signed(signing, other, "ONE"))).ShouldBe(HttpStatusCode.NoContent);
        (await world.SignatureAsync(signing, 2)).State.ShouldBe(SignatureState.Awaited);
    }

    [Fact]
    public async Task A_case_that_does_not_take_it_now_loses_no_signature()
    {
        await using var world = await SigningWorld.StartAsync(server);
        var signing = await world.BeginAsync();
        await world.SignerAsync(await world.OrderAsync(signing), SignAct.Sign);
        world.Follower.Refuses = new("not_now", 409, "现在不行");
        var order = await world.OrderAsync(signing, world.Chief.Person);
        await world.SignerAsync(order, SignAct.Sign);
        ((await world.ReadAsync(order)).State, (await world.ReadAsync(signing)).State).ShouldBe((SignatureOrderState.Pending, SigningState.Partly));
        world.Follower.Refuses = null;
        world.Time.Advance(TimeSpan.FromHours(2));
        await world.WorkAsync();
        (await world.ReadAsync(signing)).State.ShouldBe(SigningState.Complete);
        world.Follower.Heard.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_forges_a_call_or_signs_for_another()
    {
        await using var world = await SigningWorld.StartAsync(server);
        var signing = await world.BeginAsync();
        var order = await world.OrderAsync(signing);
        var word = Signed(signing, order, "X");
        (await CallAsync(world, word, secret: "another")).ShouldBe(HttpStatusCode.Unauthorized);
        (await CallAsync(world, word, at: world.Time.GetUtcNow().AddMinutes(-6))).ShouldBe(HttpStatusCode.Unauthorized);
        (await CallAsync(world, word, path: "/hooks/signatures/other")).ShouldBe(HttpStatusCode.NotFound);
        (await CallAsync(world, word with { No = Guid.CreateVersion7().ToString("N") })).ShouldBe(HttpStatusCode.NotFound);
        (await CallAsync(world, word with { No = "12" })).ShouldBe(HttpStatusCode.BadRequest);
        (await CallAsync(world, word with { Certificate = null })).ShouldBe(HttpStatusCode.NoContent);
        (await world.ReadAsync(order)).State.ShouldBe(SignatureOrderState.Pending);
        (await StartAsync(world, signing, world.Clerk.Person)).Failures[0].Code.ShouldBe("not_yours");
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_or_does_not_know_the_party_costs_nothing()
    {
        await using var world = await SigningWorld.StartAsync(server);
        var signing = await world.BeginAsync();
        await CodeAsync("12650000MB15830005");
        var order = await world.OrderAsync(signing);
        order = await world.ReadAsync(order);
        order.State.ShouldBe(SignatureOrderState.Started);
        (await world.Boss.Http.GetStringAsync($"/signing/{signing.Id}", Ct)).ShouldContain("签署服务方还没有回应");
        await CodeAsync("12650000MB15830002");
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.WorkAsync();
        (await world.ReadAsync(order)).State.ShouldBe(SignatureOrderState.Failed);
        (await world.Boss.Http.GetStringAsync($"/signing/{signing.Id}", Ct)).ShouldContain("没有在签署服务方开户");

        Task<int> CodeAsync(string code) => world.App.WithDatabaseAsync(db => db.Set<Organisation>().Where(o => o.Id == world.Giver.Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.Uscc, code), Ct));
    }

    [Fact]
    public async Task Without_a_provider_documents_are_signed_on_paper()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        app.Services.GetServices<ISignatureProvider>().ShouldBeEmpty();
        (await app.Http.PostAsync("/hooks/signatures/sandbox", new StringContent("{}"), Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await app.Http.GetAsync("/sandbox/signer/" + Guid.CreateVersion7().ToString("N"), Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static Task<Outcome<SignatureOrder>> StartAsync(SigningWorld world, SigningCase signing, Web.Platform.SignIn.Person by) => world.AsAsync<SignatureOrderDesk, Outcome<SignatureOrder>>(by, desk =>
        desk.StartAsync(signing.Id, Guid.CreateVersion7(), new("王校长", SignerAuthority.LegalRepresentative), null, Ct));

    private static GatewaySignatureWord Signed(SigningCase signing, SignatureOrder order, string certificate) =>
        new("OK", order.Id.ToString("N"), "signed", Certificate: certificate, Sha256: signing.Sha256, SignedAt: order.At.AddMinutes(1));

    private static async Task<HttpStatusCode> CallAsync(SigningWorld world, GatewaySignatureWord word, string? secret = null, string path = "/hooks/signatures/sandbox", DateTimeOffset? at = null)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(word, JsonSerializerOptions.Web);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(Encoding.UTF8.GetString(body), Encoding.UTF8, "application/json") };
        SmsSignature.Sign(request, secret ?? SandboxSecret.Value, body, at ?? world.Time.GetUtcNow());
        return (await world.App.Http.SendAsync(request, Ct)).StatusCode;
    }
}
