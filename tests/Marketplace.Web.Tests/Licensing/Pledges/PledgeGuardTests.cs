using Marketplace.Testing;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Licensing.Pledges;
using Marketplace.Web.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Licensing.Pledges;

/// <summary>What the office refuses a pledge for: each with its reason, asked before anybody is bound and again at the office.</summary>
public sealed class PledgeGuardTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Contents_a_contract_must_have_are_named()
    {
        await using var world = await PledgeWorld.StartAsync(server);
        var terms = world.Terms(await world.PatentAsync()) with { MainContractNo = null, Scope = null };
        var pledge = (await world.BeginAsync(terms)).Value;
        var refused = (await world.OfferAsync(pledge)).Failures[0].Message;
        foreach (var name in (string[])[PledgeTexts.MainContractNo, PledgeTexts.Scope]) refused.ShouldContain(name);
        (await world.ReviseAsync(pledge, world.Terms(terms.Patents[0]), 1)).Failures.ShouldBeEmpty();
        (await world.OfferAsync(pledge)).Failures.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_right_that_does_not_stand_is_not_pledged()
    {
        await using var world = await PledgeWorld.StartAsync(server);
        var no = await world.PatentAsync();
        var pledge = (await world.BeginAsync(world.Terms(no))).Value;
        await world.OfferAsync(pledge);
        (string Guard, PatentState State)[] stops = [(PledgeMachine.InForce, PatentState.Invalid), (PledgeMachine.Granted, PatentState.Pending), (PledgeMachine.Suspended, PatentState.Suspended)];
        foreach (var (guard, state) in stops)
        {
            await world.Deals.Licensing.PatentAsync(no, state);
            (await world.BlocksAsync(pledge, guard)).ShouldBeTrue(guard);
            (await world.AgreeAsync(pledge)).Failures[0].Code.ShouldBe("guarded");
        }
        await world.Deals.Licensing.PatentAsync(no, PatentState.InForce);
        var due = world.Today.AddDays(-3);
        await world.PatentAsync(no, set => set.SetProperty(p => p.NextFeeDue, due));
        (await world.BlocksAsync(pledge, PledgeMachine.FeePaid)).ShouldBeTrue();
        await world.PatentAsync(no, set => set.SetProperty(p => p.NextFeeDue, (DateOnly?)null));
        var soon = world.Today.AddMonths(3);
        await world.PatentAsync(no, set => set.SetProperty(p => p.LastDay, soon));
        (await world.BlocksAsync(pledge, PledgeMachine.Term)).ShouldBeTrue();
        await world.PatentAsync(no, set => set.SetProperty(p => p.LastDay, new DateOnly(2043, 5, 8)));
        (await world.AgreeAsync(pledge)).Failures.ShouldBeEmpty();
        // Between the agreement and the office it is asked again.
        await world.App.WithDatabaseAsync(db => db.Set<PatentHolder>().Where(h => h.ApplicationNo == no).ExecuteUpdateAsync(set => set.SetProperty(h => h.OrganisationId, world.Bank.Id), Ct));
        (await world.StepAsync(pledge, PledgeCause.File)).Failures[0].Message.ShouldContain(PatentNumber.Show(no));
    }

    [Fact]
    public async Task The_co_owner_agrees_to_exactly_these_terms_before_anything_is_filed()
    {
        await using var world = await PledgeWorld.StartAsync(server);
        var other = await world.App.NewOrganisationAsync();
        var (boss, http) = await world.App.NewMemberAsync(other, Web.Platform.Access.Role.Administrator);
        var no = await world.PatentAsync(other.Name);
        await world.App.WithDatabaseAsync(db => db.Set<PatentHolder>().Where(h => h.ApplicationNo == no && h.Place == 2).ExecuteUpdateAsync(set => set.SetProperty(h => h.OrganisationId, other.Id), Ct));
        var pledge = await world.AgreedAsync(world.Terms(no));
        (await world.StepAsync(pledge, PledgeCause.File)).Failures[0].Message.ShouldContain(other.Name);
        (await http.GetAsync($"/pledges/{pledge.Id}/consent", Ct)).IsSuccessStatusCode.ShouldBeFalse();
        (await world.AsAsync<PledgeConsents>(world.Deals.Keeper, desk => desk.AskAsync(pledge.Id, Ct))).Succeeded.ShouldBeTrue();
        (await http.GetStringAsync($"/pledges/{pledge.Id}/consent", Ct)).ShouldContain(world.Bank.Name);
        var hash = (await world.CheckAsync(pledge)).Version.Sha256;
        (await world.AsAsync<PledgeConsents>(boss, desk => desk.AnswerAsync(pledge.Id, true, null, "旧", Ct))).Failures[0].Code.ShouldBe("terms_changed");
        (await world.AsAsync<PledgeConsents>(boss, desk => desk.AnswerAsync(pledge.Id, false, null, hash, Ct))).Failures[0].Field.ShouldBe("reason");
        (await world.AsAsync<PledgeConsents>(world.Banker, desk => desk.AnswerAsync(pledge.Id, true, null, hash, Ct))).Failures[0].Status.ShouldBe(404);
        (await world.AsAsync<PledgeConsents>(boss, desk => desk.AnswerAsync(pledge.Id, true, null, hash, Ct))).Succeeded.ShouldBeTrue();
        (await world.BlocksAsync(pledge, PledgeMachine.CoOwners)).ShouldBeFalse();
        // Other terms are agreed to anew.
        (await world.ReviseAsync(pledge, world.Terms(no) with { Amount = 1 }, 1)).Failures.ShouldBeEmpty();
        (await world.BlocksAsync(pledge, PledgeMachine.CoOwners)).ShouldBeTrue();
        (await world.AsAsync<PledgeConsents>(world.Deals.Keeper, desk => desk.ShowAsync(pledge.Id, NameFolding.Fold(other.Name), null, Ct))).Failures[0].Field.ShouldBe("consentPaper");
        (await world.AsAsync<PledgeConsents>(world.Deals.Keeper, desk => desk.ShowAsync(pledge.Id, NameFolding.Fold(other.Name), LicensingWorld.Paper(), Ct))).Succeeded.ShouldBeTrue();
        (await world.BlocksAsync(pledge, PledgeMachine.CoOwners)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_patent_is_pledged_once_at_a_time_whoever_knows_of_the_other()
    {
        await using var world = await PledgeWorld.StartAsync(server);
        var no = await world.PatentAsync();
        var (first, second) = (await world.AgreedAsync(world.Terms(no)), await world.AgreedAsync(world.Terms(no)));
        // Both filed at once: one of them.
        var filed = await Task.WhenAll(world.StepAsync(first, PledgeCause.File), world.StepAsync(second, PledgeCause.File));
        filed.Count(one => one.Succeeded).ShouldBe(1);
        filed.Single(one => !one.Succeeded).Failures[0].Code.ShouldBe("guarded");
        var (held, other) = filed[0].Succeeded ? (first, second) : (second, first);
        (await Should.ThrowAsync<Npgsql.PostgresException>(() => world.App.WithDatabaseAsync(db => db.Database.ExecuteSqlAsync($"update pledges set state = 'Filed' where id = {other.Id}", Ct)))).ConstraintName.ShouldBe("ix_pledge_patents_held");
        await world.App.WithDatabaseAsync(db => db.Database.ExecuteSqlAsync($"update pledge_patents set held = false where pledge_id = {held.Id}", Ct));
        (await world.App.WithDatabaseAsync(db => db.Set<PledgePatent>().SingleAsync(p => p.PledgeId == held.Id, Ct))).Held.ShouldBeTrue();
        (await world.StepAsync(held, PledgeCause.Register)).Failures.ShouldBeEmpty();
        (await world.CheckAsync(other)).Guards.Single(guard => guard.Code == PledgeMachine.Twice).Reason!.ShouldContain(world.Bank.Name);
        (await world.StepAsync(held, PledgeCause.Release)).Failures.ShouldBeEmpty();
        (await world.StepAsync(other, PledgeCause.File)).Failures.ShouldBeEmpty();
        // What only the register knows counts too.
        var elsewhere = await world.PatentAsync();
        await world.App.WithDatabaseAsync(db =>
        {
            db.Add(new PatentEvent { ApplicationNo = elsewhere, Kind = PatentEventKind.Pledged, On = world.Today.AddDays(-30), Source = StatusSource.Gazette, Reference = "Y2025980000009", RecordedAt = world.Deals.Licensing.Time.GetUtcNow() });
            return db.SaveChangesAsync(Ct);
        });
        var third = (await world.BeginAsync(world.Terms(elsewhere))).Value;
        await world.OfferAsync(third);
        (await world.AgreeAsync(third)).Failures[0].Message.ShouldContain("Y2025980000009");
    }

    [Fact]
    public async Task The_pledgee_knows_of_a_same_day_pair_and_of_an_invalidation_or_does_not_agree()
    {
        await using var world = await PledgeWorld.StartAsync(server);
        var (no, twin) = (await world.PatentAsync(), await world.PatentAsync());
        var terms = world.Terms(no);
        var pledge = (await world.BeginAsync(terms with { Invalidity = null })).Value;
        (await world.BlocksAsync(pledge, PledgeMachine.Invalidity)).ShouldBeTrue();
        (await world.BlocksAsync(pledge, PledgeMachine.Pair)).ShouldBeFalse();
        await world.App.WithDatabaseAsync(db => db.Database.ExecuteSqlAsync($"update patents set kind = 'UtilityModel' where application_no = {twin}", Ct));
        (await world.CheckAsync(pledge)).Guards.Single(guard => guard.Code == PledgeMachine.Pair).Reason!.ShouldContain(PatentNumber.Show(twin));
        (await world.ReviseAsync(pledge, terms with { Pair = Told.Untold, Invalidity = Told.Untold }, 1)).Failures.ShouldBeEmpty();
        foreach (var guard in (string[])[PledgeMachine.Pair, PledgeMachine.Invalidity]) (await world.BlocksAsync(pledge, guard)).ShouldBeTrue();
        (await world.ReviseAsync(pledge, terms with { Pair = Told.Known, Invalidity = Told.Known }, 2)).Failures.ShouldBeEmpty();
        await world.OfferAsync(pledge);
        (await world.AgreeAsync(pledge)).Failures.ShouldBeEmpty();
    }

    [Fact]
    public async Task Licences_and_declarations_are_told_and_stop_nothing()
    {
        await using var world = await PledgeWorld.StartAsync(server);
        var no = await world.PatentAsync();
        (await world.Deals.CompleteAsync(await world.Deals.SigningAsync(no))).ShouldBeNull();
        var pledge = await world.AgreedAsync(world.Terms(no) with { Tags = [LoanTag.First] });
        var check = await world.CheckAsync(pledge);
        check.Guards.Single(guard => guard.Code == PledgeMachine.Known).ShouldSatisfyAllConditions(guard => guard.Blocks.ShouldBeFalse(), guard => guard.Reason.ShouldNotBeNull());
        check.Guards.Single(guard => guard.Code == PledgeMachine.First).Reason.ShouldBeNull();
        await world.RegisteredAsync(world.Terms(await world.PatentAsync()));
        (await world.CheckAsync(pledge)).Guards.Single(guard => guard.Code == PledgeMachine.First).ShouldSatisfyAllConditions(guard => guard.Blocks.ShouldBeFalse(), guard => guard.Reason.ShouldNotBeNull());
    }
}
