using Marketplace.Testing;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Licensing.Payments.Refunds;
using Marketplace.Web.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Licensing.Payments;

/// <summary>What was too much is less when another payment turns out never to have come. Found by the random walk.</summary>
public sealed class RefundReducedTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_owed_back_follows_what_came()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = (await world.NotifyAsync(await world.AnnouncedAsync())).Value;
        var first = (await world.PayAsync(licence, world.Transfer(30_000))).Value;
        (await world.PayAsync(licence, world.Transfer(60_000))).Succeeded.ShouldBeTrue();
        (await RefundAsync(world)).Amount.ShouldBe(40_000);
        (await world.AsAsync<PaymentDesk, Outcome<Payment>>(world.Giver.Person, desk => desk.ContestAsync(first.Id, "没有到账", LicensingWorld.Paper(), Ct))).Succeeded.ShouldBeTrue();
        (await world.AsAsync<PaymentDesk, Outcome<Payment>>(world.Bureau.Person, desk => desk.DisproveAsync(first.Id, "银行回执是伪造的", LicensingWorld.Paper(), Ct))).Succeeded.ShouldBeTrue();
        // The second alone pays for the licence, and ten thousand of it are too much.
        (await world.ReadAsync(licence)).State.ShouldBe(LicenceState.Effective);
        var refund = await RefundAsync(world);
        (refund.State, refund.Amount).ShouldBe((RefundState.Owed, 10_000m));
    }

    private static Task<Refund> RefundAsync(LicensingWorld world) => world.App.WithDatabaseAsync(db => db.Set<Refund>().AsNoTracking().SingleAsync(Ct));
}
