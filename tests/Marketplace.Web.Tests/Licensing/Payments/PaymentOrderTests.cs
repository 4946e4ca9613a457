using System.Net;
using System.Text;
using System.Text.Json;
using Marketplace.Testing;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Licensing.Payments.Orders;
using Marketplace.Web.Licensing.Payments.Refunds;
using Marketplace.Web.Licensing.Payments.Sandbox;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Messages.Channels;
using Marketplace.Web.Platform.Messages.Sandbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Licensing.Payments;

/// <summary>Paying online, over HTTP against the sandbox: whatever the provider does and whenever it says so, money counts once and none is lost.</summary>
public sealed class PaymentOrderTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Paid_at_the_till_the_licence_takes_effect_and_nobody_confirms()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = (await world.NotifyAsync(await world.AnnouncedAsync())).Value;
        (await world.Taker.Http.GetStringAsync($"/licences/{licence.Id}", Ct)).ShouldContain($"/licences/{licence.Id}/online");
        var order = await OrderAsync(world, licence);
        var page = await world.Taker.Http.GetStringAsync($"/payments/orders/{order}", Ct);
        page.ShouldContain("还没有付款结果");
        page.ShouldContain($"/sandbox/till/{order:N}");
        (await world.Taker.Http.GetAsync($"/payments/orders/{order}/scan.svg", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await TillAsync(world, order, TillAct.Pay);
        (await world.Taker.Http.GetStringAsync($"/payments/orders/{order}", Ct)).ShouldContain("已支付");
        licence = await world.ReadAsync(licence);
        licence.State.ShouldBe(LicenceState.Effective);
        var payment = await world.App.WithDatabaseAsync(db => db.Set<Payment>().SingleAsync(Ct));
        (payment.State, payment.Source, payment.Amount, payment.VoucherId).ShouldBe((PaymentState.Confirmed, PaymentSource.Provider, 50_000m, null));
        payment.BankReference.ShouldStartWith("sandbox:SB");
        (await world.App.Http.GetStringAsync($"/verify/{licence.VerifyToken}", Ct)).ShouldContain("收款已确认");
        (await world.Taker.Http.GetAsync($"/licences/{licence.Id}/recordal.zip", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        // Nothing is left to ask of the holder's finance.
        (await world.App.WithDatabaseAsync(db => db.Set<Web.WorkList.WorkItem>().AnyAsync(w => w.Kind == LicenceNotices.Receipt, Ct))).ShouldBeFalse();
    }

    [Theory, InlineData(TillAct.PayTwiceTold), InlineData(TillAct.Pay)]
    public async Task Told_again_and_again_it_counts_once(TillAct act)
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = (await world.NotifyAsync(await world.AnnouncedAsync())).Value;
        var order = await OrderAsync(world, licence);
        await TillAsync(world, order, act);
        await TillAsync(world, order, TillAct.Tell);
        await WorkAsync(world);
        await PaidOnceAsync(world, licence);
    }

    [Fact]
    public async Task A_call_that_was_lost_is_asked_for()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = (await world.NotifyAsync(await world.AnnouncedAsync())).Value;
        var order = await OrderAsync(world, licence);
        await TillAsync(world, order, TillAct.PaySilently);
        (await world.ReadAsync(licence)).State.ShouldBe(LicenceState.NoticeReceived);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await WorkAsync(world);
        await PaidOnceAsync(world, licence);
        // The call after all.
        await TillAsync(world, order, TillAct.Tell);
        await PaidOnceAsync(world, licence);
    }

    [Fact]
    public async Task Killed_between_the_call_and_its_effect_the_worker_repairs_it()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = (await world.NotifyAsync(await world.AnnouncedAsync())).Value;
        var order = await OrderAsync(world, licence);
        await world.App.WithDatabaseAsync(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Ct);
            await db.Database.ExecuteSqlAsync($"select 1 from licences where id = {licence.Id} for update", Ct);
            var calling = TillAsync(world, order, TillAct.Pay);
            // The call has been taken and waits for the licence; its connection dies under it.
            var killed = 0;
            for (var tries = 0; killed == 0 && tries < 200; tries++)
            {
                await Task.Delay(20, Ct);
                // On another connection: within a transaction the list of connections does not change.
                killed = await world.App.WithDatabaseAsync(other => other.Database.SqlQuery<int>($"select count(pg_terminate_backend(pid))::int as \"Value\" from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%licences%'").SingleAsync(Ct));
            }
            killed.ShouldBe(1);
            await calling;
            return 0;
        });
        (await world.ReadAsync(licence)).State.ShouldBe(LicenceState.NoticeReceived);
        (await world.App.WithDatabaseAsync(db => db.Set<Payment>().CountAsync(Ct))).ShouldBe(0);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await WorkAsync(world);
        await PaidOnceAsync(world, licence);
    }

    [Fact]
    public async Task An_order_nobody_told_the_provider_of_is_told_by_the_worker()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = (await world.NotifyAsync(await world.AnnouncedAsync())).Value;
        // Written, and killed before the provider heard of it.
        var order = new PaymentOrder { LicenceId = licence.Id, Amount = 50_000, Provider = "sandbox", At = world.Time.GetUtcNow(), AskAt = world.Time.GetUtcNow() };
        await using (var scope = world.App.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<Web.Data.AppDbContext>();
            scope.ServiceProvider.GetRequiredService<Web.Licensing.Cases.CaseBook>().Take(OrderMachine.Machine, order, OrderCause.Start).ShouldBeNull();
            db.Add(order);
            await db.SaveChangesAsync(Ct);
        }
        await WorkAsync(world);
        (await ReadAsync(world, order.Id)).State.ShouldBe(OrderState.Pending);
        await TillAsync(world, order.Id, TillAct.Pay);
        await PaidOnceAsync(world, licence);
    }

    [Fact]
    public async Task Failed_closed_and_late()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = (await world.NotifyAsync(await world.AnnouncedAsync())).Value;
        var failed = await OrderAsync(world, licence);
        await TillAsync(world, failed, TillAct.Fail);
        var page = await world.Taker.Http.GetStringAsync($"/payments/orders/{failed}", Ct);
        page.ShouldContain("余额不足");
        page.ShouldContain("改用转账");
        var closed = await OrderAsync(world, licence);
        closed.ShouldNotBe(failed);
        world.Time.Advance(TimeSpan.FromMinutes(31));
        await WorkAsync(world);
        (await ReadAsync(world, closed)).State.ShouldBe(OrderState.Closed);
        (await (await world.App.SignedInAsync(world.Taker.Person)).GetStringAsync($"/payments/orders/{closed}", Ct)).ShouldContain("没有扣款");
        (await world.ReadAsync(licence)).State.ShouldBe(LicenceState.NoticeReceived);
        // The provider closed it and the payer's bank had paid a second before: that word comes late, and counts.
        (await CallAsync(world, Paid(closed, "LATE1", 50_000, world.Time.GetUtcNow().AddMinutes(-2)))).ShouldBe(HttpStatusCode.NoContent);
        await PaidOnceAsync(world, licence);
        // A second sum for the same order has no ground.
        (await CallAsync(world, Paid(closed, "LATE2", 50_000, world.Time.GetUtcNow()))).ShouldBe(HttpStatusCode.NoContent);
        (await CallAsync(world, Paid(closed, "LATE2", 50_000, world.Time.GetUtcNow()))).ShouldBe(HttpStatusCode.NoContent);
        var refund = await world.App.WithDatabaseAsync(db => db.Set<Refund>().SingleAsync(Ct));
        (refund.Why, refund.Amount, refund.OrderId).ShouldBe((RefundWhy.Twice, 50_000m, closed));
    }

    [Fact]
    public async Task Another_amount_counts_for_what_it_is()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = (await world.NotifyAsync(await world.AnnouncedAsync())).Value;
        await TillAsync(world, await OrderAsync(world, licence), TillAct.PayLess);
        (await world.ReadAsync(licence)).State.ShouldBe(LicenceState.NoticeReceived);
        var rest = await OrderAsync(world, licence);
        (await ReadAsync(world, rest)).Amount.ShouldBe(1);
        await TillAsync(world, rest, TillAct.PayMore);
        (await world.ReadAsync(licence)).State.ShouldBe(LicenceState.Effective);
        var refund = await world.App.WithDatabaseAsync(db => db.Set<Refund>().SingleAsync(Ct));
        (refund.Why, refund.Amount, refund.State).ShouldBe((RefundWhy.TooMuch, 1m, RefundState.Owed));
        (await world.App.WithDatabaseAsync(db => db.Set<Payment>().SumAsync(p => p.Amount, Ct))).ShouldBe(50_001);
    }

    [Fact]
    public async Task Paid_by_transfer_meanwhile_the_order_goes_back_the_way_it_came()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = (await world.NotifyAsync(await world.AnnouncedAsync())).Value;
        var order = await OrderAsync(world, licence);
        (await world.PayAsync(licence)).Succeeded.ShouldBeTrue();
        (await world.Taker.Http.GetStringAsync($"/payments/orders/{order}", Ct)).ShouldContain("不要再付");
        await TillAsync(world, order, TillAct.Pay);
        await PaidOnceAsync(world, licence, PaymentState.Paid);
        var refund = await world.App.WithDatabaseAsync(db => db.Set<Refund>().SingleAsync(Ct));
        (refund.Why, refund.State).ShouldBe((RefundWhy.Twice, RefundState.Owed));
        (await world.Taker.Http.GetStringAsync($"/licences/{licence.Id}", Ct)).ShouldContain($"/payments/refunds/{refund.Id}");
        (await Desk(world, world.Taker.Person, desk => desk.SendByProviderAsync(refund.Id, Ct))).Failures[0].Status.ShouldBe(404);
        (await Desk(world, world.Giver.Person, desk => desk.SendByProviderAsync(refund.Id, Ct))).Value.State.ShouldBe(RefundState.Sending);
        (await Desk(world, world.Giver.Person, desk => desk.SendByProviderAsync(refund.Id, Ct))).Failures[0].Code.ShouldBe("state_forbids");
        await WorkAsync(world);
        (await RefundAsync(world)).State.ShouldBe(RefundState.Sent);
        (await Desk(world, world.Taker.Person, desk => desk.ReceiveAsync(refund.Id, Ct))).Value.State.ShouldBe(RefundState.Received);
    }

    [Fact]
    public async Task A_refund_the_provider_sits_on_and_then_cannot_do_is_owed_as_before()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = (await world.NotifyAsync(await world.AnnouncedAsync())).Value;
        var order = await OrderAsync(world, licence);
        await TillAsync(world, order, TillAct.PayMore, TillRefunds.Wait);
        var refund = await RefundAsync(world);
        (await Desk(world, world.Giver.Person, desk => desk.SendByProviderAsync(refund.Id, Ct))).Succeeded.ShouldBeTrue();
        await WorkAsync(world);
        await WorkAsync(world);
        (await RefundAsync(world)).State.ShouldBe(RefundState.Sending);
        await TillAsync(world, order, TillAct.RefundFails);
        refund = await RefundAsync(world);
        (refund.State, refund.ProviderFault).ShouldBe((RefundState.Owed, "ACCOUNT_CLOSED"));
        (await Desk(world, world.Giver.Person, desk => desk.SendByProviderAsync(refund.Id, Ct))).Failures[0].Code.ShouldBe("no_order");
        (await world.Giver.Http.GetStringAsync($"/payments/refunds/{refund.Id}", Ct)).ShouldContain("ACCOUNT_CLOSED");
        (await Desk(world, world.Giver.Person, desk => desk.SendAsync(refund.Id, world.Today, "TK1", LicensingWorld.Paper(), Ct))).Value.State.ShouldBe(RefundState.Sent);
    }

    [Fact]
    public async Task Two_tabs_make_one_order_and_two_calls_at_once_one_payment()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = (await world.NotifyAsync(await world.AnnouncedAsync())).Value;
        var orders = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => world.AsAsync<OrderDesk, Outcome<PaymentOrder>>(world.Taker.Person, desk => desk.StartAsync(licence.Id, Guid.CreateVersion7(), Ct))));
        var order = orders.Select(o => o.Value.Id).Distinct().ShouldHaveSingleItem();
        var calls = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => CallAsync(world, Paid(order, "ONE", 50_000, world.Time.GetUtcNow()))));
        calls.ShouldAllBe(status => status == HttpStatusCode.NoContent);
        await PaidOnceAsync(world, licence);
        (await world.App.WithDatabaseAsync(db => db.Set<Refund>().CountAsync(Ct))).ShouldBe(0);
        // One sum pays one order, whatever the provider says.
        var other = (await world.NotifyAsync(await world.AnnouncedAsync())).Value;
        (await CallAsync(world, Paid(await OrderAsync(world, other), "ONE", 50_000, world.Time.GetUtcNow()))).ShouldBe(HttpStatusCode.NoContent);
        (await world.ReadAsync(other)).State.ShouldBe(LicenceState.NoticeReceived);
    }

    [Fact]
    public async Task Nobody_forges_a_call_and_nobody_sees_anothers_order()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = (await world.NotifyAsync(await world.AnnouncedAsync())).Value;
        var order = await OrderAsync(world, licence);
        var word = Paid(order, "X", 50_000, world.Time.GetUtcNow());
        (await CallAsync(world, word, secret: "another")).ShouldBe(HttpStatusCode.Unauthorized);
        (await CallAsync(world, word, at: world.Time.GetUtcNow().AddMinutes(-6))).ShouldBe(HttpStatusCode.Unauthorized);
        (await CallAsync(world, word, path: "/hooks/payments/other")).ShouldBe(HttpStatusCode.NotFound);
        (await CallAsync(world, word with { No = Guid.CreateVersion7().ToString("N") })).ShouldBe(HttpStatusCode.NotFound);
        (await CallAsync(world, word with { No = "12" })).ShouldBe(HttpStatusCode.BadRequest);
        // Signed, but a payment without number or amount is no word to act on.
        (await CallAsync(world, word with { Transaction = null })).ShouldBe(HttpStatusCode.NoContent);
        (await ReadAsync(world, order)).State.ShouldBe(OrderState.Pending);
        foreach (var http in (HttpClient[])[world.Giver.Http, (await world.App.NewMemberAsync(await world.App.NewOrganisationAsync(), Role.Operator)).Http])
        {
            (await http.GetAsync($"/payments/orders/{order}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await http.GetAsync($"/licences/{licence.Id}/online", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task A_provider_that_does_not_know_the_patentee_or_does_not_answer_costs_nothing()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = (await world.NotifyAsync(await world.AnnouncedAsync())).Value;
        await PayeeAsync("12650000MB15830005");
        var order = await OrderAsync(world, licence);
        (await ReadAsync(world, order)).State.ShouldBe(OrderState.Started);
        (await world.Taker.Http.GetStringAsync($"/payments/orders/{order}", Ct)).ShouldContain("支付渠道还没有回应");
        await PayeeAsync("12650000MB15830002");
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await WorkAsync(world);
        (await ReadAsync(world, order)).State.ShouldBe(OrderState.Failed);
        (await world.Taker.Http.GetStringAsync($"/payments/orders/{order}", Ct)).ShouldContain("没有在这个支付渠道开户");

        Task<int> PayeeAsync(string code) => world.App.WithDatabaseAsync(db => db.Set<Organisation>().Where(o => o.Id == world.Holder.Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.Uscc, code), Ct));
    }

    [Fact]
    public async Task Without_a_provider_nobody_is_offered_to_pay_online()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        app.Services.GetServices<IPaymentProvider>().ShouldBeEmpty();
        (await app.Http.PostAsync("/hooks/payments/sandbox", new StringContent("{}"), Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await app.Http.PostAsync("/sandbox/pay/orders", new StringContent("{}"), Ct)).StatusCode.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed);
        (await app.Http.GetAsync("/sandbox/till/" + Guid.CreateVersion7().ToString("N"), Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    internal static async Task<Guid> OrderAsync(LicensingWorld world, Licence licence)
    {
        var sent = await world.Taker.Http.PostFormAsync($"/licences/{licence.Id}/online", null);
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect, await sent.Content.ReadAsStringAsync(Ct));
        return Guid.Parse(sent.Headers.Location!.ToString().Split('/')[^1]);
    }

    /// <summary>What the payer does at the provider's till, until its calls have arrived.</summary>
    internal static async Task TillAsync(LicensingWorld world, Guid order, TillAct act, TillRefunds refunds = TillRefunds.Succeed)
    {
        var sent = await world.App.Http.PostFormAsync($"/sandbox/till/{order:N}", null, ("act", act.ToString()), ("refunds", refunds.ToString()));
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect, await sent.Content.ReadAsStringAsync(Ct));
        await world.App.Services.GetRequiredService<SandboxTill>().CalledAsync();
    }

    private static Task WorkAsync(LicensingWorld world) => world.App.Services.GetRequiredService<PaymentWorker>().RunAsync(Ct);

    private static GatewayWord Paid(Guid order, string transaction, decimal amount, DateTimeOffset at) => new("OK", "order", order.ToString("N"), "paid", Transaction: transaction, AmountFen: (long)(amount * 100), PaidAt: at);

    private static async Task<HttpStatusCode> CallAsync(LicensingWorld world, GatewayWord word, string? secret = null, string path = "/hooks/payments/sandbox", DateTimeOffset? at = null)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(word, JsonSerializerOptions.Web);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(Encoding.UTF8.GetString(body), Encoding.UTF8, "application/json") };
        SmsSignature.Sign(request, secret ?? SandboxSecret.Value, body, at ?? world.Time.GetUtcNow());
        return (await world.App.Http.SendAsync(request, Ct)).StatusCode;
    }

    private static async Task PaidOnceAsync(LicensingWorld world, Licence licence, PaymentState state = PaymentState.Confirmed)
    {
        (await world.ReadAsync(licence)).State.ShouldBe(LicenceState.Effective);
        (await world.App.WithDatabaseAsync(db => db.Set<Payment>().AsNoTracking().ToListAsync(Ct))).ShouldHaveSingleItem().State.ShouldBe(state);
        (await world.App.WithDatabaseAsync(db => db.Set<Web.Licensing.Cases.CaseStep>().CountAsync(s => s.CaseId == licence.Id && s.Cause == "TakeEffect", Ct))).ShouldBe(1);
    }

    private static Task<PaymentOrder> ReadAsync(LicensingWorld world, Guid id) => world.App.WithDatabaseAsync(db => db.Set<PaymentOrder>().AsNoTracking().SingleAsync(o => o.Id == id, Ct));

    private static Task<Refund> RefundAsync(LicensingWorld world) => world.App.WithDatabaseAsync(db => db.Set<Refund>().AsNoTracking().SingleAsync(Ct));

    private static Task<Outcome<Refund>> Desk(LicensingWorld world, Web.Platform.SignIn.Person person, Func<RefundDesk, Task<Outcome<Refund>>> act) => world.AsAsync(person, act);
}
