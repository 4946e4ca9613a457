using Marketplace.Testing;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Links;
using Marketplace.Web.Platform.Errors;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Licensing.Deals;

/// <summary>What stands against a deal: each guard with its reason, and the way out that helps.</summary>
public sealed class DealGuardTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task<bool> BlocksAsync(DealWorld world, Deal deal, string code) => (await world.CheckAsync(deal)).Guards.Single(guard => guard.Code == code).Blocks;

    [Fact]
    public async Task An_exclusive_licence_waits_for_the_co_owner_an_ordinary_one_does_not()
    {
        await using var world = await DealWorld.StartAsync(server);
        var alone = await world.AgreedAsync(await world.OfferedAsync("某研究所"));
        (await BlocksAsync(world, alone, DealMachine.CoOwners)).ShouldBeFalse();
        var deal = await world.AgreedAsync(await world.OfferedAsync("某研究所"), DealKind.Exclusive);
        await world.DraftAsync(deal);
        (await world.SubmitAsync(deal)).Failures[0].Message.ShouldContain("某研究所");
        (await world.AsAsync<DealConsents>(world.Keeper, desk => desk.ShowAsync(deal.Id, NameFolding.Fold("某研究所"), null, Ct))).Failures[0].Field.ShouldBe("consentPaper");
        (await world.AsAsync<DealConsents>(world.Keeper, desk => desk.ShowAsync(deal.Id, NameFolding.Fold("某研究所"), LicensingWorld.Paper(), Ct))).Succeeded.ShouldBeTrue();
        (await BlocksAsync(world, deal, DealMachine.CoOwners)).ShouldBeFalse();
        // Other terms are agreed to anew.
        var no = (await world.CheckAsync(deal)).Terms!.Patents[0];
        (await world.ProposeAsync(deal, world.Terms(no, DealKind.Exclusive) with { Fee = new() { Amount = 1 } }, 1)).Succeeded.ShouldBeTrue();
        (await BlocksAsync(world, deal, DealMachine.CoOwners)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_co_owner_who_is_here_reads_the_terms_and_says_yes_or_no_to_exactly_these()
    {
        await using var world = await DealWorld.StartAsync(server);
        var other = await world.App.NewOrganisationAsync();
        var (boss, http) = await world.App.NewMemberAsync(other, Web.Platform.Access.Role.Administrator);
        var no = await world.OfferedAsync(other.Name);
        await world.App.WithDatabaseAsync(db => db.Set<Web.Catalogue.Patents.PatentHolder>().Where(h => h.ApplicationNo == no && h.Place == 2).ExecuteUpdateAsync(set => set.SetProperty(h => h.OrganisationId, other.Id), Ct));
        var deal = await world.AgreedAsync(no, DealKind.Sole, world.Terms(no, DealKind.Sole) with { Penalty = "违约金另计" });
        (await http.GetAsync($"/deals/{deal.Id}/consent", Ct)).IsSuccessStatusCode.ShouldBeFalse();
        (await world.AsAsync<DealConsents>(world.Keeper, desk => desk.AskAsync(deal.Id, Ct))).Succeeded.ShouldBeTrue();
        (await http.GetStringAsync($"/deals/{deal.Id}/consent", Ct)).ShouldContain("违约金另计");
        var hash = (await world.CheckAsync(deal)).Proposal!.Sha256;
        (await world.AsAsync<DealConsents>(boss, desk => desk.AnswerAsync(deal.Id, true, null, "旧", Ct))).Failures[0].Code.ShouldBe("terms_changed");
        (await world.AsAsync<DealConsents>(boss, desk => desk.AnswerAsync(deal.Id, false, null, hash, Ct))).Failures[0].Field.ShouldBe("reason");
        (await world.AsAsync<DealConsents>(boss, desk => desk.AnswerAsync(deal.Id, true, null, hash, Ct))).Succeeded.ShouldBeTrue();
        (await BlocksAsync(world, deal, DealMachine.CoOwners)).ShouldBeFalse();
    }

    [Fact]
    public async Task Nobody_is_shut_out_while_an_open_declaration_stands()
    {
        await using var world = await DealWorld.StartAsync(server, OrganisationKind.University);
        var no = await world.Licensing.AnnouncedAsync();
        var asked = (await world.RequestAsync(no, by: world.Licensing.Giver.Person, given: new(Guid.CreateVersion7(), DealKind.Exclusive, [no], world.Licensing.Enterprise.Uscc))).Value;
        (await world.ProposeAsync(asked, world.Terms(no, DealKind.Exclusive), by: world.Licensing.Giver.Person)).Failures.ShouldBeEmpty();
        (await world.AcceptAsync(asked)).Failures[0].Message.ShouldContain("第五十一条");
        await world.Licensing.StepAsync(no, DeclarationCause.FileWithdrawal, DeclarationCause.Withdraw);
        (await world.AcceptAsync(asked)).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task Nobody_is_promised_to_be_alone_while_a_notice_may_take_effect_nor_on_a_day_a_declaration_stood()
    {
        await using var world = await DealWorld.StartAsync(server, OrganisationKind.University);
        var no = await world.Licensing.AnnouncedAsync();
        var asked = (await world.RequestAsync(no, by: world.Licensing.Giver.Person, given: new(Guid.CreateVersion7(), DealKind.Exclusive, [no], world.Licensing.Enterprise.Uscc))).Value;
        (await world.ProposeAsync(asked, world.Terms(no, DealKind.Exclusive), by: world.Licensing.Giver.Person)).Failures.ShouldBeEmpty();
        var notice = (await world.Licensing.NotifyAsync(no)).Value;
        world.Licensing.Time.Advance(TimeSpan.FromDays(1));
        await world.Licensing.StepAsync(no, DeclarationCause.FileWithdrawal, DeclarationCause.Withdraw);
        // Paid yesterday and seen tomorrow, it would be a licence from before.
        (await world.AcceptAsync(asked)).Failures[0].Message.ShouldContain("1 份开放许可通知");
        (await world.Licensing.AsAsync<OpenLicenceDesk, Outcome<Licence>>(world.Licensing.Taker.Person, desk => desk.TakeBackAsync(notice.Id, Ct))).Succeeded.ShouldBeTrue();
        (await world.AcceptAsync(asked)).Succeeded.ShouldBeTrue();
        // On paper a signature may bear an earlier day.
        (await On(world.Today)).ShouldBeFalse();
        (await On(world.Today.AddDays(-1))).ShouldBeTrue();

        Task<bool> On(DateOnly day) => world.Licensing.AsAsync<DealChecks, bool>(world.Decider, async checks => (await checks.OfAsync(await world.ReadAsync(asked), day, Ct)).Guards.Single(guard => guard.Code == DealMachine.Declared).Blocks);
    }

    [Fact]
    public async Task One_exclusive_licence_shuts_out_every_other_and_a_declaration_too()
    {
        await using var world = await DealWorld.StartAsync(server);
        var no = await world.OfferedAsync();
        var deal = await world.SigningAsync(no, DealKind.Exclusive);
        (await world.CompleteAsync(deal)).ShouldBeNull();
        var second = (await world.RequestAsync(no)).Value;
        await world.ProposeAsync(second, world.Terms(no));
        var refused = await world.AcceptAsync(second);
        refused.Failures[0].Message.ShouldContain((await world.MadeAsync(deal))[0].CertificateNo);
        // And the other way round: beside an ordinary one nobody is promised to be alone.
        var other = await world.OfferedAsync();
        (await world.CompleteAsync(await world.SigningAsync(other))).ShouldBeNull();
        var alone = (await world.RequestAsync(other, by: world.Keeper, given: new(Guid.CreateVersion7(), DealKind.Sole, [other], world.Licensing.Enterprise.Uscc))).Value;
        await world.ProposeAsync(alone, world.Terms(other, DealKind.Sole));
        (await world.AcceptAsync(alone)).Failures[0].Code.ShouldBe("guarded");
    }

    [Fact]
    public async Task What_the_gazette_announces_beside_an_exclusive_licence_is_held_by_night()
    {
        await using var world = await DealWorld.StartAsync(server);
        var no = await world.OfferedAsync();
        (await world.CompleteAsync(await world.SigningAsync(no, DealKind.Exclusive))).ShouldBeNull();
        await world.Licensing.AsAsync<IServiceProvider, int>(world.Decider, async services =>
        {
            var db = services.GetRequiredService<AppDbContext>();
            var listing = await db.Set<Listing>().SingleAsync(Ct);
            (listing.AnnouncementNo, listing.AnnouncedOn) = ("XK9", world.Today);
            await services.GetRequiredService<DeclarationBook>().AnnouncedAsync(listing, no, Ct);
            return await db.SaveChangesAsync(Ct);
        });
        await world.Licensing.NightAsync();
        (await world.App.WithDatabaseAsync(db => db.Set<Declaration>().Select(d => d.State).SingleAsync(Ct))).ShouldBe(DeclarationState.Hold);
    }

    [Fact]
    public async Task Two_exclusive_licences_that_are_signed_at_once_are_one()
    {
        await using var world = await DealWorld.StartAsync(server);
        var no = await world.OfferedAsync();
        var (first, second) = (await world.SigningAsync(no, DealKind.Exclusive), await world.SigningAsync(no, DealKind.Sole));
        var (made, free) = (new TaskCompletionSource(), new TaskCompletionSource());
        var one = world.CompleteAsync(first, beforeCommit: () =>
        {
            made.SetResult();
            return free.Task;
        });
        await made.Task;
        var two = world.CompleteAsync(second);
        // Not seen yet by anybody, and waited for all the same.
        await Task.Delay(300, Ct);
        two.IsCompleted.ShouldBeFalse();
        free.SetResult();
        (await one).ShouldBeNull();
        (await two).ShouldNotBeNull().Code.ShouldBe("guarded");
        (await world.ReadAsync(second)).State.ShouldBe(DealState.Signing);
        (await world.MadeAsync(second)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_pledge_and_a_foreign_party_ask_for_their_papers()
    {
        await using var world = await DealWorld.StartAsync(server);
        var no = await world.OfferedAsync();
        await world.App.WithDatabaseAsync(db =>
        {
            db.Add(new PatentEvent { ApplicationNo = no, Kind = PatentEventKind.Pledged, On = world.Today.AddDays(-30), Source = StatusSource.Register, Reference = "Y2026", RecordedAt = world.Licensing.Time.GetUtcNow() });
            return db.SaveChangesAsync(Ct);
        });
        var deal = await world.AgreedAsync(no, terms: world.Terms(no) with { Foreign = true });
        await world.DraftAsync(deal);
        var refused = (await world.SubmitAsync(deal)).Failures[0].Message;
        refused.ShouldContain("Y2026");
        refused.ShouldContain("第十条第二款");
        (await world.PaperAsync(deal, DealPaper.Pledgee)).Succeeded.ShouldBeTrue();
        (await world.PaperAsync(deal, DealPaper.Export)).Succeeded.ShouldBeTrue();
        (await world.PaperAsync(deal, "something")).Failures[0].Field.ShouldBe("code");
        (await world.SubmitAsync(deal)).Failures.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_university_says_its_price_in_public_and_an_objection_holds_it()
    {
        await using var world = await DealWorld.StartAsync(server, OrganisationKind.University);
        var no = await world.OfferedAsync();
        var deal = await world.AgreedAsync(no, terms: world.Terms(no) with { Penalty = "违约金另计" });
        await world.DraftAsync(deal);
        (await world.SubmitAsync(deal)).Failures[0].Code.ShouldBe("guarded");
        (await world.AsAsync<DealPapers>(world.Keeper, desk => desk.PriceAsync(deal.Id, null, Ct))).Failures[0].Field.ShouldBe("priceBy");
        (await world.AsAsync<DealPapers>(world.Keeper, desk => desk.PriceAsync(deal.Id, PriceWay.Agreed, Ct))).Succeeded.ShouldBeTrue();
        (await world.AsAsync<DealPublicity>(world.Keeper, desk => desk.PubliciseAsync(deal.Id, Ct))).Failures[0].Code.ShouldBe("not_decider");
        (await world.AsAsync<DealPublicity>(world.Taker, desk => desk.PubliciseAsync(deal.Id, Ct))).Failures[0].Code.ShouldBe("holder_only");
        (await world.AsAsync<DealPublicity>(world.Decider, desk => desk.PubliciseAsync(deal.Id, Ct))).Succeeded.ShouldBeTrue();
        var page = await world.App.Http.GetStringAsync($"/publicity/deals/{deal.Id}", Ct);
        page.ShouldContain(world.Holder.Name);
        page.ShouldNotContain("违约金另计");
        var objection = (await world.Licensing.AsAsync<DealPublicity, Web.Platform.Errors.Outcome<DealObjection>>(world.Keeper, desk => desk.ObjectAsync(deal.Id, new(Guid.CreateVersion7(), "马老师", "13900000000", "价格偏低"), null, Ct))).Value;
        world.Licensing.Time.Advance(TimeSpan.FromDays(30));
        await world.NightAsync();
        (await world.ReadAsync(deal)).State.ShouldBe(DealState.Publicity);
        (await world.AsAsync<DealPublicity>(world.Decider, desk => desk.DismissAsync(deal.Id, objection.Id, "定价依据已说明", Ct))).Succeeded.ShouldBeTrue();
        await world.NightAsync();
        (await world.ReadAsync(deal)).State.ShouldBe(DealState.Drafted);
        (await world.SubmitAsync(deal)).Failures.ShouldBeEmpty();
    }

    [Fact]
    public async Task State_assets_need_their_valuation_and_its_approval()
    {
        await using var world = await DealWorld.StartAsync(server, OrganisationKind.StateEnterprise);
        var deal = await world.AgreedAsync(await world.OfferedAsync());
        await world.PaperAsync(deal, DealPaper.Valuation);
        (await BlocksAsync(world, deal, DealMachine.Valued)).ShouldBeTrue();
        await world.PaperAsync(deal, DealPaper.Approval);
        (await BlocksAsync(world, deal, DealMachine.Valued)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_licensee_sublicenses_only_where_its_contract_says_so()
    {
        await using var world = await DealWorld.StartAsync(server);
        var third = await world.App.NewOrganisationAsync();
        foreach (var allowed in (bool[])[false, true])
        {
            var no = await world.OfferedAsync();
            var main = await world.SigningAsync(no, terms: world.Terms(no) with { Sublicence = allowed });
            (await world.CompleteAsync(main)).ShouldBeNull();
            var parent = (await world.MadeAsync(main))[0];
            var sub = (await world.RequestAsync(no, by: world.Asker, given: new(Guid.CreateVersion7(), DealKind.Sub, [], third.Uscc, Parent: parent.Id))).Value;
            (await world.ProposeAsync(sub, world.Terms(no, DealKind.Sub), by: world.Asker)).Failures.ShouldBeEmpty();
            (await BlocksAsync(world, sub, DealMachine.Parent)).ShouldBe(!allowed);
            (await BlocksAsync(world, sub, DealMachine.Owner)).ShouldBeFalse();
        }
    }

    [Fact]
    public async Task Related_parties_and_a_right_that_does_not_stand_are_told()
    {
        await using var world = await DealWorld.StartAsync(server);
        var no = await world.OfferedAsync();
        await world.App.WithDatabaseAsync(db =>
        {
            db.Add(new OrganisationLink { UpperId = world.Holder.Id, LowerId = world.Licensing.Enterprise.Id, Kind = LinkKind.Holding, Since = world.Today.AddYears(-1), State = LinkState.Confirmed });
            return db.SaveChangesAsync(Ct);
        });
        var deal = (await world.RequestAsync(no)).Value;
        await world.ProposeAsync(deal, world.Terms(no));
        var check = await world.CheckAsync(deal);
        check.Related.ShouldBeTrue();
        check.Blocking.ShouldBeEmpty();
        await world.Licensing.PatentAsync(no, PatentState.FeeGrace);
        (await world.AcceptAsync(deal)).Failures[0].Code.ShouldBe("guarded");
    }

    [Fact]
    public async Task Silence_ends_a_deal_once_after_ninety_days_and_a_patent_that_ended_at_once()
    {
        await using var world = await DealWorld.StartAsync(server);
        var silent = (await world.RequestAsync(await world.OfferedAsync())).Value;
        var ending = await world.OfferedAsync();
        var signing = await world.SigningAsync(ending);
        await world.Licensing.PatentAsync(ending, PatentState.Abandoned);
        (await world.NightAsync()).ShouldBe(1);
        (await world.ReadAsync(signing)).State.ShouldBe(DealState.Lapsed);
        (await world.CompleteAsync(signing)).ShouldNotBeNull();
        world.Licensing.Time.Advance(TimeSpan.FromDays(DealMachine.Silence.LastDay(silent.Since).DayNumber - world.Licensing.Today.DayNumber));
        await world.NightAsync();
        (await world.ReadAsync(silent)).State.ShouldBe(DealState.Requested);
        world.Licensing.Time.Advance(TimeSpan.FromDays(1));
        (await world.NightAsync()).ShouldBe(1);
        (await world.NightAsync()).ShouldBe(0);
        (await world.ReadAsync(silent)).State.ShouldBe(DealState.Lapsed);
    }

    [Fact]
    public async Task What_was_proposed_or_drafted_changes_by_no_hand()
    {
        await using var world = await DealWorld.StartAsync(server);
        var deal = await world.AgreedAsync(await world.OfferedAsync());
        await world.DraftAsync(deal);
        await Should.ThrowAsync<Exception>(() => world.App.WithDatabaseAsync(db => db.Set<DealProposal>().ExecuteUpdateAsync(set => set.SetProperty(p => p.Terms, "{}"), Ct)));
        await Should.ThrowAsync<Exception>(() => world.App.WithDatabaseAsync(db => db.Set<DealContract>().ExecuteUpdateAsync(set => set.SetProperty(c => c.Sha256, "0"), Ct)));
        await Should.ThrowAsync<Exception>(() => world.App.WithDatabaseAsync(db => db.Set<DealProposal>().ExecuteDeleteAsync(Ct)));
        await Should.ThrowAsync<Exception>(() => world.App.WithDatabaseAsync(db => db.Set<Deal>().ExecuteUpdateAsync(set => set.SetProperty(d => d.State, DealState.Effective), Ct)));
    }
}
