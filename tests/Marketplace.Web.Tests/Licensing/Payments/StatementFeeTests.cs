using Marketplace.Testing;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Licensing.Obligations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Licensing.Payments.Refunds;
using Marketplace.Web.Licensing.Payments.Statements;
using Microsoft.EntityFrameworkCore;
using static Marketplace.Web.Tests.Licensing.ObligationStage;
using static Marketplace.Web.Tests.Licensing.Payments.StatementTests;

namespace Marketplace.Web.Tests.Licensing.Payments;

/// <summary>Rows of a bank's statement that pay single fees, and transfers that are seen only after their notice has lapsed.</summary>
public sealed class StatementFeeTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_row_with_the_code_of_a_fee_pays_it_confirms_it_or_goes_back()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var (silent, shown, waived, bare) = (await TakenAsync(world, FeeModel.Instalment, ThreeParts), await TakenAsync(world, FeeModel.Instalment, ThreeParts), await TakenAsync(world, FeeModel.Instalment, ThreeParts), await TakenAsync(world, FeeModel.Instalment, ThreeParts));
        (await PayAsync(world, shown, 2, world.Transfer(20_000))).Succeeded.ShouldBeTrue();
        await ComeAsync(world, (await FeeAsync(world, waived, 2)).DueOn.AddDays(-5));
        (await DeskAsync(world, world.Giver.Person, desk => desk.WaiveAsync(waived.Id, 2, "商定", Ct))).Succeeded.ShouldBeTrue();
        var rows = new List<string>();
        foreach (var licence in (Licence[])[silent, shown, waived]) rows.Add(Row(world.Enterprise.Name, 20_000, "二期 " + (await FeeAsync(world, licence, 2)).Reference));
        rows.Add(Row(world.Enterprise.Name, 20_000, (await FeeAsync(world, silent, 2)).Reference));
        rows.Add(Row(world.Enterprise.Name, 20_000, bare.Reference));
        rows.Add(Row("另一家公司", 10_000, (await FeeAsync(world, bare, 3)).Reference + " " + bare.Reference));
        var look = await LookAsync(world, Csv([.. rows]));
        look.Matches.Select(m => m.Fate).ShouldBe([StatementFate.MakesPayment, StatementFate.Confirms, StatementFate.GoesBack, StatementFate.GoesBack, StatementFate.Suggested, StatementFate.OtherName]);
        look.Matches.ShouldAllBe(m => m.Fee != null);
        (await ConfirmAsync(world, look, [2, 3, 4, 5, 6, 7])).ShouldBeNull();
        (await FeeAsync(world, silent, 2)).State.ShouldBe(ObligationState.Paid);
        (await FeeAsync(world, shown, 2)).State.ShouldBe(ObligationState.Paid);
        (await FeeAsync(world, waived, 2)).State.ShouldBe(ObligationState.Waived);
        (await FeeAsync(world, bare, 2)).State.ShouldBe(ObligationState.Paid);
        // Less than the third part: it is there and waits for the rest.
        (await FeeAsync(world, bare, 3)).State.ShouldNotBe(ObligationState.Paid);
        var fee = (await FeeAsync(world, bare, 3)).Id;
        (await world.App.WithDatabaseAsync(db => db.Set<Payment>().AsNoTracking().SingleAsync(p => p.ObligationId == fee, Ct))).OnBehalf.ShouldNotBeNull();
        (await world.App.WithDatabaseAsync(db => db.Set<Payment>().AsNoTracking().SingleAsync(p => p.LicenceId == shown.Id && p.ObligationId != null, Ct))).State.ShouldBe(PaymentState.Confirmed);
        (await world.App.WithDatabaseAsync(db => db.Set<Refund>().AsNoTracking().ToListAsync(Ct))).Select(r => (r.Why, r.Amount)).ShouldBe([(RefundWhy.NotOwed, 20_000m), (RefundWhy.NotOwed, 20_000m)]);
    }

    [Fact]
    public async Task A_transfer_made_in_time_and_seen_after_the_notice_lapsed_is_a_licence()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var (vouched, inStatement, late, taken) = (await NotifiedAsync(world), await NotifiedAsync(world), await NotifiedAsync(world), await NotifiedAsync(world));
        var paidOn = world.Today.AddDays(2);
        var row = Row(world.Enterprise.Name, 50_000, inStatement.Reference).Replace(world.Today.ToString("yyyy-MM-dd", null), paidOn.ToString("yyyy-MM-dd", null), StringComparison.Ordinal);
        world.Time.Advance(TimeSpan.FromDays(45));
        await world.NightAsync();
        (await world.ReadAsync(vouched)).State.ShouldBe(LicenceState.Lapsed);
        // Another notice of the same licensee has become the licence meanwhile: two it did not want.
        var again = (await world.NotifyAsync(taken.ApplicationNo)).Value;
        (await world.PayAsync(again)).Succeeded.ShouldBeTrue();
        (await world.PayAsync(vouched, world.Transfer(on: paidOn))).Succeeded.ShouldBeTrue();
        (await world.PayAsync(late)).Failures[0].Code.ShouldBe("notice_lapsed");
        (await world.PayAsync(taken, world.Transfer(on: paidOn))).Failures[0].Code.ShouldBe("notice_lapsed");
        var look = await LookAsync(world, Csv(row));
        look.Matches.ShouldHaveSingleItem().Fate.ShouldBe(StatementFate.MakesPayment);
        (await ConfirmAsync(world, look, [2])).ShouldBeNull();
        foreach (var licence in (Licence[])[vouched, inStatement])
        {
            var read = await world.ReadAsync(licence);
            (read.State, read.EffectiveOn, read.PaidOn).ShouldBe((LicenceState.Effective, paidOn, paidOn));
        }
        (await world.ReadAsync(late)).State.ShouldBe(LicenceState.Lapsed);
        (await world.ReadAsync(taken)).State.ShouldBe(LicenceState.Lapsed);
    }

    private static async Task<Licence> NotifiedAsync(LicensingWorld world) => (await world.NotifyAsync(await world.AnnouncedAsync())).Value;
}
