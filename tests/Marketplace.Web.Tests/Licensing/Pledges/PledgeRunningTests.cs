using Marketplace.Testing;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.Pledges;
using Marketplace.Web.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Licensing.Pledges;

/// <summary>While a pledge stands: money paid out, changes, renewals, and what may be done with the patents meanwhile.</summary>
public sealed class PledgeRunningTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Never_more_is_paid_out_than_is_secured()
    {
        await using var world = await PledgeWorld.StartAsync(server);
        var pledge = await world.AgreedAsync(world.Terms(await world.PatentAsync()));
        (await world.DrawAsync(pledge, 1)).Failures[0].Code.ShouldBe("state_forbids");
        await world.StepAsync(pledge, PledgeCause.File);
        await world.StepAsync(pledge, PledgeCause.Register);
        (await world.DrawAsync(pledge, 0)).Failures[0].Field.ShouldBe("drawn");
        (await world.DrawAsync(pledge, 1, world.Today.AddDays(-1))).Failures[0].Field.ShouldBe("drawnOn");
        (await world.DrawAsync(pledge, 1, voucher: false)).Failures[0].Field.ShouldBe("voucher");
        var once = Guid.CreateVersion7();
        (await world.DrawAsync(pledge, 400_000, once: once)).Failures.ShouldBeEmpty();
        (await world.DrawAsync(pledge, 400_000, once: once)).Failures.ShouldBeEmpty();
        (await world.DrawAsync(pledge, 600_000.01m)).Failures[0].Code.ShouldBe("drawn_too_much");
        // Two of them at once, of which only one still fits.
        var both = await Task.WhenAll(world.DrawAsync(pledge, 500_000), world.DrawAsync(pledge, 500_000));
        both.Count(one => one.Succeeded).ShouldBe(1);
        await Should.ThrowAsync<Exception>(() => world.App.WithDatabaseAsync(db =>
        {
            db.Add(new PledgeDrawdown { PledgeId = pledge.Id, On = world.Today, Amount = 200_000, VoucherId = Guid.CreateVersion7(), At = world.Deals.Licensing.Time.GetUtcNow() });
            return db.SaveChangesAsync(Ct);
        }));
        await Should.ThrowAsync<Exception>(() => world.App.WithDatabaseAsync(db => db.Set<Pledge>().ExecuteUpdateAsync(set => set.SetProperty(p => p.Amount, 1), Ct)));
        await Should.ThrowAsync<Exception>(() => world.App.WithDatabaseAsync(db => db.Set<PledgeDrawdown>().ExecuteUpdateAsync(set => set.SetProperty(d => d.Amount, 1), Ct)));
        await Should.ThrowAsync<Exception>(() => world.App.WithDatabaseAsync(db => db.Set<PledgeVersion>().ExecuteUpdateAsync(set => set.SetProperty(v => v.Terms, "{}"), Ct)));
        await Should.ThrowAsync<Exception>(() => world.App.WithDatabaseAsync(db => db.Set<PledgePatent>().ExecuteDeleteAsync(Ct)));
        (await world.AsAsync<PledgeDrawdowns>(world.Clerk, desk => desk.StrikeAsync(pledge.Id, once, " ", Ct))).Failures[0].Field.ShouldBe("strikeReason");
        (await world.AsAsync<PledgeDrawdowns>(world.Clerk, desk => desk.StrikeAsync(pledge.Id, once, "金额录错", Ct))).Failures.ShouldBeEmpty();
        (await world.DrawAsync(pledge, 500_000)).Failures.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_change_of_the_register_is_another_version_and_leaves_the_patents()
    {
        await using var world = await PledgeWorld.StartAsync(server);
        var no = await world.PatentAsync();
        var terms = world.Terms(no);
        var pledge = await world.RegisteredAsync(terms);
        await world.DrawAsync(pledge, 600_000);
        (await ChangeAsync(terms with { Amount = 500_000 })).Failures[0].Code.ShouldBe("guarded");
        (await ChangeAsync(terms with { Until = new(2050, 1, 1) })).Failures[0].Code.ShouldBe("guarded");
        (await ChangeAsync(terms with { Patents = [await world.PatentAsync()] })).Failures[0].Field.ShouldBe("numbers");
        (await ChangeAsync(terms, paper: false)).Failures[0].Field.ShouldBe("stepPaper");
        (await ChangeAsync(terms)).Failures[0].Code.ShouldBe("nothing_changed");
        var later = await world.App.NewOrganisationAsync();
        (await ChangeAsync(terms with { Amount = 800_000, Until = world.Today.AddYears(2), PledgeeCode = later.Uscc })).Failures.ShouldBeEmpty();
        var changed = await world.ReadAsync(pledge);
        (changed.State, changed.Versions, changed.AgreedVersion, changed.Amount, changed.PledgeeId).ShouldBe((PledgeState.Registered, 2, 2, 800_000m, later.Id));
        (await world.EventsAsync(no)).Select(e => e.Kind).ShouldBe([PatentEventKind.Pledged, PatentEventKind.PledgeChanged]);
        (await HeldAsync(no)).Single().Pledgee.ShouldBe(later.Name);

        Task<Outcome<Pledge>> ChangeAsync(PledgeTerms to, bool paper = true) => world.AsAsync<PledgeChanges>(world.Deals.Keeper, desk => desk.ChangeAsync(pledge.Id, to, new(), 1, world.Today, paper ? LicensingWorld.Paper() : null, Ct));
        Task<IReadOnlyList<PledgeHold>> HeldAsync(string number) => world.Deals.Licensing.AsAsync<PledgeBook, IReadOnlyList<PledgeHold>>(world.Banker, book => book.HeldAsync([number], Ct));
    }

    [Fact]
    public async Task A_renewal_waits_for_the_release_and_counts_what_is_lent_anew()
    {
        await using var world = await PledgeWorld.StartAsync(server);
        var terms = world.Terms(await world.PatentAsync());
        var draft = (await world.BeginAsync(terms)).Value;
        (await world.BeginAsync(terms, draft.Id)).Failures[0].Code.ShouldBe("renews_unknown");
        var pledge = await world.RegisteredAsync(terms);
        var begun = (await world.BeginAsync(terms with { Amount = 1_300_000 }, pledge.Id)).Value;
        (await world.BeginAsync(terms, pledge.Id)).Failures[0].Code.ShouldBe("renewed_there");
        await world.OfferAsync(begun);
        (await world.AgreeAsync(begun)).Failures[0].Message.ShouldContain(PledgeTexts.RenewWayOut);
        (await world.StepAsync(pledge, PledgeCause.Release)).Failures.ShouldBeEmpty();
        (await world.AgreeAsync(begun)).Failures.ShouldBeEmpty();
        var row = (await world.Deals.Licensing.AsAsync<PledgeList, List<PledgeRow>>(world.Deals.Keeper, list => list.RowsAsync(new(Tag: LoanTag.Renewal), 0, 10, Ct))).Single();
        (row.Pledge.Id, row.Amount, row.NewAmount).ShouldBe((begun.Id, 1_300_000m, 300_000m));
    }

    [Fact]
    public async Task A_deal_about_what_is_pledged_waits_for_the_pledgee_that_agrees_to_exactly_its_terms()
    {
        await using var world = await PledgeWorld.StartAsync(server);
        var no = await world.PatentAsync();
        var pledge = await world.RegisteredAsync(world.Terms(no));
        var deal = await world.Deals.AgreedAsync(no);
        await world.Deals.DraftAsync(deal);
        var refused = (await world.Deals.SubmitAsync(deal)).Failures[0].Message;
        foreach (var word in (string[])[world.Bank.Name, pledge.RegistrationNo!]) refused.ShouldContain(word);
        (await world.BankerHttp.GetAsync($"/pledges/{pledge.Id}/deals/{deal.Id}", Ct)).IsSuccessStatusCode.ShouldBeFalse();
        (await world.Deals.AsAsync<PledgeeConsents>(world.Deals.Asker, desk => desk.AskAsync(deal.Id, Ct))).Failures[0].Code.ShouldBe("nobody_to_ask");
        (await world.Deals.AsAsync<PledgeeConsents>(world.Deals.Keeper, desk => desk.AskAsync(deal.Id, Ct))).Succeeded.ShouldBeTrue();
        (await world.BankerHttp.GetStringAsync($"/pledges/{pledge.Id}/deals/{deal.Id}", Ct)).ShouldContain("滴灌带");
        var hash = (await world.Deals.CheckAsync(deal)).Proposal!.Sha256;
        (await AnswerAsync(world.Clerk, true, hash)).Failures[0].Code.ShouldBe("not_decider");
        (await AnswerAsync(world.Banker, true, "旧")).Failures[0].Code.ShouldBe("terms_changed");
        (await AnswerAsync(world.Banker, false, hash)).Failures[0].Field.ShouldBe("reason");
        (await AnswerAsync(world.Banker, true, hash)).Failures.ShouldBeEmpty();
        (await world.Deals.SubmitAsync(deal)).Failures.ShouldBeEmpty();

        Task<Outcome<Pledge>> AnswerAsync(Web.Platform.SignIn.Person by, bool agrees, string read) => world.AsAsync<PledgeeConsents>(by, desk => desk.AnswerAsync(pledge.Id, deal.Id, agrees, null, read, Ct));
    }

    [Fact]
    public async Task A_pledge_registered_while_a_deal_is_signed_holds_its_effect()
    {
        await using var world = await PledgeWorld.StartAsync(server);
        var no = await world.PatentAsync();
        var deal = await world.Deals.SigningAsync(no);
        var pledge = await world.RegisteredAsync(world.Terms(no));
        (await world.Deals.CompleteAsync(deal)).ShouldNotBeNull().Message.ShouldContain(world.Bank.Name);
        (await world.StepAsync(pledge, PledgeCause.Release)).Failures.ShouldBeEmpty();
        (await world.Deals.CompleteAsync(deal)).ShouldBeNull();
    }

    [Fact]
    public async Task A_declaration_names_the_pledgee_that_has_not_agreed()
    {
        await using var world = await PledgeWorld.StartAsync(server);
        var no = await world.PatentAsync();
        await world.RegisteredAsync(world.Terms(no));
        var begun = await world.Deals.Licensing.AsAsync<DeclarationDesk, Outcome<Declaration>>(world.Deals.Decider, async desk =>
        {
            var listing = await world.App.WithDatabaseAsync(db => db.Set<Web.Catalogue.Listings.ListingPatent>().Where(m => m.ApplicationNo == no).Select(m => m.ListingId).SingleAsync(Ct));
            await world.App.WithDatabaseAsync(db => db.Set<Web.Catalogue.Listings.Listing>().Where(l => l.Id == listing).ExecuteUpdateAsync(set => set.SetProperty(l => l.Forms, [Web.Catalogue.Listings.OfferForm.OpenLicence]), Ct));
            return await desk.BeginAsync(listing, no, Ct);
        });
        begun.Failures.ShouldBeEmpty();
        var check = await world.Deals.Licensing.AsAsync<DeclarationChecks, DeclarationCheck?>(world.Deals.Decider, checks => checks.OfAsync(begun.Value, Ct));
        check!.Guards.Single(guard => guard.Code == "G4").ShouldSatisfyAllConditions(guard => guard.Blocks.ShouldBeTrue(), guard => guard.Reason!.ShouldContain(world.Bank.Name));
    }

    [Fact]
    public async Task An_enforced_pledge_says_what_came_of_it_and_lets_the_patents_go()
    {
        await using var world = await PledgeWorld.StartAsync(server);
        var no = await world.PatentAsync();
        var pledge = await world.RegisteredAsync(world.Terms(no));
        (await world.StepAsync(pledge, PledgeCause.Enforce, by: world.Clerk, reason: "拍卖成交")).Failures[0].Code.ShouldBe("not_decider");
        (await world.StepAsync(pledge, PledgeCause.Enforce, by: world.Banker)).Failures[0].Field.ShouldBe("stepReason");
        (await world.StepAsync(pledge, PledgeCause.Enforce, by: world.Banker, reason: "拍卖成交，价款清偿债务")).Failures.ShouldBeEmpty();
        var enforced = await world.ReadAsync(pledge);
        (enforced.State, enforced.Outcome, enforced.EndedOn).ShouldBe((PledgeState.Enforced, "拍卖成交，价款清偿债务", world.Today));
        (await world.App.WithDatabaseAsync(db => db.Set<PledgePatent>().AnyAsync(p => p.Held, Ct))).ShouldBeFalse();
    }
}
