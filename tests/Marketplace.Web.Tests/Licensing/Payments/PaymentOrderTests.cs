using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Licensing.Payments.Orders;
using Marketplace.Web.Licensing.Payments.Refunds;
using Marketplace.Web.Licensing.Payments.Sandbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Marketplace.Web.Tests.Licensing.Payments.OrderStage;

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
    public async Task Without_a_provider_nobody_is_offered_to_pay_online()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        app.Services.GetServices<IPaymentProvider>().ShouldBeEmpty();
        (await app.Http.PostAsync("/hooks/payments/sandbox", new StringContent("{}"), Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await app.Http.PostAsync("/sandbox/pay/orders", new StringContent("{}"), Ct)).StatusCode.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed);
        (await app.Http.GetAsync("/sandbox/till/" + Guid.CreateVersion7().ToString("N"), Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
