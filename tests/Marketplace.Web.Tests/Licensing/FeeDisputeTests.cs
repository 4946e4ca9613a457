using Marketplace.Testing;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Licensing.Obligations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;
using static Marketplace.Web.Tests.Licensing.ObligationStage;

namespace Marketplace.Web.Tests.Licensing;

/// <summary>A fee that is not paid, waived or disputed: what each side may do, and what neither may alone.</summary>
public sealed class FeeDisputeTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_breach_is_the_patentees_to_declare_after_the_grace_and_cures_itself()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = await TakenAsync(world, FeeModel.Instalment, ThreeParts);
        var due = (await FeeAsync(world, licence, 2)).DueOn;
        await ComeAsync(world, due.AddDays(ObligationBook.GraceDays));
        (await BreachAsync(world.Giver.Person)).Failures[0].Code.ShouldBe("guarded");
        await ComeAsync(world, due.AddDays(ObligationBook.GraceDays + 1));
        // Offered, not done.
        (await world.ReadAsync(licence)).State.ShouldBe(LicenceState.Effective);
        (await WorkAsync(world)).ShouldBe([ObligationNotices.Pay, ObligationNotices.Breach], ignoreOrder: true);
        (await BreachAsync(world.Taker.Person)).Failures[0].Status.ShouldBe(404);
        (await BreachAsync(world.Giver.Person)).Value.State.ShouldBe(LicenceState.Breach);
        (await BreachAsync(world.Giver.Person)).Failures[0].Code.ShouldBe("state_forbids");
        (await WorkAsync(world)).ShouldBe([ObligationNotices.Pay]);
        (await PayAsync(world, licence, 2, world.Transfer(20_000))).Succeeded.ShouldBeTrue();
        (await world.ReadAsync(licence)).State.ShouldBe(LicenceState.Effective);

        Task<Outcome<Licence>> BreachAsync(Person by) => AgreeAsync(world, by, desk => desk.BreachAsync(licence.Id, Ct));
    }

    [Fact]
    public async Task Waived_by_who_may_dispose_refused_by_who_owes_within_fifteen_days()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = await TakenAsync(world, FeeModel.Instalment, ThreeParts);
        var (clerk, _) = await world.App.NewMemberAsync(world.Holder, Role.Operator);
        (await Waive(clerk, "扶持")).Failures[0].Code.ShouldBe("not_yours");
        (await Waive(world.Giver.Person, " ")).Failures[0].Code.ShouldBe("reason_missing");
        (await Waive(world.Taker.Person, "不想付")).Failures[0].Status.ShouldBe(404);
        (await Waive(world.Giver.Person, "扶持小企业")).Value.State.ShouldBe(ObligationState.Waived);
        (await PayAsync(world, licence, 2, world.Transfer(20_000))).Failures[0].Code.ShouldBe("not_owed");
        (await Refuse()).Value.State.ShouldBe(ObligationState.Due);
        (await Waive(world.Giver.Person, "坚持免除")).Succeeded.ShouldBeTrue();
        world.Time.Advance(TimeSpan.FromDays(30));
        (await Refuse()).Failures[0].Code.ShouldBe("refusal_late");

        Task<Outcome<FeeObligation>> Waive(Person by, string reason) => DeskAsync(world, by, desk => desk.WaiveAsync(licence.Id, 2, reason, Ct));

        Task<Outcome<FeeObligation>> Refuse() => DeskAsync(world, world.Taker.Person, desk => desk.RefuseWaiverAsync(licence.Id, 2, "按约付款", Ct));
    }

    [Fact]
    public async Task A_dispute_is_settled_by_both_or_by_the_bureau_and_by_nobody_alone()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = await TakenAsync(world, FeeModel.Instalment, ThreeParts);
        await ComeAsync(world, (await FeeAsync(world, licence, 2)).DueOn);
        (await Dispute(null)).Failures[0].Field.ShouldBe("disputeProof");
        (await Dispute(LicensingWorld.Paper())).Value.State.ShouldBe(ObligationState.Disputed);
        (await PayAsync(world, licence, 2, world.Transfer(20_000))).Failures[0].Code.ShouldBe("state_forbids");
        // Disputed, nothing falls overdue.
        (await ComeAsync(world, world.Today.AddDays(5))).ShouldBe(0);
        var offer = Guid.CreateVersion7();
        (await Offer(world.Taker.Person, offer, 12_000)).Succeeded.ShouldBeTrue();
        (await Offer(world.Taker.Person, offer, 12_000)).Succeeded.ShouldBeTrue();
        (await Offer(world.Giver.Person, Guid.CreateVersion7(), 18_000)).Failures[0].Code.ShouldBe("proposal_there");
        (await Answer(world.Taker.Person, AgreementCause.Accept)).Failures[0].Code.ShouldBe("guarded");
        (await Answer(world.Giver.Person, AgreementCause.Decline)).Failures[0].Code.ShouldBe("reason_missing");
        (await Answer(world.Giver.Person, AgreementCause.Decline, "太低")).Value.State.ShouldBe(ObligationState.Disputed);
        (await Offer(world.Giver.Person, Guid.CreateVersion7(), 15_000)).Succeeded.ShouldBeTrue();
        (await Answer(world.Taker.Person, AgreementCause.Accept)).Value.State.ShouldBe(ObligationState.Due);
        (await FeeAsync(world, licence, 2)).Amount.ShouldBe(15_000);
        // Disputed again, and this time the bureau says.
        (await Dispute(LicensingWorld.Paper())).Succeeded.ShouldBeTrue();
        await Offer(world.Taker.Person, Guid.CreateVersion7(), 1);
        (await Decide(world.Giver.Person, 9_000)).Failures[0].Status.ShouldBe(404);
        (await Decide(world.Bureau.Person, 9_000)).Value.State.ShouldBe(ObligationState.Due);
        (await FeeAsync(world, licence, 2)).Amount.ShouldBe(9_000);
        (await world.App.WithDatabaseAsync(db => db.Set<LicenceAgreement>().OrderBy(a => a.At).ThenBy(a => a.Id).Select(a => a.State).ToListAsync(Ct))).ShouldBe([AgreementState.Declined, AgreementState.Accepted, AgreementState.Overtaken]);
        // Taken back, what was owed is owed.
        await Dispute(LicensingWorld.Paper());
        (await DeskAsync(world, world.Taker.Person, desk => desk.TakeBackDisputeAsync(licence.Id, 2, Ct))).Value.State.ShouldBe(ObligationState.Due);

        Task<Outcome<FeeObligation>> Dispute(Microsoft.AspNetCore.Http.IFormFile? proof) => DeskAsync(world, world.Taker.Person, desk => desk.DisputeAsync(licence.Id, 2, "技术资料未交付", proof, Ct));

        Task<Outcome<FeeObligation>> Offer(Person by, Guid once, decimal amount) => AgreeAsync(world, by, desk => desk.OfferAsync(licence.Id, 2, once, amount, "各让一步", Ct));

        Task<Outcome<FeeObligation>> Answer(Person by, AgreementCause answer, string? reason = null) => AgreeAsync(world, by, desk => desk.AnswerOfferAsync(licence.Id, 2, answer, reason, Ct));

        Task<Outcome<FeeObligation>> Decide(Person by, decimal amount) => DeskAsync(world, by, desk => desk.DecideAsync(licence.Id, 2, amount, "调解协议", LicensingWorld.Paper(), Ct));
    }
}
