using Marketplace.Testing;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Licensing.Obligations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;
using static Marketplace.Web.Tests.Licensing.ObligationStage;

namespace Marketplace.Web.Tests.Licensing;

/// <summary>A fee paid short, twice, too much, contested; and one that runs: reported, corrected, invoiced.</summary>
public sealed class FeePaymentTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Short_adds_up_twice_is_once_and_too_much_stays_the_licensees()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = await TakenAsync(world, FeeModel.Instalment, ThreeParts);
        var part = world.Transfer(5_000);
        (await PayAsync(world, licence, 2, part)).Value.State.ShouldBe(ObligationState.Scheduled);
        (await PayAsync(world, licence, 2, part)).Succeeded.ShouldBeTrue();
        (await PayAsync(world, licence, 2, world.Transfer(5_000) with { BankReference = part.BankReference })).Failures[0].Code.ShouldBe("payment_shown");
        (await PayAsync(world, licence, 2, world.Transfer(5_000) with { Payer = "别的公司" })).Failures[0].Code.ShouldBe("on_behalf_missing");
        (await PayAsync(world, licence, 2, world.Transfer(5_000), world.Giver.Person)).Failures[0].Status.ShouldBe(404);
        (await PayAsync(world, licence, 9, world.Transfer(5_000))).Failures[0].Status.ShouldBe(404);
        // The same transfer for two fees at one moment: one of them has it.
        var same = world.Transfer(15_500);
        var both = await Task.WhenAll(PayAsync(world, licence, 2, same with { Once = Guid.CreateVersion7() }), PayAsync(world, licence, 3, same with { Once = Guid.CreateVersion7() }));
        both.Count(outcome => outcome.Succeeded).ShouldBe(1);
        both.Single(outcome => !outcome.Succeeded).Failures[0].Code.ShouldBe("payment_shown");
        if (!both[0].Succeeded) (await PayAsync(world, licence, 2, world.Transfer(15_500))).Succeeded.ShouldBeTrue();
        (await FeeAsync(world, licence, 2)).State.ShouldBe(ObligationState.Paid);
        foreach (var reader in (HttpClient[])[world.Taker.Http, world.Giver.Http, world.Bureau.Http])
            (await reader.GetStringAsync($"/licences/{licence.Id}/fees/2", Ct)).ShouldContain("500");
        // What the licence rests on is another matter.
        (await world.ReadAsync(licence)).State.ShouldBe(LicenceState.Effective);
        (await world.App.Http.GetStringAsync($"/verify/{licence.VerifyToken}", Ct)).ShouldContain("已付款");
    }

    [Fact]
    public async Task A_contested_payment_of_a_fee_disputes_the_fee_and_not_the_licence()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = await TakenAsync(world, FeeModel.Instalment, ThreeParts);
        await PayAsync(world, licence, 2, world.Transfer(20_000));
        var payment = await world.App.WithDatabaseAsync(db => db.Set<Payment>().SingleAsync(p => p.ObligationId != null, Ct));
        (await Step(world.Giver.Person, desk => desk.ContestAsync(payment.Id, "没有到账", LicensingWorld.Paper(), Ct))).Value.State.ShouldBe(PaymentState.Contested);
        ((await FeeAsync(world, licence, 2)).State, (await world.ReadAsync(licence)).State).ShouldBe((ObligationState.Disputed, LicenceState.Effective));
        // It is the payment that is settled, not the fee.
        (await AgreeAsync(world, world.Taker.Person, desk => desk.OfferAsync(licence.Id, 2, Guid.CreateVersion7(), 1, "协商", Ct))).Failures[0].Code.ShouldBe("state_forbids");
        (await Step(world.Giver.Person, desk => desk.TakeBackContestAsync(payment.Id, Ct))).Succeeded.ShouldBeTrue();
        (await FeeAsync(world, licence, 2)).State.ShouldBe(ObligationState.Paid);
        await Step(world.Giver.Person, desk => desk.ContestAsync(payment.Id, "还是没有", LicensingWorld.Paper(), Ct));
        (await Step(world.Bureau.Person, desk => desk.DisproveAsync(payment.Id, "银行证明没有", LicensingWorld.Paper(), Ct))).Value.State.ShouldBe(PaymentState.Failed);
        ((await FeeAsync(world, licence, 2)).State, (await world.ReadAsync(licence)).State).ShouldBe((ObligationState.Due, LicenceState.Effective));
        (await PayAsync(world, licence, 2, world.Transfer(20_000) with { BankReference = payment.BankReference })).Value.State.ShouldBe(ObligationState.Paid);

        Task<Outcome<Payment>> Step(Person by, Func<PaymentDesk, Task<Outcome<Payment>>> act) => world.AsAsync(by, act);
    }

    [Fact]
    public async Task A_running_fee_is_reported_corrected_until_invoiced_and_its_advance_is_carried()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        // Expects 100,000 in the first quarter: 5,000 in advance.
        var licence = await TakenAsync(world, FeeModel.RunningRate, Quarterly, stated: 100_000);
        licence.FirstFee.ShouldBe(5_000);
        var first = await FeeAsync(world, licence, 1);
        (first.State, first.Amount, first.Credited).ShouldBe((ObligationState.Scheduled, null, 5_000m));
        (await ReportAsync(world, licence, 1, 60_000)).Failures[0].Code.ShouldBe("state_forbids");
        (await InvoiceAsync(world, licence, 1, Invoice(world, "ADVANCE001", 5_000))).Value.State.ShouldBe(ObligationState.Scheduled);
        await ComeAsync(world, first.ToDay.AddDays(1));
        (await WorkAsync(world)).ShouldBe([ObligationNotices.Report]);
        (await PayAsync(world, licence, 1, world.Transfer(1))).Failures[0].Code.ShouldBe("report_first");
        (await InvoiceAsync(world, licence, 1, Invoice(world, "EARLY00001"))).Failures.ShouldNotBeEmpty();
        (await ReportAsync(world, licence, 1, null)).Failures[0].Code.ShouldBe("base_wrong");
        (await ReportAsync(world, licence, 1, 60_000, by: world.Giver.Person)).Failures[0].Status.ShouldBe(404);
        // 3,000 owed, 2,000 left over for the next period; the licence runs.
        (await ReportAsync(world, licence, 1, 60_000)).Value.State.ShouldBe(ObligationState.Paid);
        ((await FeeAsync(world, licence, 1)).Credited, (await FeeAsync(world, licence, 2)).Credited).ShouldBe((3_000m, 2_000m));
        (await world.ReadAsync(licence)).State.ShouldBe(LicenceState.Performing);
        (await ReportAsync(world, licence, 1, 60_000)).Succeeded.ShouldBeTrue();
        (await ReportAsync(world, licence, 1, 200_000)).Failures[0].Code.ShouldBe("reason_missing");
        (await ReportAsync(world, licence, 1, 200_000, "漏报线上销售")).Value.State.ShouldBe(ObligationState.Reported);
        var corrected = await FeeAsync(world, licence, 1);
        (corrected.Amount, corrected.Credited, (await FeeAsync(world, licence, 2)).Credited).ShouldBe((10_000m, 5_000m, 0m));
        (await WorkAsync(world)).ShouldBe([ObligationNotices.Invoice, ObligationNotices.Pay]);
        (await InvoiceAsync(world, licence, 1, Invoice(world, "FULL000001", 10_000), file: false)).Failures[0].Field.ShouldBe("invoiceFile");
        (await InvoiceAsync(world, licence, 1, Invoice(world, "FULL000001", 10_000), world.Taker.Person)).Failures[0].Status.ShouldBe(404);
        (await InvoiceAsync(world, licence, 1, Invoice(world, "FULL000001", 10_000))).Value.State.ShouldBe(ObligationState.Invoiced);
        (await ReportAsync(world, licence, 1, 100_000, "算错")).Failures[0].Code.ShouldBe("state_forbids");
        // A wrong invoice is replaced with a reason; a number counts once.
        (await InvoiceAsync(world, licence, 1, Invoice(world, "FULL000002", 5_000))).Failures[0].Code.ShouldBe("reason_missing");
        (await InvoiceAsync(world, licence, 1, Invoice(world, "ADVANCE001", 5_000, "写错"))).Failures[0].Code.ShouldBe("invoice_there");
        var other = Invoice(world, "FULL000002", 5_000, "扣除预付");
        (await InvoiceAsync(world, licence, 1, other)).Value.State.ShouldBe(ObligationState.Invoiced);
        (await InvoiceAsync(world, licence, 1, other)).Succeeded.ShouldBeTrue();
        (await world.App.WithDatabaseAsync(db => db.Set<FeeInvoice>().CountAsync(Ct))).ShouldBe(3);
        (await PayAsync(world, licence, 1, world.Transfer(5_000))).Value.State.ShouldBe(ObligationState.Paid);
        (await ReportAsync(world, licence, 1, 100_000, "再改")).Failures[0].Code.ShouldBe("guarded");
        // Not reported by the day: both hear of it; not paid by the day: overdue, and reported late it stays so.
        var second = await FeeAsync(world, licence, 2);
        await ComeAsync(world, second.ToDay.AddDays(1));
        await ComeAsync(world, second.ReportBy!.Value.AddDays(1));
        (await MailsAsync(world, ObligationNotice.ReportMissing)).ShouldBeGreaterThan(1);
        await ComeAsync(world, second.DueOn.AddDays(1));
        (await ReportAsync(world, licence, 2, 40_000)).Value.State.ShouldBe(ObligationState.Overdue);
        (await PayAsync(world, licence, 2, world.Transfer(2_000))).Value.State.ShouldBe(ObligationState.Paid);
    }
}
