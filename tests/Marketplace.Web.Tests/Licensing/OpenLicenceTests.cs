using Marketplace.Testing;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Licensing.Recordal;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Licensing;

/// <summary>Art. 51: notice and payment make the licence; whatever happens between them has one outcome.</summary>
public sealed class OpenLicenceTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Notice_and_payment_make_a_licence_and_nobody_is_asked()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var no = await world.AnnouncedAsync();
        (await world.Taker.Http.GetStringAsync($"/patents/{no}", Ct)).ShouldContain($"/licences/new?no={no}");
        (await world.Taker.Http.GetStringAsync($"/licences/new?no={no}", Ct)).ShouldContain("滴灌带");
        var licence = (await world.NotifyAsync(no)).Value;
        (licence.State, licence.FirstFee, licence.HolderId).ShouldBe((LicenceState.NoticeReceived, 50_000m, world.Holder.Id));
        (await world.Taker.Http.GetStringAsync($"/licences/{licence.Id}", Ct)).ShouldContain(licence.Reference);
        (await world.PayAsync(licence)).Value.State.ShouldBe(PaymentState.Paid);
        licence = await world.ReadAsync(licence);
        (licence.State, licence.EffectiveOn, licence.PaidOn).ShouldBe((LicenceState.Effective, world.Today, world.Today));
        foreach (var reader in (HttpClient[])[world.Taker.Http, world.Giver.Http, world.Bureau.Http])
        {
            (await reader.GetStringAsync("/licences", Ct)).ShouldContain(licence.CertificateNo);
            (await reader.GetStringAsync($"/licences/{licence.Id}", Ct)).ShouldContain("已生效");
            (await reader.GetStringAsync($"/licences/{licence.Id}/certificate", Ct)).ShouldContain("已付款，收款待确认");
            (await reader.GetStringAsync($"/licences/{licence.Id}/notice.html", Ct)).ShouldContain("滴灌带");
        }
        (await world.App.Http.GetStringAsync($"/verify/{licence.VerifyToken}", Ct)).ShouldContain("已付款，收款待确认");
        var payment = await world.App.WithDatabaseAsync(db => db.Set<Payment>().SingleAsync(Ct));
        (await world.AsAsync<PaymentDesk, Outcome<Payment>>(world.Giver.Person, desk => desk.ConfirmAsync(payment.Id, Ct))).Value.State.ShouldBe(PaymentState.Confirmed);
        (await world.App.Http.GetStringAsync($"/verify/{licence.VerifyToken}", Ct)).ShouldContain("收款已确认");
        // Three months of the day of effect, and the patentee is asked to file.
        var recordal = await world.App.WithDatabaseAsync(db => db.Set<LicenceRecordal>().SingleAsync(Ct));
        recordal.DueOn.ShouldBeGreaterThanOrEqualTo(world.Today.AddMonths(3));
        (await world.App.WithDatabaseAsync(db => db.Set<WorkItem>().Where(w => w.DoneAt == null && !w.Kind.StartsWith("filing.")).Select(w => w.Kind).ToListAsync(Ct))).ShouldBe([LicenceNotices.Record]);
        (await world.App.WithDatabaseAsync(db => db.Set<CaseStep>().Where(s => s.CaseId == licence.Id).OrderBy(s => s.Number).Select(s => s.Cause).ToListAsync(Ct))).ShouldBe(["Notify", "Deliver", "Pay", "TakeEffect"]);
    }

    [Fact]
    public async Task Strangers_see_no_licence_and_the_page_of_a_wrong_code_does_not_exist()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = await world.EffectiveAsync();
        var (_, stranger) = await world.App.NewMemberAsync(await world.App.NewOrganisationAsync(), Role.Operator);
        foreach (var page in (string[])["", "/certificate", "/certificate.pdf", "/notice.html", "/recordal.zip", "/qr.svg"])
            (await stranger.GetAsync($"/licences/{licence.Id}{page}", Ct)).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        (await stranger.GetStringAsync("/licences", Ct)).ShouldNotContain(licence.CertificateNo);
        (await stranger.GetAsync("/verify/" + new string('a', 24), Ct)).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        (await world.PayAsync(licence, by: world.Giver.Person)).Failures[0].Status.ShouldBe(404);
    }

    [Fact]
    public async Task Twice_short_late_and_in_another_name()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var no = await world.AnnouncedAsync();
        var notice = world.Notice();
        var licence = (await world.NotifyAsync(no, notice)).Value;
        (await world.NotifyAsync(no, notice)).Value.Id.ShouldBe(licence.Id);
        (await world.NotifyAsync(no)).Failures[0].Code.ShouldBe("licence_there");
        var part = world.Transfer(20_000);
        (await world.PayAsync(licence, part)).Succeeded.ShouldBeTrue();
        (await world.PayAsync(licence, part)).Succeeded.ShouldBeTrue();
        (await world.ReadAsync(licence)).State.ShouldBe(LicenceState.NoticeReceived);
        (await world.Taker.Http.GetStringAsync($"/licences/{licence.Id}", Ct)).ShouldContain("30,000");
        (await world.PayAsync(licence, world.Transfer(30_000) with { BankReference = part.BankReference })).Failures[0].Code.ShouldBe("payment_shown");
        (await world.PayAsync(licence, world.Transfer(30_000) with { Payer = "别的公司" })).Failures[0].Code.ShouldBe("on_behalf_missing");
        (await world.PayAsync(licence, world.Transfer(30_000) with { Payer = "别的公司", OnBehalf = "母公司代付" })).Succeeded.ShouldBeTrue();
        (await world.ReadAsync(licence)).State.ShouldBe(LicenceState.Effective);
        (await world.PayAsync(licence)).Failures[0].Code.ShouldBe("already_paid");
        (await world.App.WithDatabaseAsync(db => db.Set<Payment>().SumAsync(p => p.Amount, Ct))).ShouldBe(50_000);
        // Nothing for thirty days: the notice lapses, and money that comes after it buys nothing by itself.
        var late = (await world.NotifyAsync(await world.AnnouncedAsync())).Value;
        world.Time.Advance(TimeSpan.FromDays(45));
        (await world.NightAsync()).ShouldBe(1);
        (await world.NightAsync()).ShouldBe(0);
        (await world.ReadAsync(late)).State.ShouldBe(LicenceState.Lapsed);
        (await world.PayAsync(late)).Failures[0].Code.ShouldBe("notice_lapsed");
    }

    [Fact]
    public async Task What_was_notified_holds_whatever_becomes_of_the_declaration()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var no = await world.AnnouncedAsync();
        var licence = (await world.NotifyAsync(no)).Value;
        await world.App.WithDatabaseAsync(db => db.Set<Listing>().ExecuteUpdateAsync(set => set.SetProperty(l => l.FeeTerms, new FeeTerms { Amount = 90_000 }.ToJson()), Ct));
        var other = await world.App.NewOrganisationAsync();
        var (second, _) = await world.App.NewMemberAsync(other, Role.Operator);
        (await world.NotifyAsync(no, world.Notice(other), second)).Value.FirstFee.ShouldBe(90_000);
        (await world.App.WithDatabaseAsync(db => db.Set<TermsSnapshot>().CountAsync(Ct))).ShouldBe(2);
        // Withdrawn tomorrow. Paid before, acquired; paid after, not.
        world.Time.Advance(TimeSpan.FromDays(1));
        await world.StepAsync(no, DeclarationCause.FileWithdrawal, DeclarationCause.Withdraw);
        (await world.PayAsync(licence, world.Transfer(on: world.Today))).Failures[0].Code.ShouldBe("withdrawn_before");
        (await world.PayAsync(licence, world.Transfer(on: world.Today.AddDays(-1)))).Succeeded.ShouldBeTrue();
        licence = await world.ReadAsync(licence);
        licence.State.ShouldBe(LicenceState.Effective);
        await world.NightAsync();
        (await world.ReadAsync(licence)).State.ShouldBe(LicenceState.Effective);
        (await world.NotifyAsync(no, world.Notice(other), second)).Failures[0].Status.ShouldBe(404);
    }

    [Fact]
    public async Task Of_a_free_licence_the_notice_is_enough_and_by_post_its_dispatch()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var free = (await world.NotifyAsync(await world.AnnouncedAsync(FeeModel.Free, new()))).Value;
        free.State.ShouldBe(LicenceState.Effective);
        (await world.Taker.Http.GetStringAsync($"/licences/{free.Id}/certificate", Ct)).ShouldContain("免费");
        var posted = (await world.NotifyAsync(await world.AnnouncedAsync(registered: false))).Value;
        (posted.State, posted.Way).ShouldBe((LicenceState.NoticeSent, NoticeWay.Post));
        (await world.PayAsync(posted)).Succeeded.ShouldBeTrue();
        (await world.ReadAsync(posted)).State.ShouldBe(LicenceState.Paid);
        (await world.Taker.Http.GetStringAsync($"/licences/{posted.Id}", Ct)).ShouldContain("id=\"dispatch\"");
        var sent = await world.AsAsync<OpenLicenceDesk, Outcome<Licence>>(world.Taker.Person, desk => desk.DispatchAsync(posted.Id, world.Today, "EMS123", LicensingWorld.Paper(), Ct));
        (sent.Value.State, sent.Value.EffectiveOn).ShouldBe((LicenceState.Effective, world.Today));
    }

    [Fact]
    public async Task A_notice_posted_after_the_declaration_ended_takes_nothing()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var no = await world.AnnouncedAsync();
        await world.App.WithDatabaseAsync(db => db.Set<Organisation>().Where(o => o.Id == world.Holder.Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.State, OrganisationState.Suspended), Ct));
        var posted = (await world.NotifyAsync(no)).Value;
        await world.App.WithDatabaseAsync(db => db.Set<Organisation>().Where(o => o.Id == world.Holder.Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.State, OrganisationState.Active), Ct));
        (await world.PayAsync(posted)).Succeeded.ShouldBeTrue();
        world.Time.Advance(TimeSpan.FromDays(1));
        await world.StepAsync(no, DeclarationCause.FileWithdrawal, DeclarationCause.Withdraw);
        (await Dispatched(world.Today)).Failures.ShouldHaveSingleItem().Code.ShouldBe("dispatched_too_late");
        (await Dispatched(world.Today.AddDays(-1))).Value.State.ShouldBe(LicenceState.Effective);

        Task<Outcome<Licence>> Dispatched(DateOnly on) => world.AsAsync<OpenLicenceDesk, Outcome<Licence>>(world.Taker.Person, desk => desk.DispatchAsync(posted.Id, on, "EMS124", LicensingWorld.Paper(), Ct));
    }

    [Fact]
    public async Task A_payment_that_never_was_is_contested_and_disproved_by_the_bureau_alone()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = await world.EffectiveAsync();
        var payment = await world.App.WithDatabaseAsync(db => db.Set<Payment>().SingleAsync(Ct));
        (await Contest(null)).Failures[0].Code.ShouldBe("paper_missing");
        (await Contest(LicensingWorld.Paper())).Succeeded.ShouldBeTrue();
        (await world.ReadAsync(licence)).State.ShouldBe(LicenceState.Disputed);
        (await world.App.Http.GetStringAsync($"/verify/{licence.VerifyToken}", Ct)).ShouldContain("收款有异议");
        (await Disprove(world.Giver.Person)).Failures[0].Status.ShouldBe(404);
        (await Disprove(world.Bureau.Person)).Succeeded.ShouldBeTrue();
        (await world.ReadAsync(licence)).State.ShouldBe(LicenceState.Voided);
        (await world.App.WithDatabaseAsync(db => db.Set<LicenceRecordal>().Select(r => r.State).SingleAsync(Ct))).ShouldBe(RecordalState.Dropped);
        // Both steps rest on the bureau's record.
        (await world.App.WithDatabaseAsync(db => db.Set<CaseStep>().Where(s => s.Cause == "Disprove" || s.Cause == "DisprovePayment").Select(s => s.Evidence).ToListAsync(Ct))).Distinct().ShouldHaveSingleItem().ShouldContain(LicenceMachine.Mediation);

        Task<Outcome<Payment>> Contest(Microsoft.AspNetCore.Http.IFormFile? paper) => world.AsAsync<PaymentDesk, Outcome<Payment>>(world.Giver.Person, desk => desk.ContestAsync(payment.Id, "账户没有这笔款", paper, Ct));

        Task<Outcome<Payment>> Disprove(Web.Platform.SignIn.Person by) => world.AsAsync<PaymentDesk, Outcome<Payment>>(by, desk => desk.DisproveAsync(payment.Id, "银行证明没有这笔转账", LicensingWorld.Paper(), Ct));
    }

    [Fact]
    public async Task What_was_never_paid_is_void_although_it_was_over_before_that_was_known()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = (await world.NotifyAsync(await world.AnnouncedAsync())).Value;
        var halves = new List<Payment>();
        for (var n = 0; n < 2; n++) halves.Add((await world.PayAsync(licence, world.Transfer(25_000))).Value);
        (await world.AsAsync<PaymentDesk, Outcome<Payment>>(world.Giver.Person, desk => desk.ContestAsync(halves[0].Id, "账户没有这笔款", LicensingWorld.Paper(), Ct))).Succeeded.ShouldBeTrue();
        await world.PatentAsync(licence.ApplicationNo, PatentState.LapsedUnpaid);
        await world.NightAsync();
        (await world.ReadAsync(licence)).State.ShouldBe(LicenceState.Ended);
        (await world.AsAsync<PaymentDesk, Outcome<Payment>>(world.Bureau.Person, desk => desk.DisproveAsync(halves[0].Id, "银行证明没有这笔转账", LicensingWorld.Paper(), Ct))).Succeeded.ShouldBeTrue();
        (await world.ReadAsync(licence)).State.ShouldBe(LicenceState.Voided);
    }

    [Fact]
    public async Task Found_after_all_the_licence_stands_where_it_stood()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = await world.EffectiveAsync();
        var payment = await world.App.WithDatabaseAsync(db => db.Set<Payment>().SingleAsync(Ct));
        await world.AsAsync<PaymentDesk, Outcome<Payment>>(world.Giver.Person, desk => desk.ContestAsync(payment.Id, "没有", LicensingWorld.Paper(), Ct));
        (await world.AsAsync<PaymentDesk, Outcome<Payment>>(world.Giver.Person, desk => desk.TakeBackContestAsync(payment.Id, Ct))).Value.State.ShouldBe(PaymentState.Paid);
        (await world.ReadAsync(licence)).State.ShouldBe(LicenceState.Effective);
        world.Time.Advance(TimeSpan.FromDays(30));
        (await world.AsAsync<PaymentDesk, Outcome<Payment>>(world.Giver.Person, desk => desk.ContestAsync(payment.Id, "没有", LicensingWorld.Paper(), Ct))).Failures[0].Code.ShouldBe("contest_late");
    }

    [Fact]
    public async Task When_the_patent_ends_so_do_licences_notices_and_the_declaration()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = await world.EffectiveAsync();
        var other = await world.App.NewOrganisationAsync();
        var (second, _) = await world.App.NewMemberAsync(other, Role.Operator);
        var notified = (await world.NotifyAsync(licence.ApplicationNo, world.Notice(other), second)).Value;
        await world.PatentAsync(licence.ApplicationNo, PatentState.LapsedUnpaid);
        (await world.NightAsync()).ShouldBe(3);
        (await world.NightAsync()).ShouldBe(0);
        (await world.ReadAsync(licence)).State.ShouldBe(LicenceState.Ended);
        (await world.ReadAsync(notified)).State.ShouldBe(LicenceState.Lapsed);
        (await world.App.WithDatabaseAsync(db => db.Set<Declaration>().Select(d => d.State).SingleAsync(Ct))).ShouldBe(DeclarationState.Terminated);
    }

    [Fact]
    public async Task While_a_guard_says_no_nothing_new_is_begun_and_what_was_begun_goes_on()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var no = await world.AnnouncedAsync();
        var licence = (await world.NotifyAsync(no)).Value;
        await world.PatentAsync(no, PatentState.Suspended);
        (await world.NightAsync()).ShouldBe(1);
        var other = await world.App.NewOrganisationAsync();
        var (second, _) = await world.App.NewMemberAsync(other, Role.Operator);
        (await world.NotifyAsync(no, world.Notice(other), second)).Failures[0].Code.ShouldBe("guarded");
        (await world.PayAsync(licence)).Succeeded.ShouldBeTrue();
        (await world.ReadAsync(licence)).State.ShouldBe(LicenceState.Effective);
        await world.PatentAsync(no, PatentState.InForce);
        (await world.NightAsync()).ShouldBe(1);
        (await world.NotifyAsync(no, world.Notice(other), second)).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task Many_at_once_each_get_theirs()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var no = await world.AnnouncedAsync(FeeModel.Free, new());
        var takers = new List<(Web.Organisations.Organisation Organisation, Web.Platform.SignIn.Person Person)>();
        for (var i = 0; i < 20; i++)
        {
            var organisation = await world.App.NewOrganisationAsync();
            takers.Add((organisation, (await world.App.NewMemberAsync(organisation, Role.Operator)).Person));
        }
        var taken = await Task.WhenAll(takers.Select(taker => world.NotifyAsync(no, world.Notice(taker.Organisation), taker.Person)));
        taken.ShouldAllBe(licence => licence.Succeeded && licence.Value.State == LicenceState.Effective);
        taken.Select(licence => licence.Value.VerifyToken).Distinct().Count().ShouldBe(20);
        (await world.App.WithDatabaseAsync(db => db.Set<TermsSnapshot>().CountAsync(Ct))).ShouldBe(1);
    }

    [Fact]
    public async Task Recordal_is_entered_with_its_papers_and_may_come_late()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = await world.EffectiveAsync();
        (await Step(RecordalCause.File)).Value.State.ShouldBe(RecordalState.Filed);
        (await Step(RecordalCause.Return, reason: "缺付款凭证")).Value.State.ShouldBe(RecordalState.Returned);
        (await Step(RecordalCause.File)).Value.State.ShouldBe(RecordalState.Filed);
        (await Step(RecordalCause.Record)).Failures[0].Code.ShouldBe("record_no_missing");
        (await Step(RecordalCause.Record, number: "x2026980000001")).Value.RecordNo.ShouldBe("X2026980000001");
        (await Step(RecordalCause.File)).Failures[0].Code.ShouldBe("state_forbids");
        var other = await world.EffectiveAsync();
        world.Time.Advance(TimeSpan.FromDays(120));
        await world.NightAsync();
        (await world.App.WithDatabaseAsync(db => db.Set<LicenceRecordal>().Where(r => r.LicenceId == other.Id).Select(r => r.State).SingleAsync(Ct))).ShouldBe(RecordalState.Late);

        Task<Outcome<LicenceRecordal>> Step(RecordalCause cause, string? number = null, string? reason = null) =>
            world.AsAsync<RecordalDesk, Outcome<LicenceRecordal>>(world.Giver.Person, desk => desk.StepAsync(licence.Id, cause, world.Today, number, reason, LicensingWorld.Paper(), Ct));
    }
}
