using Marketplace.Testing;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Licensing.Fees;
using Marketplace.Web.Licensing.Obligations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;
using static Marketplace.Web.Tests.Licensing.ObligationStage;

namespace Marketplace.Web.Tests.Licensing;

/// <summary>What a licence owes when it ends: by agreement, with its patent, with its term, or because it never was.</summary>
public sealed class LicenceEndingTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Both_agree_to_end_it_and_what_would_come_after_falls_away()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = await TakenAsync(world, FeeModel.Instalment, ThreeParts);
        (await Propose(world.Giver.Person, null)).Failures[0].Field.ShouldBe("endPaper");
        (await Propose(world.Giver.Person, LicensingWorld.Paper())).Succeeded.ShouldBeTrue();
        (await Propose(world.Taker.Person, LicensingWorld.Paper())).Failures[0].Code.ShouldBe("proposal_there");
        (await WorkAsync(world)).ShouldBe([ObligationNotices.Answer]);
        (await Accept(world.Giver.Person, licence.CertificateNo, LicensingWorld.Paper())).Failures[0].Code.ShouldBe("guarded");
        (await Accept(world.Taker.Person, "KX-错", LicensingWorld.Paper())).Failures[0].Code.ShouldBe("confirm_wrong");
        (await Accept(world.Taker.Person, licence.CertificateNo, null)).Failures[0].Code.ShouldBe("paper_missing");
        (await world.ReadAsync(licence)).State.ShouldBe(LicenceState.Effective);
        (await AgreeAsync(world, world.Taker.Person, desk => desk.DeclineEndAsync(licence.Id, "还要用", Ct))).Succeeded.ShouldBeTrue();
        (await Propose(world.Taker.Person, LicensingWorld.Paper())).Succeeded.ShouldBeTrue();
        (await AgreeAsync(world, world.Giver.Person, desk => desk.TakeBackEndAsync(licence.Id, Ct))).Failures[0].Code.ShouldBe("guarded");
        (await AgreeAsync(world, world.Taker.Person, desk => desk.TakeBackEndAsync(licence.Id, Ct))).Succeeded.ShouldBeTrue();
        (await Propose(world.Taker.Person, LicensingWorld.Paper())).Succeeded.ShouldBeTrue();
        (await Accept(world.Giver.Person, licence.CertificateNo, LicensingWorld.Paper())).Value.State.ShouldBe(LicenceState.Ended);
        (await FeesAsync(world, licence)).Select(fee => fee.State).ShouldBe([ObligationState.Paid, ObligationState.Dropped, ObligationState.Dropped]);
        (await WorkAsync(world)).ShouldBeEmpty();
        (await Propose(world.Taker.Person, LicensingWorld.Paper())).Failures[0].Code.ShouldBe("state_forbids");

        Task<Outcome<Licence>> Propose(Person by, Microsoft.AspNetCore.Http.IFormFile? paper) => AgreeAsync(world, by, desk => desk.ProposeEndAsync(licence.Id, Guid.CreateVersion7(), "产品停产", paper, Ct));

        Task<Outcome<Licence>> Accept(Person by, string typed, Microsoft.AspNetCore.Http.IFormFile? paper) => AgreeAsync(world, by, desk => desk.AcceptEndAsync(licence.Id, typed, paper, Ct));
    }

    [Fact]
    public async Task When_the_patent_ends_the_running_period_is_cut_and_at_the_terms_end_all_stays_owed()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var ended = await TakenAsync(world, FeeModel.RunningRate, Quarterly, stated: 100_000);
        var expired = await TakenAsync(world, FeeModel.RunningRate, Quarterly, stated: 100_000);
        world.Time.Advance(TimeSpan.FromDays(30));
        await world.PatentAsync(ended.ApplicationNo, PatentState.LapsedUnpaid);
        await world.NightAsync();
        await NightAsync(world);
        (await NightAsync(world)).ShouldBe(0);
        var cut = await FeesAsync(world, ended);
        (cut[0].ToDay, cut[0].State, cut[0].DueOn >= world.Today.AddDays(LicenceFeeSchedule.PayDays)).ShouldBe((world.Today, ObligationState.Scheduled, true));
        cut.Skip(1).ShouldAllBe(fee => fee.State == ObligationState.Dropped);
        await ComeAsync(world, world.Today.AddDays(1));
        (await ReportAsync(world, ended, 1, 100_000)).Value.Amount.ShouldBe(5_000);
        world.Time.Advance(TimeSpan.FromDays(400));
        await world.NightAsync();
        await NightAsync(world);
        (await world.ReadAsync(expired)).State.ShouldBe(LicenceState.Ended);
        (await FeesAsync(world, expired)).ShouldAllBe(fee => fee.State != ObligationState.Dropped && fee.State != ObligationState.Scheduled);
        // Owed after the end still, and paid still.
        (await ReportAsync(world, expired, 2, 100_000)).Succeeded.ShouldBeTrue();
        (await PayAsync(world, expired, 2, world.Transfer(5_000))).Value.State.ShouldBe(ObligationState.Paid);
    }

    [Fact]
    public async Task A_licence_that_never_was_owes_nothing()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = await TakenAsync(world, FeeModel.Instalment, ThreeParts);
        var payment = await world.App.WithDatabaseAsync(db => db.Set<Payment>().SingleAsync(Ct));
        await world.AsAsync<PaymentDesk, Outcome<Payment>>(world.Giver.Person, desk => desk.ContestAsync(payment.Id, "没有", LicensingWorld.Paper(), Ct));
        await world.AsAsync<PaymentDesk, Outcome<Payment>>(world.Bureau.Person, desk => desk.DisproveAsync(payment.Id, "没有付款", LicensingWorld.Paper(), Ct));
        (await world.ReadAsync(licence)).State.ShouldBe(LicenceState.Voided);
        (await FeesAsync(world, licence)).ShouldAllBe(fee => fee.State == ObligationState.Dropped);
    }
}
