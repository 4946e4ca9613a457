using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Licensing.Pledges;
using Marketplace.Web.Platform.Access;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Licensing.Pledges;

/// <summary>From the draft to the register and out of it: who may do what when, and what each paper brings about.</summary>
public sealed class PledgeTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_bank_agrees_to_exactly_the_terms_it_read_and_the_right_arises_with_the_register()
    {
        await using var world = await PledgeWorld.StartAsync(server);
        var no = await world.PatentAsync();
        var pledge = (await world.BeginAsync(world.Terms(no))).Value;
        (await world.OfferAsync(pledge, world.Deals.Keeper)).Failures[0].Code.ShouldBe("not_decider");
        (await world.AgreeAsync(pledge)).Failures[0].Status.ShouldBe(404);
        (await world.OfferAsync(pledge)).Failures.ShouldBeEmpty();
        (await world.OfferAsync(pledge)).Failures.ShouldBeEmpty();
        (await world.AgreeAsync(pledge, hash: "旧")).Failures[0].Code.ShouldBe("version_passed");
        (await world.AgreeAsync(pledge, world.Clerk)).Failures[0].Code.ShouldBe("not_decider");
        (await world.AgreeAsync(pledge, world.Deals.Decider)).Failures[0].Code.ShouldBe("other_side");
        (await world.AgreeAsync(pledge)).Failures.ShouldBeEmpty();
        (await world.StepAsync(pledge, PledgeCause.Register)).Failures[0].Code.ShouldBe("state_forbids");
        (await world.StepAsync(pledge, PledgeCause.File)).Failures.ShouldBeEmpty();
        (await world.StepAsync(pledge, PledgeCause.Return)).Failures.ShouldBeEmpty();
        (await world.ReadAsync(pledge)).CorrectBy.ShouldBe(PledgeMachine.Correction.LastDay(world.Today));
        (await world.StepAsync(pledge, PledgeCause.Resubmit)).Failures.ShouldBeEmpty();
        (await world.StepAsync(pledge, PledgeCause.Refuse)).Failures[0].Field.ShouldBe("stepReason");
        (await world.StepAsync(pledge, PledgeCause.Refuse, reason: "合同缺少担保范围")).Failures.ShouldBeEmpty();
        (await world.StepAsync(pledge, PledgeCause.File)).Failures.ShouldBeEmpty();
        (await world.EventsAsync(no)).ShouldBeEmpty();
        (await world.StepAsync(pledge, PledgeCause.Register, "Y2026980000001", by: world.Clerk)).Failures.ShouldBeEmpty();
        var registered = await world.ReadAsync(pledge);
        (registered.State, registered.RegistrationNo, registered.RegisteredOn, registered.AgreedVersion).ShouldBe((PledgeState.Registered, "Y2026980000001", world.Today, 1));
        (await world.EventsAsync(no)).Single().ShouldSatisfyAllConditions(e => e.Kind.ShouldBe(PatentEventKind.Pledged), e => e.Reference.ShouldBe("Y2026980000001"), e => e.Source.ShouldBe(StatusSource.Register));
        (await world.StepAsync(pledge, PledgeCause.Release)).Failures.ShouldBeEmpty();
        (await world.EventsAsync(no)).Count(e => e.Kind == PatentEventKind.PledgeReleased).ShouldBe(1);
        (await world.ReadAsync(pledge)).EndedOn.ShouldBe(world.Today);
    }

    [Fact]
    public async Task A_form_sent_twice_is_one_pledge_and_the_same_words_are_one_version()
    {
        await using var world = await PledgeWorld.StartAsync(server);
        var (terms, once) = (world.Terms(await world.PatentAsync()), Guid.CreateVersion7());
        var pledge = (await world.BeginAsync(terms, once: once)).Value;
        (await world.BeginAsync(terms, once: once)).Value.Id.ShouldBe(pledge.Id);
        (await world.ReviseAsync(pledge, terms, 1)).Failures.ShouldBeEmpty();
        (await world.ReadAsync(pledge)).Versions.ShouldBe(1);
        (await world.ReviseAsync(pledge, terms with { Amount = 900_000 }, 1)).Failures.ShouldBeEmpty();
        (await world.ReviseAsync(pledge, terms with { Amount = 800_000 }, 1)).Failures[0].Code.ShouldBe("version_passed");
        var kept = await world.CheckAsync(pledge);
        // Without another file the contract of the version before stays.
        (kept.Terms.Amount, kept.Terms.Contract).ShouldSatisfyAllConditions(pair => pair.Amount.ShouldBe(900_000), pair => pair.Contract.ShouldNotBeNull());
        TermChange.Between(terms.Lines(patent => patent), (terms with { Amount = 900_000 }).Lines(patent => patent)).Count(change => change.Differs).ShouldBe(1);
    }

    [Fact]
    public async Task Other_terms_are_agreed_to_anew()
    {
        await using var world = await PledgeWorld.StartAsync(server);
        var terms = world.Terms(await world.PatentAsync());
        var pledge = await world.AgreedAsync(terms);
        (await world.ReviseAsync(pledge, terms with { Amount = 2_000_000 }, 1)).Failures.ShouldBeEmpty();
        var revised = await world.ReadAsync(pledge);
        (revised.State, revised.AgreedVersion, revised.Amount).ShouldBe((PledgeState.Draft, null, 2_000_000m));
        (await world.StepAsync(pledge, PledgeCause.File)).Failures[0].Code.ShouldBe("state_forbids");
    }

    [Fact]
    public async Task A_pledgee_that_is_not_here_agrees_by_the_contract_it_signed()
    {
        await using var world = await PledgeWorld.StartAsync(server);
        var code = "0123456789ABCDEFGHJKLMNPQRTUWXY".Select(last => PledgeWorld.OutsideCode + last).First(one => Web.Organisations.Uscc.Check(one) == Web.Organisations.UsccVerdict.Right);
        var outside = world.Terms(await world.PatentAsync()) with { Pledgee = "某农商银行", PledgeeCode = code };
        (await world.BeginAsync(outside with { Pledgee = "" })).Failures[0].Field.ShouldBe("pledgee");
        var pledge = (await world.BeginAsync(outside)).Value;
        (await world.OfferAsync(pledge)).Failures[0].Code.ShouldBe("pledgee_outside");
        (await world.AsAsync<PledgeDesk>(world.Deals.Decider, desk => desk.ShowAgreedAsync(pledge.Id, null, Ct))).Failures[0].Field.ShouldBe("signedPaper");
        (await world.AsAsync<PledgeDesk>(world.Deals.Decider, desk => desk.ShowAgreedAsync(pledge.Id, LicensingWorld.Paper(), Ct))).Failures.ShouldBeEmpty();
        (await world.ReadAsync(pledge)).State.ShouldBe(PledgeState.Agreed);
        var here = (await world.BeginAsync(world.Terms(await world.PatentAsync()))).Value;
        (await world.AsAsync<PledgeDesk>(world.Deals.Decider, desk => desk.ShowAgreedAsync(here.Id, LicensingWorld.Paper(), Ct))).Failures[0].Code.ShouldBe("pledgee_here");
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_its_field()
    {
        await using var world = await PledgeWorld.StartAsync(server);
        var terms = world.Terms(await world.PatentAsync());
        (await world.BeginAsync(terms with { Patents = [] })).Failures[0].Field.ShouldBe("numbers");
        (await world.BeginAsync(terms with { Patents = [await world.Deals.Licensing.AnnouncedAsync()] })).Failures[0].Code.ShouldBe("other_owner");
        (await world.BeginAsync(terms with { PledgeeCode = world.Deals.Holder.Uscc })).Failures[0].Code.ShouldBe("own_pledgee");
        var failures = new List<Web.Platform.Errors.Failure>();
        new PledgeForm { Numbers = "x", PledgeeCode = "1", Amount = "多", From = "2026-13-01" }.Terms(failures);
        failures.Select(f => f.Field).ShouldBe(["pledgeeCode", "numbers", "amount", "from"]);
        (terms with { Until = world.Today, Tags = [LoanTag.First, LoanTag.Renewal], PatentShare = 1 }).Check().Select(f => f.Field).ShouldBe(["until", "patentShare", "tags"]);
        (terms with { Tags = [LoanTag.Mixed], PatentShare = 2_000_000 }).Check().Select(f => f.Field).ShouldBe(["patentShare"]);
        (await world.AgreedAsync(terms)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_registration_number_that_looks_unusual_is_asked_about_once_and_none_is_used_twice()
    {
        await using var world = await PledgeWorld.StartAsync(server);
        var (first, second) = (await world.AgreedAsync(world.Terms(await world.PatentAsync())), await world.AgreedAsync(world.Terms(await world.PatentAsync())));
        foreach (var pledge in (Pledge[])[first, second]) (await world.StepAsync(pledge, PledgeCause.File)).Failures.ShouldBeEmpty();
        (await world.StepAsync(first, PledgeCause.Register, "2026-1")).Failures[0].Code.ShouldBe("number_unusual");
        (await world.StepAsync(first, PledgeCause.Register, "2026-1", asTyped: true)).Failures.ShouldBeEmpty();
        (await world.StepAsync(second, PledgeCause.Register, "2026-1", asTyped: true)).Failures[0].Code.ShouldBe("registration_there");
        (await world.StepAsync(second, PledgeCause.Register, paper: false)).Failures[0].Field.ShouldBe("stepPaper");
        (await world.StepAsync(second, PledgeCause.Register, on: world.Today.AddDays(1))).Failures[0].Field.ShouldBe("on");
    }

    [Fact]
    public async Task A_draft_is_its_pledgors_and_the_bureau_reads_no_contract()
    {
        await using var world = await PledgeWorld.StartAsync(server);
        var terms = world.Terms(await world.PatentAsync()) with { Scope = "担保范围另有约定" };
        var pledge = (await world.BeginAsync(terms)).Value;
        var bureau = world.Deals.Licensing.Bureau.Http;
        foreach (var http in (HttpClient[])[world.BankerHttp, bureau]) (await http.GetAsync($"/pledges/{pledge.Id}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await world.OfferAsync(pledge);
        (await world.BankerHttp.GetStringAsync($"/pledges/{pledge.Id}", Ct)).ShouldContain("担保范围另有约定");
        (await world.BankerHttp.GetStringAsync("/pledges?waits=true", Ct)).ShouldContain(pledge.Number);
        (await bureau.GetStringAsync($"/pledges/{pledge.Id}", Ct)).ShouldNotContain("1,000,000");
        await world.AgreeAsync(pledge);
        var seen = await bureau.GetStringAsync($"/pledges/{pledge.Id}", Ct);
        seen.ShouldContain("1,000,000");
        seen.ShouldNotContain("担保范围另有约定");
        (await bureau.GetStringAsync("/pledges/export.csv", Ct)).ShouldContain(terms.MainContractNo!);
        (await bureau.GetAsync($"/pledges/{pledge.Id}/application.html", Ct)).StatusCode.ShouldNotBe(HttpStatusCode.OK);
        var contract = (await world.CheckAsync(pledge)).Terms.Contract!;
        (await bureau.GetAsync($"/papers/{contract.Id}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await world.BankerHttp.GetAsync($"/papers/{contract.Id}", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var stranger = await world.App.NewMemberAsync(await world.App.NewOrganisationAsync(), Role.Administrator);
        (await stranger.Http.GetAsync($"/pledges/{pledge.Id}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await world.StepAsync(pledge, PledgeCause.File, by: stranger.Person)).Failures[0].Status.ShouldBe(404);
    }

    [Fact]
    public async Task The_application_says_what_both_agreed_on()
    {
        await using var world = await PledgeWorld.StartAsync(server);
        var pledge = await world.AgreedAsync(world.Terms(await world.PatentAsync("某研究所")));
        var page = await world.BankerHttp.GetStringAsync($"/pledges/{pledge.Id}/application.html", Ct);
        foreach (var word in (string[])[world.Bank.Name, world.Deals.Holder.Name, "壹佰万元", "2026-流贷-001", "某研究所（待同意）", pledge.Number]) page.ShouldContain(word);
        (await world.BankerHttp.GetAsync($"/pledges/{pledge.Id}/application.docx", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Silence_ends_what_nobody_registers_and_reminders_come_before_the_debt_is_due()
    {
        await using var world = await PledgeWorld.StartAsync(server);
        var offered = (await world.BeginAsync(world.Terms(await world.PatentAsync()))).Value;
        await world.OfferAsync(offered);
        var registered = await world.RegisteredAsync(world.Terms(await world.PatentAsync()));
        world.Pass(PledgeMachine.Silence.LastDay(world.Today).DayNumber - world.Today.DayNumber);
        await world.NightAsync();
        (await world.ReadAsync(offered)).State.ShouldBe(PledgeState.Offered);
        world.Pass(1);
        (await world.NightAsync()).ShouldBe(1);
        (await world.NightAsync()).ShouldBe(0);
        (await world.ReadAsync(offered)).State.ShouldBe(PledgeState.Lapsed);
        world.Pass(registered.DebtUntil!.Value.DayNumber - world.Today.DayNumber - 30);
        (await world.NightAsync()).ShouldBe(1);
        (await world.App.WithDatabaseAsync(db => db.Set<Web.Platform.Messages.Message>().CountAsync(m => m.Template == PledgeNotices.MailDue.Key, Ct))).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task When_its_patents_end_a_registered_pledge_falls_and_comes_back_with_them()
    {
        await using var world = await PledgeWorld.StartAsync(server);
        var (one, two) = (await world.PatentAsync(), await world.PatentAsync());
        var pledge = await world.RegisteredAsync(world.Terms(one, two));
        var filed = await world.AgreedAsync(world.Terms(await world.PatentAsync()));
        await world.Deals.Licensing.PatentAsync(one, PatentState.LapsedUnpaid);
        (await world.NightAsync()).ShouldBe(0);
        await world.Deals.Licensing.PatentAsync(two, PatentState.LapsedUnpaid);
        await world.Deals.Licensing.PatentAsync((await world.CheckAsync(filed)).Terms.Patents[0], PatentState.Abandoned);
        (await world.NightAsync()).ShouldBe(2);
        ((await world.ReadAsync(pledge)).State, (await world.ReadAsync(filed)).State).ShouldBe((PledgeState.Fallen, PledgeState.Lapsed));
        (await world.StepAsync(pledge, PledgeCause.Enforce, reason: "拍卖")).Failures[0].Code.ShouldBe("state_forbids");
        await world.Deals.Licensing.PatentAsync(two, PatentState.Restored);
        (await world.NightAsync()).ShouldBe(1);
        (await world.ReadAsync(pledge)).State.ShouldBe(PledgeState.Registered);
    }
}
