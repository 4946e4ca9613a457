using Marketplace.Testing;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Licensing.Approvals;
using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Licensing.Obligations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Recordal;
using Marketplace.Web.Licensing.Signing;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Licensing.Deals;

/// <summary>From the contract through both houses to signatures, and what its effect makes.</summary>
public sealed class DealEffectTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_signed_licence_is_in_effect_with_recordal_and_obligations_once()
    {
        await using var world = await DealWorld.StartAsync(server);
        var no = await world.OfferedAsync();
        var deal = await world.SigningAsync(no);
        deal.State.ShouldBe(DealState.Signing);
        var signing = await world.App.WithDatabaseAsync(db => db.Set<SigningCase>().AsNoTracking().SingleAsync(s => s.CaseId == deal.Id, Ct));
        signing.VersionCode.ShouldBe((await world.ContractAsync(deal)).VersionCode);
        (await world.CompleteAsync(deal)).ShouldBeNull();
        (await world.CompleteAsync(deal)).ShouldBeNull();
        var licence = (await world.MadeAsync(deal)).ShouldHaveSingleItem();
        (licence.State, licence.Kind, licence.EffectiveOn, licence.DeclarationId).ShouldBe((LicenceState.Effective, DealKind.Ordinary, world.Today, null));
        (await world.App.WithDatabaseAsync(db => db.Set<LicenceRecordal>().CountAsync(r => r.LicenceId == licence.Id, Ct))).ShouldBe(1);
        var owed = await world.App.WithDatabaseAsync(db => db.Set<FeeObligation>().AsNoTracking().Where(o => o.LicenceId == licence.Id).ToListAsync(Ct));
        owed.ShouldHaveSingleItem().Amount.ShouldBe(60_000m);
        (await world.Licensing.Taker.Http.GetStringAsync($"/licences/{licence.Id}", Ct)).ShouldContain($"/deals/{deal.Id}");
        (await world.Licensing.Taker.Http.GetAsync($"/licences/{licence.Id}/recordal.zip", Ct)).IsSuccessStatusCode.ShouldBeTrue();
    }

    [Fact]
    public async Task A_signature_that_fails_leads_back_to_the_terms()
    {
        await using var world = await DealWorld.StartAsync(server);
        var no = await world.OfferedAsync();
        var deal = await world.SigningAsync(no);
        (await world.FailAsync(deal)).ShouldBeNull();
        var back = await world.ReadAsync(deal);
        (back.State, back.AgreedVersion, back.ContractId).ShouldBe((DealState.Negotiating, null, null));
        (await world.CompleteAsync(deal)).ShouldNotBeNull().Code.ShouldBe("state_forbids");
        (await world.MadeAsync(deal)).ShouldBeEmpty();
        (await world.ProposeAsync(deal, world.Terms(no), 1)).Succeeded.ShouldBeTrue();
        (await world.AcceptAsync(deal)).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task A_house_that_says_no_leads_back_and_one_with_a_route_is_waited_for()
    {
        await using var world = await DealWorld.StartAsync(server);
        var no = await world.OfferedAsync();
        await world.App.WithDatabaseAsync(db =>
        {
            db.Add(new ApprovalRouteStep { OrganisationId = world.Licensing.Enterprise.Id, Place = 1, Name = "总经理", Role = Web.Platform.Access.Role.Administrator, Members = [], Kinds = [], At = world.Licensing.Time.GetUtcNow() });
            return db.SaveChangesAsync(Ct);
        });
        var deal = await world.SigningAsync(no);
        deal.State.ShouldBe(DealState.Approving);
        (await world.SubmitAsync(deal)).Succeeded.ShouldBeTrue();
        var run = await world.App.WithDatabaseAsync(db => db.Set<ApprovalRun>().AsNoTracking().SingleAsync(r => r.CaseId == deal.Id && r.State == ApprovalState.Open, Ct));
        (await world.Licensing.AsAsync<ApprovalDesk, Web.Platform.Errors.Outcome<ApprovalRun>>(world.Taker, desk => desk.DecideAsync(run.Id, 1, false, "价格偏高", Ct))).Failures.ShouldBeEmpty();
        var back = await world.ReadAsync(deal);
        (back.State, back.Ball).ShouldBe((DealState.Negotiating, Web.Platform.StateMachines.Side.Taker));
    }

    [Fact]
    public async Task Only_the_contract_that_was_read_goes_on_and_drafting_the_same_twice_is_one_draft()
    {
        await using var world = await DealWorld.StartAsync(server);
        var deal = await world.AgreedAsync(await world.OfferedAsync());
        (await world.DraftAsync(deal)).Succeeded.ShouldBeTrue();
        (await world.DraftAsync(deal)).Succeeded.ShouldBeTrue();
        (await world.App.WithDatabaseAsync(db => db.Set<DealContract>().CountAsync(c => c.DealId == deal.Id, Ct))).ShouldBe(1);
        (await world.SubmitAsync(deal, code: "0000-0000-0000-0000")).Failures[0].Code.ShouldBe("contract_passed");
        (await world.SubmitAsync(deal, world.Keeper)).Failures[0].Code.ShouldBe("not_decider");
        foreach (var format in (string[])["docx", "pdf", "html"])
            (await world.Licensing.Taker.Http.GetAsync($"/deals/{deal.Id}/contract.{format}", Ct)).IsSuccessStatusCode.ShouldBeTrue(format);
        (await world.Licensing.Bureau.Http.GetAsync($"/deals/{deal.Id}/contract.docx", Ct)).IsSuccessStatusCode.ShouldBeFalse();
    }

    [Fact]
    public async Task A_cross_licence_is_two_directed_licences_of_one_contract()
    {
        await using var world = await DealWorld.StartAsync(server);
        var (given, taken) = (await world.OfferedAsync(), (await world.Licensing.OfferedAsync(world.Licensing.Enterprise)).No);
        var deal = await world.SigningAsync(given, DealKind.Cross, world.Terms(given, DealKind.Cross) with { Returned = [taken] });
        (await world.CompleteAsync(deal)).ShouldBeNull();
        var made = await world.MadeAsync(deal);
        made.Select(l => (l.ApplicationNo, l.HolderId, l.LicenseeId)).ShouldBe([(given, world.Holder.Id, world.Licensing.Enterprise.Id), (taken, world.Licensing.Enterprise.Id, world.Holder.Id)], ignoreOrder: true);
        // The contract's fee once, on the first patent.
        (await world.App.WithDatabaseAsync(db => db.Set<FeeObligation>().SumAsync(o => o.Amount, Ct))).ShouldBe(60_000m);
    }

    [Fact]
    public async Task An_assignment_takes_effect_with_its_registration_and_not_before()
    {
        await using var world = await DealWorld.StartAsync(server);
        var no = await world.OfferedAsync();
        var deal = await world.SigningAsync(no, DealKind.Assignment);
        (await world.CompleteAsync(deal)).ShouldBeNull();
        (await world.ReadAsync(deal)).State.ShouldBe(DealState.Contracted);
        (await world.MadeAsync(deal)).ShouldBeEmpty();
        (await world.StepAsync(deal, DealCause.Register)).Failures[0].Code.ShouldBe("state_forbids");
        (await world.StepAsync(deal, DealCause.File, paper: false)).Failures[0].Field.ShouldBe("stepPaper");
        (await world.StepAsync(deal, DealCause.File, on: world.Today.AddDays(1))).Failures[0].Field.ShouldBe("on");
        (await world.StepAsync(deal, DealCause.File)).Failures.ShouldBeEmpty();
        (await world.StepAsync(deal, DealCause.Return)).Failures.ShouldBeEmpty();
        (await world.StepAsync(deal, DealCause.Resubmit)).Failures.ShouldBeEmpty();
        (await world.StepAsync(deal, DealCause.Refuse)).Failures[0].Field.ShouldBe("stepReason");
        (await world.StepAsync(deal, DealCause.Refuse, reason: "材料不齐")).Failures.ShouldBeEmpty();
        (await world.StepAsync(deal, DealCause.File)).Failures.ShouldBeEmpty();
        (await world.StepAsync(deal, DealCause.Register, "GD2026-1")).Failures.ShouldBeEmpty();
        var done = await world.ReadAsync(deal);
        (done.State, done.EffectiveOn, done.RegistrationNo).ShouldBe((DealState.Effective, world.Today, "GD2026-1"));
        // The price is owed; it is no licence to be recorded, and the old offer is gone.
        var price = (await world.MadeAsync(deal)).ShouldHaveSingleItem();
        (await world.App.WithDatabaseAsync(db => db.Set<FeeObligation>().SumAsync(o => o.Amount, Ct))).ShouldBe(60_000m);
        (await world.App.WithDatabaseAsync(db => db.Set<LicenceRecordal>().AnyAsync(r => r.LicenceId == price.Id, Ct))).ShouldBeFalse();
        (await world.App.WithDatabaseAsync(db => db.Set<Listing>().Where(l => l.OwnerId == world.Holder.Id).Select(l => l.State).SingleAsync(Ct))).ShouldBe(ListingState.Withdrawn);
        // Whose the patent is here, the gazette or the holder says.
        (await world.App.WithDatabaseAsync(db => db.Set<PatentHolder>().Where(h => h.ApplicationNo == no).Select(h => h.OrganisationId).SingleAsync(Ct))).ShouldBe(world.Holder.Id);
        await world.Licensing.PatentAsync(no, Web.Catalogue.LegalStatus.PatentState.Invalid);
        await world.Licensing.NightAsync();
        (await world.MadeAsync(deal))[0].State.ShouldBe(LicenceState.Effective);
    }
}
