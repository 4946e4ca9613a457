using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Licensing;

/// <summary>A declaration from the first draft to its end: what each step asks, who may take it, and what follows.</summary>
public sealed class DeclarationTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_university_declares_with_four_eyes_and_publicity_and_a_stranger_then_takes_a_licence()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var (listing, no) = await world.OfferedAsync();
        var id = await BegunAsync(world, listing, no);
        (await BegunAsync(world, listing, no)).ShouldBe(id);

        // Empty it cannot be submitted; the answer names what is missing.
        (await StepAsync(world, id, DeclarationCause.Submit)).Failures[0].Message.ShouldContain("价格怎样形成");
        await FillAsync(world, id);
        (await StepAsync(world, id, DeclarationCause.Submit)).Succeeded.ShouldBeTrue();
        // An operator does not decide on it.
        (await StepAsync(world, id, DeclarationCause.Publicise)).Failures[0].Status.ShouldBe(404);
        (await StepAsync(world, id, DeclarationCause.Approve, by: world.Giver.Person)).Failures[0].Code.ShouldBe("guarded");
        (await StepAsync(world, id, DeclarationCause.Publicise, new(Until: world.Today.AddDays(5)), by: world.Giver.Person)).Failures[0].Field.ShouldBe("until");
        (await StepAsync(world, id, DeclarationCause.Publicise, by: world.Giver.Person)).Succeeded.ShouldBeTrue();
        (await ReadAsync(world, id)).PublicUntil!.Value.ShouldBeGreaterThanOrEqualTo(world.Today.AddDays(15));

        await world.NightAsync();
        (await ReadAsync(world, id)).State.ShouldBe(DeclarationState.Publicity);
        world.Time.Advance(TimeSpan.FromDays(20));
        await world.NightAsync();
        (await ReadAsync(world, id)).State.ShouldBe(DeclarationState.Ready);

        (await StepAsync(world, id, DeclarationCause.File, new(world.Today, "2026A1"))).Failures[0].Code.ShouldBe("paper_missing");
        (await StepAsync(world, id, DeclarationCause.File, new(world.Today.AddDays(1), "2026A1"), paper: true)).Failures[0].Field.ShouldBe("on");
        (await StepAsync(world, id, DeclarationCause.File, new(world.Today, "2026A1"), paper: true)).Succeeded.ShouldBeTrue();
        (await StepAsync(world, id, DeclarationCause.AskCorrection, new(world.Today), paper: true)).Succeeded.ShouldBeTrue();
        (await StepAsync(world, id, DeclarationCause.Correct, new(world.Today, "2026A2"), paper: true)).Succeeded.ShouldBeTrue();
        (await world.NotifyAsync(no)).Failures[0].Status.ShouldBe(404);
        (await StepAsync(world, id, DeclarationCause.Announce, new(world.Today, "XK1"), paper: true)).Succeeded.ShouldBeTrue();

        (await ListingAsync(world, listing)).AnnouncementNo.ShouldBe("XK1");
        var licence = (await world.NotifyAsync(no)).Value;
        (await world.PayAsync(licence)).Succeeded.ShouldBeTrue();
        (await world.ReadAsync(licence)).EffectiveOn.ShouldBe(world.Today);
        // What was announced stands whatever becomes of the offer.
        (await SaveListingAsync(world, listing, draft => draft with { Fee = new() { Amount = 1 } })).ShouldContain(ListingTextOf(nameof(ListingTexts.Declared)));
        (await SaveListingAsync(world, listing, draft => draft with { ContactPhone = "13800138001" })).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_objection_holds_it_until_it_is_answered_and_the_one_who_objected_reads_the_answer()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var id = await PublicAsync(world);
        var stranger = world.App.Http;
        var page = await stranger.GetAsync($"/publicity/{id}", Ct);
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await page.Content.ReadAsStringAsync(Ct)).ShouldContain(FrozenTerms.Read((await ReadAsync(world, id)).Terms!).FeeSentence);

        var once = Guid.CreateVersion7();
        (await ObjectAsync(world, id, new(once, null, null, null))).Failures.Count.ShouldBe(3);
        var objection = (await ObjectAsync(world, id, new(once, "马老师", "13900000000", "价格偏低"))).Value;
        (await ObjectAsync(world, id, new(once, "马老师", "13900000000", "价格偏低"))).Value.Id.ShouldBe(objection.Id);
        world.Time.Advance(TimeSpan.FromDays(30));
        await world.NightAsync();
        (await ReadAsync(world, id)).State.ShouldBe(DeclarationState.Publicity);

        (await DismissAsync(world, id, objection.Id, null)).Failures[0].Field.ShouldBe("answer");
        (await DismissAsync(world, id, objection.Id, "价格经评估确定。")).Succeeded.ShouldBeTrue();
        await world.NightAsync();
        (await ReadAsync(world, id)).State.ShouldBe(DeclarationState.Ready);
        (await (await stranger.GetAsync($"/publicity/{id}?objection={objection.Id}", Ct)).Content.ReadAsStringAsync(Ct)).ShouldContain("价格经评估确定。");
        // Over: nobody else learns of it any more, and nothing can be said against it.
        (await stranger.GetAsync($"/publicity/{id}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await ObjectAsync(world, id, new(Guid.CreateVersion7(), "晚", "13900000000", "晚了"))).Failures[0].Status.ShouldBe(409);
    }

    [Fact]
    public async Task An_objection_that_is_right_sends_it_back_and_a_new_price_needs_a_new_publicity()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var id = await PublicAsync(world);
        await ObjectAsync(world, id, new(Guid.CreateVersion7(), "马老师", "13900000000", "价格偏低"));
        (await StepAsync(world, id, DeclarationCause.UpholdObjection, by: world.Giver.Person)).Failures[0].Code.ShouldBe("reason_missing");
        (await StepAsync(world, id, DeclarationCause.UpholdObjection, new(Reason: "重新定价"), by: world.Giver.Person)).Succeeded.ShouldBeTrue();
        (await StepAsync(world, id, DeclarationCause.SendBack, new(Reason: "改价格"), by: world.Giver.Person)).Succeeded.ShouldBeTrue();
        var declaration = await ReadAsync(world, id);
        (declaration.State, declaration.Terms, declaration.PublicUntil).ShouldBe((DeclarationState.Draft, null, null));
        (await SaveListingAsync(world, declaration.ListingId, draft => draft with { Fee = new() { Amount = 80_000 } })).ShouldBeEmpty();
        await world.App.WithDatabaseAsync(db => db.Set<Listing>().ExecuteUpdateAsync(set => set.SetProperty(l => l.State, ListingState.Public), Ct));
        (await StepAsync(world, id, DeclarationCause.Submit)).Succeeded.ShouldBeTrue();
        FrozenTerms.Read((await ReadAsync(world, id)).Terms!).Fee.Amount.ShouldBe(80_000);
        (await StepAsync(world, id, DeclarationCause.Approve, by: world.Giver.Person)).Failures[0].Code.ShouldBe("guarded");
    }

    [Fact]
    public async Task A_co_owner_agrees_to_these_terms_and_to_no_others()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var other = await world.App.NewOrganisationAsync(OrganisationKind.Institute);
        var (chief, _) = await world.App.NewMemberAsync(other, Role.Administrator);
        var (listing, no) = await world.OfferedAsync(otherHolder: other.Name);
        await world.App.WithDatabaseAsync(db => db.Set<PatentHolder>().Where(h => h.ApplicationNo == no && h.Place == 2).ExecuteUpdateAsync(set => set.SetProperty(h => h.OrganisationId, other.Id), Ct));
        var id = await BegunAsync(world, listing, no);
        await FillAsync(world, id);
        (await StepAsync(world, id, DeclarationCause.Submit)).Failures[0].Code.ShouldBe("guarded");
        (await AskAsync(world, id, ConsentTo.Declare)).Succeeded.ShouldBeTrue();
        var read = await HashAsync(world, id);

        (await AnswerAsync(world, chief, id, false, null, read)).Failures[0].Field.ShouldBe("reason");
        (await AnswerAsync(world, world.Taker.Person, id, true, null, read)).Failures[0].Status.ShouldBe(404);
        (await AnswerAsync(world, chief, id, true, null, read)).Succeeded.ShouldBeTrue();
        // The price falls after they agreed: their word was not given to that.
        (await SaveListingAsync(world, listing, draft => draft with { Fee = new() { Amount = 1 } })).ShouldBeEmpty();
        (await StepAsync(world, id, DeclarationCause.Submit)).Failures[0].Code.ShouldBe("guarded");
        (await AskAsync(world, id, ConsentTo.Declare)).Succeeded.ShouldBeTrue();
        (await AnswerAsync(world, chief, id, true, null, read)).Failures[0].Code.ShouldBe("terms_changed");
        (await AnswerAsync(world, chief, id, true, null, await HashAsync(world, id))).Succeeded.ShouldBeTrue();
        (await StepAsync(world, id, DeclarationCause.Submit)).Succeeded.ShouldBeTrue();
        // To withdraw they are asked again.
        await world.StepAsync(no, DeclarationCause.Announce);
        (await StepAsync(world, id, DeclarationCause.FileWithdrawal, new(world.Today, Reason: "自行实施"), world.Giver.Person, true)).Failures[0].Message.ShouldContain(other.Name);
    }

    [Fact]
    public async Task A_state_enterprise_shows_valuation_and_approval_and_needs_no_publicity()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var firm = await world.App.NewOrganisationAsync(OrganisationKind.StateEnterprise);
        var (chief, _) = await world.App.NewMemberAsync(firm, Role.Administrator);
        var (operates, _) = await world.App.NewMemberAsync(firm, Role.Operator);
        var (listing, no) = await world.OfferedAsync(firm);
        var id = await BegunAsync(world, listing, no, operates);
        await FillAsync(world, id, operates, null);
        (await StepAsync(world, id, DeclarationCause.Submit, by: operates)).Succeeded.ShouldBeTrue();
        (await StepAsync(world, id, DeclarationCause.Approve, by: chief)).Failures[0].Message.ShouldContain("评估");
        (await world.AsAsync<DeclarationDesk, Outcome<Declaration>>(operates, desk => desk.KeepPaperAsync(id, true, LicensingWorld.Paper(), Ct))).Succeeded.ShouldBeTrue();
        (await StepAsync(world, id, DeclarationCause.Approve, by: chief)).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task A_guard_that_fails_on_the_day_of_filing_stops_it_with_a_way_out()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var id = await ReadyAsync(world);
        await world.PatentAsync((await ReadAsync(world, id)).ApplicationNo, PatentState.Suspended);
        var stopped = (await StepAsync(world, id, DeclarationCause.File, new(world.Today, "R1"), paper: true)).Failures[0];
        (stopped.Code, stopped.Status).ShouldBe(("guarded", 409));
        stopped.Message.ShouldContain(GuardTexts.ResourceManager.GetString("G2WayOut", Zh)!);
    }

    [Fact]
    public async Task The_gazette_announces_what_was_prepared_here_and_no_second_offer_appears()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var id = await ReadyAsync(world);
        var declaration = await ReadAsync(world, id);
        (await world.AsAsync<DeclarationBook, bool>(world.Giver.Person, book => book.OursAsync(declaration.ApplicationNo, "XK9", world.Today, "5万元", Ct))).ShouldBeTrue();
        (await world.AsAsync<DeclarationBook, bool>(world.Giver.Person, book => book.OursAsync(declaration.ApplicationNo, "XK9", world.Today, "5万元", Ct))).ShouldBeFalse();
        declaration = await ReadAsync(world, id);
        (declaration.State, declaration.AnnouncementNo).ShouldBe((DeclarationState.Announced, "XK9"));
        (await world.App.WithDatabaseAsync(db => db.Set<ListingPatent>().CountAsync(m => m.ApplicationNo == declaration.ApplicationNo, Ct))).ShouldBe(1);
    }

    [Fact]
    public async Task A_patent_that_changes_hands_waits_for_its_new_owner()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var no = await world.AnnouncedAsync();
        var other = await world.App.NewOrganisationAsync();
        var earlier = (await world.NotifyAsync(no, world.Notice(other), (await world.App.NewMemberAsync(other, Role.Operator)).Person)).Value;
        var buyer = await world.App.NewOrganisationAsync();
        var (chief, _) = await world.App.NewMemberAsync(buyer, Role.Administrator);
        await world.App.WithDatabaseAsync(db => db.Set<PatentHolder>().Where(h => h.ApplicationNo == no).ExecuteUpdateAsync(set => set.SetProperty(h => h.OrganisationId, buyer.Id).SetProperty(h => h.Name, buyer.Name).SetProperty(h => h.FoldedName, buyer.FoldedName), Ct));
        await world.NightAsync();
        var declaration = await world.App.WithDatabaseAsync(db => db.Set<Declaration>().AsNoTracking().SingleAsync(d => d.ApplicationNo == no, Ct));
        (declaration.State, declaration.OwnerId).ShouldBe((DeclarationState.Transferred, buyer.Id));
        (await world.NotifyAsync(no)).Failures[0].Code.ShouldBe("guarded");
        (await StepAsync(world, declaration.Id, DeclarationCause.Confirm, by: chief)).Succeeded.ShouldBeTrue();
        (await world.NotifyAsync(no)).Succeeded.ShouldBeTrue();
        await world.NightAsync();
        (await ReadAsync(world, declaration.Id)).State.ShouldBe(DeclarationState.Announced);
        (await world.ReadAsync(earlier)).HolderId.ShouldBe(buyer.Id);
    }

    [Fact]
    public async Task A_withdrawal_frees_the_offer_and_a_correction_that_is_missed_lets_it_be_filed_anew()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var id = await ReadyAsync(world);
        await StepAsync(world, id, DeclarationCause.File, new(world.Today, "R1"), paper: true);
        (await StepAsync(world, id, DeclarationCause.AskCorrection, new(world.Today, Until: world.Today.AddDays(10)), paper: true)).Succeeded.ShouldBeTrue();
        world.Time.Advance(TimeSpan.FromDays(11));
        await world.NightAsync();
        (await ReadAsync(world, id)).State.ShouldBe(DeclarationState.Ready);
        await StepAsync(world, id, DeclarationCause.File, new(world.Today, "R2"), paper: true);
        await StepAsync(world, id, DeclarationCause.Announce, new(world.Today, "XK2"), paper: true);
        (await StepAsync(world, id, DeclarationCause.FileWithdrawal, new(world.Today, Reason: "自行实施"), world.Giver.Person, true)).Succeeded.ShouldBeTrue();
        (await StepAsync(world, id, DeclarationCause.Withdraw, new(world.Today), paper: true)).Succeeded.ShouldBeTrue();
        var declaration = await ReadAsync(world, id);
        (await ListingAsync(world, declaration.ListingId)).AnnouncementNo.ShouldBeNull();
        (await BegunAsync(world, declaration.ListingId, declaration.ApplicationNo)).ShouldNotBe(id);
    }

    [Fact]
    public async Task Its_pages_and_papers_are_its_owners_alone()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var id = await ReadyAsync(world);
        // Sessions end while it is in public.
        using var clerk = await world.App.SignedInAsync(world.Clerk.Person);
        using var stranger = await world.App.SignedInAsync(world.Taker.Person);
        foreach (var path in (string[])[$"/declarations/{id}", $"/declarations/{id}/declaration.docx", $"/declarations/{id}/declaration.pdf", $"/declarations/{id}/declaration.html", "/declarations", "/declarations.xlsx"])
        {
            (await clerk.GetAsync(path, Ct)).StatusCode.ShouldBe(HttpStatusCode.OK, path);
            if (path.Contains(id.ToString(), StringComparison.Ordinal)) (await stranger.GetAsync(path, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }
        (await clerk.GetStringAsync($"/declarations/{id}?step={DeclarationCause.File}", Ct)).ShouldContain("name=\"number\"");
        (await clerk.GetAsync($"/declarations/{id}/withdrawal.docx", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static readonly System.Globalization.CultureInfo Zh = System.Globalization.CultureInfo.GetCultureInfo("zh-CN");

    private static string ListingTextOf(string name) => ListingTexts.ResourceManager.GetString(name, Zh)!;

    private static async Task<Guid> BegunAsync(LicensingWorld world, Guid listing, string no, Person? by = null)
    {
        var begun = await world.AsAsync<DeclarationDesk, Outcome<Declaration>>(by ?? world.Clerk.Person, desk => desk.BeginAsync(listing, no, Ct));
        return begun.Value.Id;
    }

    private static async Task FillAsync(LicensingWorld world, Guid id, Person? by = null, PriceWay? price = PriceWay.Agreed) =>
        (await world.AsAsync<DeclarationDesk, Outcome<Declaration>>(by ?? world.Clerk.Person, desk => desk.SaveAsync(id, new("参照同类许可", world.Today, "户名：大学；账号：1", price, true), Ct))).Succeeded.ShouldBeTrue();

    private static async Task<Guid> PublicAsync(LicensingWorld world)
    {
        var (listing, no) = await world.OfferedAsync();
        var id = await BegunAsync(world, listing, no);
        await FillAsync(world, id);
        (await StepAsync(world, id, DeclarationCause.Submit)).Succeeded.ShouldBeTrue();
        (await StepAsync(world, id, DeclarationCause.Publicise, by: world.Giver.Person)).Succeeded.ShouldBeTrue();
        return id;
    }

    private static async Task<Guid> ReadyAsync(LicensingWorld world)
    {
        var id = await PublicAsync(world);
        world.Time.Advance(TimeSpan.FromDays(20));
        await world.NightAsync();
        (await ReadAsync(world, id)).State.ShouldBe(DeclarationState.Ready);
        return id;
    }

    private static Task<Outcome<Declaration>> StepAsync(LicensingWorld world, Guid id, DeclarationCause cause, NewStep? given = null, Person? by = null, bool paper = false) =>
        world.AsAsync<DeclarationSteps, Outcome<Declaration>>(by ?? world.Clerk.Person, steps => steps.TakeAsync(id, cause, given ?? new(), paper ? LicensingWorld.Paper() : null, Ct));

    private static Task<Outcome<DeclarationObjection>> ObjectAsync(LicensingWorld world, Guid id, NewObjection given) =>
        world.AsAsync<PublicityDesk, Outcome<DeclarationObjection>>(world.Taker.Person, desk => desk.ObjectAsync(id, given, null, Ct));

    private static Task<Outcome<DeclarationObjection>> DismissAsync(LicensingWorld world, Guid id, Guid objection, string? answer) =>
        world.AsAsync<DeclarationDesk, Outcome<DeclarationObjection>>(world.Giver.Person, desk => desk.DismissAsync(id, objection, answer, Ct));

    private static Task<Outcome<Declaration>> AskAsync(LicensingWorld world, Guid id, ConsentTo to) => world.AsAsync<ConsentDesk, Outcome<Declaration>>(world.Clerk.Person, desk => desk.AskAsync(id, to, Ct));

    private static Task<Outcome<Declaration>> AnswerAsync(LicensingWorld world, Person by, Guid id, bool agrees, string? reason, string? read) =>
        world.AsAsync<ConsentDesk, Outcome<Declaration>>(by, desk => desk.AnswerAsync(id, ConsentTo.Declare, agrees, reason, read, Ct));

    private static async Task<string> HashAsync(LicensingWorld world, Guid id)
    {
        var declaration = await ReadAsync(world, id);
        return (await world.AsAsync<DeclarationChecks, DeclarationCheck?>(world.Clerk.Person, checks => checks.OfAsync(declaration, Ct)))!.TermsHash;
    }

    private static async Task<IReadOnlyList<string>> SaveListingAsync(LicensingWorld world, Guid id, Func<ListingDraft, ListingDraft> change)
    {
        var draft = await world.App.WithDatabaseAsync(async db => await ListingFacts.DraftAsync(db, await db.Set<Listing>().AsNoTracking().SingleAsync(l => l.Id == id, Ct), Ct));
        var saved = await world.AsAsync<ListingDesk, Outcome<Listing>>(world.Clerk.Person, desk => desk.SaveAsync(id, change(draft), null, Ct));
        return saved.Succeeded ? [] : [.. saved.Failures.Select(failure => failure.Message)];
    }

    private static Task<Listing> ListingAsync(LicensingWorld world, Guid id) => world.App.WithDatabaseAsync(db => db.Set<Listing>().AsNoTracking().SingleAsync(l => l.Id == id, Ct));

    private static Task<Declaration> ReadAsync(LicensingWorld world, Guid id) => world.App.WithDatabaseAsync(db => db.Set<Declaration>().AsNoTracking().SingleAsync(d => d.Id == id, Ct));
}
