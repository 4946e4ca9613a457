using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Licensing.Payments.Orders;
using Marketplace.Web.Licensing.Payments.Refunds;
using Marketplace.Web.Licensing.Payments.Sandbox;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Marketplace.Web.Tests.Licensing.Payments.OrderStage;

namespace Marketplace.Web.Tests.Licensing.Payments;

/// <summary>Paying online when something breaks, somebody cheats, or two things happen at once.</summary>
public sealed class PaymentFaultTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

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
}
