using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Platform.Access;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Licensing.Deals;

/// <summary>Request, proposal, counter-proposal: who may say what when, and that nobody accepts what they have not read.</summary>
public sealed class DealTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Terms_go_to_and_fro_until_one_side_accepts_exactly_the_last_version()
    {
        await using var world = await DealWorld.StartAsync(server);
        var no = await world.OfferedAsync();
        var deal = (await world.RequestAsync(no)).Value;
        (await world.ProposeAsync(deal, world.Terms(no))).Failures.ShouldBeEmpty();
        // Whoever proposed does not accept it.
        (await world.AcceptAsync(deal, world.Decider)).Failures[0].Code.ShouldBe("guarded");
        var counter = world.Terms(no) with { Fee = new() { Amount = 48_000 } };
        (await world.ProposeAsync(deal, counter, 1, world.Asker)).Failures.ShouldBeEmpty();
        var versions = await world.App.WithDatabaseAsync(db => db.Set<DealProposal>().OrderBy(p => p.Number).Select(p => p.Sha256).ToListAsync(Ct));
        (await world.AcceptAsync(deal, world.Decider, versions[0])).Failures[0].Code.ShouldBe("version_passed");
        // Who only operates does not dispose.
        (await world.AcceptAsync(deal, world.Keeper)).Failures[0].Code.ShouldBe("not_decider");
        (await world.AcceptAsync(deal, world.Decider)).Failures.ShouldBeEmpty();
        (await world.AcceptAsync(deal, world.Decider)).Failures.ShouldBeEmpty();
        var agreed = await world.ReadAsync(deal);
        (agreed.State, agreed.AgreedVersion, agreed.Amount, agreed.Versions).ShouldBe((DealState.Agreed, 2, 48_000m, 2));
        var before = world.Terms(no);
        TermChange.Between(before, counter, patent => patent).Count(change => change.Differs).ShouldBe(1);
    }

    [Fact]
    public async Task A_form_sent_twice_is_one_deal_and_the_same_words_sent_twice_are_one_version()
    {
        await using var world = await DealWorld.StartAsync(server);
        var no = await world.OfferedAsync();
        var given = new NewDeal(Guid.CreateVersion7(), DealKind.Ordinary, [no]);
        var deal = (await world.RequestAsync(no, given: given)).Value;
        (await world.RequestAsync(no, given: given)).Value.Id.ShouldBe(deal.Id);
        (await world.RequestAsync(no)).Failures[0].Code.ShouldBe("deal_there");
        var sent = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => world.ProposeAsync(deal, world.Terms(no))));
        sent.ShouldAllBe(one => one.Succeeded);
        (await world.ReadAsync(deal)).Versions.ShouldBe(1);
        // Two different ones at once: the second is told that it answers something it has not read.
        (await world.ProposeAsync(deal, world.Terms(no) with { Other = "先付定金" })).Failures[0].Code.ShouldBe("version_passed");
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_its_field()
    {
        await using var world = await DealWorld.StartAsync(server);
        var no = await world.OfferedAsync();
        (await world.RequestAsync(no, DealKind.Open)).Failures[0].Field.ShouldBe("kind");
        (await world.RequestAsync(no, by: world.Keeper)).Failures[0].Field.ShouldBe("other");
        (await world.RequestAsync(await world.Licensing.AnnouncedAsync(registered: false))).Failures[0].Code.ShouldBe("not_offered");
        var deal = (await world.RequestAsync(no)).Value;
        var wrong = await world.ProposeAsync(deal, world.Terms(no) with { Model = null, Until = null, Field = null });
        wrong.Failures.Select(f => f.Field).ShouldBe(["feeModel", "until", "field"]);
        (await world.ProposeAsync(deal, world.Terms(no) with { Until = new(2099, 1, 1) })).Failures[0].Field.ShouldBe("until");
        (await world.ProposeAsync(deal, world.Terms(await world.Licensing.AnnouncedAsync()))).Failures[0].Field.ShouldBe("numbers");
    }

    [Fact]
    public async Task One_declines_what_the_other_said_and_takes_back_what_one_said_oneself()
    {
        await using var world = await DealWorld.StartAsync(server);
        var no = await world.OfferedAsync();
        var deal = (await world.RequestAsync(no)).Value;
        (await world.AsAsync<DealProposals>(world.Asker, desk => desk.DeclineAsync(deal.Id, "不要了", Ct))).Failures[0].Code.ShouldBe("guarded");
        (await world.AsAsync<DealProposals>(world.Keeper, desk => desk.TakeBackAsync(deal.Id, null, Ct))).Failures[0].Code.ShouldBe("not_own");
        (await world.AsAsync<DealProposals>(world.Keeper, desk => desk.DeclineAsync(deal.Id, null, Ct))).Failures[0].Field.ShouldBe("reason");
        (await world.AsAsync<DealProposals>(world.Keeper, desk => desk.DeclineAsync(deal.Id, "已有其他安排", Ct))).Succeeded.ShouldBeTrue();
        (await world.ProposeAsync(deal, world.Terms(no))).Failures[0].Code.ShouldBe("state_forbids");
        var second = (await world.RequestAsync(no)).Value;
        (await world.AsAsync<DealProposals>(world.Asker, desk => desk.TakeBackAsync(second.Id, null, Ct))).Succeeded.ShouldBeTrue();
        (await world.ReadAsync(second)).State.ShouldBe(DealState.TakenBack);
    }

    [Fact]
    public async Task Strangers_see_nothing_and_the_bureau_sees_no_terms()
    {
        await using var world = await DealWorld.StartAsync(server);
        var no = await world.OfferedAsync();
        var deal = (await world.RequestAsync(no)).Value;
        await world.ProposeAsync(deal, world.Terms(no) with { Penalty = "违约金另计" });
        var stranger = await world.App.NewMemberAsync(await world.App.NewOrganisationAsync(), Role.Administrator);
        (await stranger.Http.GetAsync($"/deals/{deal.Id}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await world.ProposeAsync(deal, world.Terms(no), 1, stranger.Person)).Failures[0].Status.ShouldBe(404);
        var seen = await world.Licensing.Bureau.Http.GetStringAsync($"/deals/{deal.Id}", Ct);
        seen.ShouldContain(deal.Number);
        seen.ShouldNotContain("违约金另计");
        (await world.Licensing.Bureau.Http.GetStringAsync("/deals", Ct)).ShouldNotContain("60,000");
        (await world.Licensing.Taker.Http.GetStringAsync("/deals", Ct)).ShouldContain("60,000");
        (await world.Licensing.Taker.Http.GetStringAsync($"/deals/{deal.Id}", Ct)).ShouldContain("违约金另计");
        (await world.Licensing.Taker.Http.GetAsync("/deals/export.csv", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_holder_turns_to_an_organisation_by_its_code()
    {
        await using var world = await DealWorld.StartAsync(server);
        var no = await world.OfferedAsync();
        var deal = (await world.RequestAsync(no, by: world.Keeper, given: new(Guid.CreateVersion7(), DealKind.Exclusive, [no], world.Licensing.Enterprise.Uscc))).Value;
        (deal.HolderId, deal.TakerId, deal.Ball).ShouldBe((world.Holder.Id, world.Licensing.Enterprise.Id, Web.Platform.StateMachines.Side.Taker));
        (await world.RequestAsync(no, by: world.Keeper, given: new(Guid.CreateVersion7(), DealKind.Sole, [no], world.Holder.Uscc))).Failures[0].Code.ShouldBe("own_patent");
    }
}
