using Marketplace.Testing;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Income;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Units;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Licensing;

/// <summary>From a receipt to what was paid out (Conversion Law Arts. 43–45), with every way back.</summary>
public sealed class SharingTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_receipt_is_drafted_proposed_confirmed_and_paid()
    {
        await using var world = await IncomeWorld.StartAsync(server);
        var (licence, payment) = await world.ReceivedAsync();
        (await world.Licensing.Giver.Http.GetStringAsync("/income", Ct)).ShouldContain(licence.CertificateNo);
        (await world.Licensing.Giver.Http.GetStringAsync($"/licences/{licence.Id}", Ct)).ShouldContain("开始分配");
        var sharing = await world.BegunAsync(payment);
        (sharing.Gross, sharing.Net, sharing.Floor).ShouldBe((50_000m, 50_000m, 50m));
        sharing.Shares.Select(share => (share.Kind, share.Name, share.Amount)).ShouldBe([(ShareKind.Inventor, "陈教授", 12_500m), (ShareKind.Inventor, "王伟", 12_500m), (ShareKind.Unit, world.Licensing.Holder.Name, 25_000m)]);
        var saved = (await world.DeskAsync(desk => desk.SaveAsync(sharing.Id, 0, new(ShareBasis.Percent, null, [new(CostKind.Tax, 3_000, "增值税")], [new(ShareKind.Inventor, "陈教授", 40), new(ShareKind.Inventor, "王伟", 30), new(ShareKind.Unit, "大学", 30)]), Ct))).Value;
        (saved.Net, saved.Shares.Sum(share => share.Amount)).ShouldBe((47_000m, 47_000m));
        var (chen, _) = await world.LinkedAsync(saved, "陈教授");
        (await world.StepAsync(sharing, SharingCause.Propose)).Failures.ShouldBeEmpty();
        (await world.App.WithDatabaseAsync(db => db.Set<Message>().Where(m => m.RecipientKey == PersonMessages.KeyOf(chen.Id)).Select(m => m.Template).Distinct().ToListAsync(Ct))).ShouldBe([IncomeNotices.MailProposed.Key]);
        (await world.NightAsync()).ShouldBe(0);
        world.Licensing.Time.Advance(TimeSpan.FromDays(30));
        (await world.NightAsync()).ShouldBe(1);
        (await world.NightAsync()).ShouldBe(0);
        (await world.StepAsync(sharing, SharingCause.Pay, on: world.Licensing.Today)).Failures[0].Code.ShouldBe("guarded");
        System.Text.Encoding.UTF8.GetString((await world.PayrollAsync()).Value).ShouldContain("陈教授");
        (await world.StepAsync(sharing, SharingCause.Pay, on: world.Licensing.Today.AddDays(1))).Failures[0].Code.ShouldBe("on_wrong");
        (await world.StepAsync(sharing, SharingCause.Pay, on: world.Licensing.Today)).Value.State.ShouldBe(SharingState.Paid);
        (await world.StepAsync(sharing, SharingCause.Pay, on: world.Licensing.Today)).Failures[0].Code.ShouldBe("state_forbids");
        // A month later nobody is signed in any more.
        using (var again = await world.App.SignedInAsync(chen)) (await again.GetStringAsync("/account/shares", Ct)).ShouldContain("18,800");
        (await world.App.WithDatabaseAsync(db => db.Set<WorkItem>().Where(w => w.DoneAt == null && w.Kind.StartsWith("sharing.")).CountAsync(Ct))).ShouldBe(0);
        (await world.App.WithDatabaseAsync(db => db.Set<CaseStep>().Where(s => s.CaseId == sharing.Id).OrderBy(s => s.Number).Select(s => s.Cause).ToListAsync(Ct))).ShouldBe(["Begin", "Propose", "Confirm", "Pay"]);
    }

    [Fact]
    public async Task One_receipt_has_one_sharing_whoever_begins_it_at_once()
    {
        await using var world = await IncomeWorld.StartAsync(server);
        var (_, payment) = await world.ReceivedAsync();
        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.DeskAsync(desk => desk.BeginAsync(payment.Id, Ct))));
        all.Select(one => one.Value.Id).Distinct().Count().ShouldBe(1);
        var sharing = all[0].Value;
        (await world.StepAsync(sharing, SharingCause.Drop)).Failures[0].Code.ShouldBe("reason_missing");
        (await world.StepAsync(sharing, SharingCause.Drop, "退款")).Value.State.ShouldBe(SharingState.Dropped);
        (await world.DeskAsync(desk => desk.BeginAsync(payment.Id, Ct))).Value.Id.ShouldNotBe(sharing.Id);
    }

    [Fact]
    public async Task Who_begins_while_a_step_of_the_payment_is_taken_waits_and_holds_nothing_that_step_needs()
    {
        await using var world = await IncomeWorld.StartAsync(server);
        var (licence, payment) = await world.ReceivedAsync();
        await using var scope = world.App.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync(Ct);
        await db.Database.ExecuteSqlAsync($"select 1 from licences where id = {licence.Id} for update", Ct);
        var beginning = world.BegunAsync(payment);
        while (await db.Database.SqlQuery<int>($"select count(*)::int as \"Value\" from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'").SingleAsync(Ct) == 0) await Task.Delay(10, Ct);
        await Should.NotThrowAsync(db.Database.ExecuteSqlAsync($"select 1 from payments where id = {payment.Id} for update nowait", Ct));
        await transaction.RollbackAsync(Ct);
        await beginning;
    }

    [Fact]
    public async Task Two_who_edit_one_draft_are_told()
    {
        await using var world = await IncomeWorld.StartAsync(server);
        var (_, payment) = await world.ReceivedAsync();
        var sharing = await world.BegunAsync(payment);
        var draft = new SharingDraft(ShareBasis.Percent, null, [], [new(ShareKind.Inventor, "陈教授", 100)]);
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => world.DeskAsync(desk => desk.SaveAsync(sharing.Id, 0, draft, Ct))));
        both.Count(one => one.Succeeded).ShouldBe(1);
        both.Single(one => !one.Succeeded).Failures[0].Code.ShouldBe("conflict");
    }

    [Fact]
    public async Task Nothing_is_proposed_below_the_floor_or_before_the_money_is_there()
    {
        await using var world = await IncomeWorld.StartAsync(server);
        var (_, payment) = await world.ReceivedAsync(confirmed: false);
        var sharing = await world.BegunAsync(payment);
        (await world.StepAsync(sharing, SharingCause.Propose)).Failures[0].Code.ShouldBe("guarded");
        await world.Licensing.AsAsync<PaymentDesk, Outcome<Payment>>(world.Licensing.Giver.Person, desk => desk.ConfirmAsync(payment.Id, Ct));
        (await SaveAsync(49.99m)).Succeeded.ShouldBeTrue();
        (await world.StepAsync(sharing, SharingCause.Propose)).Failures[0].Message.ShouldContain("50%");
        (await SaveAsync(50)).Succeeded.ShouldBeTrue();
        (await world.StepAsync(sharing, SharingCause.Propose)).Succeeded.ShouldBeTrue();

        async Task<Outcome<Sharing>> SaveAsync(decimal people)
        {
            var revision = (await world.ReadAsync(sharing.Id)).Revision;
            return await world.DeskAsync(desk => desk.SaveAsync(sharing.Id, revision, new(ShareBasis.Percent, null, [], [new(ShareKind.Inventor, "陈教授", people), new(ShareKind.Unit, "大学", 100 - people)]), Ct));
        }
    }

    [Fact]
    public async Task A_universitys_rule_below_half_is_refused_an_enterprises_is_marked()
    {
        await using var world = await IncomeWorld.StartAsync(server);
        var rule = new NewRule(Guid.CreateVersion7(), "转化收益分配办法", 40, new(2020, 1, 1), null, null);
        (await RuleAsync(world.Licensing.Giver.Person, world.Licensing.Holder, rule)).Failures.ShouldHaveSingleItem().Code.ShouldBe("below_law");
        (await RuleAsync(world.Licensing.Giver.Person, world.Licensing.Holder, rule with { Percent = 70 })).Succeeded.ShouldBeTrue();
        (await RuleAsync(world.Licensing.Giver.Person, world.Licensing.Holder, rule with { Percent = 70 })).Succeeded.ShouldBeTrue();
        var (_, payment) = await world.ReceivedAsync();
        (await world.BegunAsync(payment)).Floor.ShouldBe(70);
        (await world.Licensing.Giver.Http.GetStringAsync($"/organisations/{world.Licensing.Holder.Uscc}/income-rules", Ct)).ShouldContain("转化收益分配办法");
        var firm = await world.App.NewOrganisationAsync();
        var (boss, http) = await world.App.NewMemberAsync(firm, Role.Administrator);
        (await RuleAsync(boss, firm, rule with { Once = Guid.CreateVersion7() })).Succeeded.ShouldBeTrue();
        (await http.GetStringAsync($"/organisations/{firm.Uscc}/income-rules", Ct)).ShouldContain("低于 50%");
        // Somebody else's, and an operator's.
        (await RuleAsync(boss, world.Licensing.Holder, rule with { Once = Guid.CreateVersion7() })).Failures[0].Status.ShouldBe(404);
        (await world.App.WithDatabaseAsync(db => db.Set<IncomeRule>().CountAsync(Ct))).ShouldBe(2);

        Task<Outcome<Organisation>> RuleAsync(Web.Platform.SignIn.Person by, Organisation holder, NewRule given) =>
            world.Licensing.AsAsync<IncomeRuleDesk, Outcome<Organisation>>(by, desk => desk.AddAsync(holder, given, LicensingWorld.Paper(), Ct));
    }

    [Fact]
    public async Task A_colleges_usual_shares_are_what_a_draft_begins_with()
    {
        await using var world = await IncomeWorld.StartAsync(server);
        var college = new OrganisationUnit { OrganisationId = world.Licensing.Holder.Id, Name = "水利学院" };
        await world.App.WithDatabaseAsync(db => { db.Add(college); return db.SaveChangesAsync(Ct); });
        (await DefaultAsync(70, 10, 25)).Failures[0].Code.ShouldBe("default_not_whole");
        (await DefaultAsync(40, 30, 30)).Failures[0].Code.ShouldBe("below_law");
        (await DefaultAsync(70, 10, 20)).Succeeded.ShouldBeTrue();
        (await DefaultAsync(60, 20, 20)).Succeeded.ShouldBeTrue();
        var (_, payment) = await world.ReceivedAsync(amount: 100.01m, inventors: ["甲", "乙", "丙"]);
        var sharing = await world.BegunAsync(payment);
        (await world.DeskAsync(desk => desk.DefaultsAsync(sharing.Id, college.Id, Ct))).Succeeded.ShouldBeTrue();
        sharing = await world.ReadAsync(sharing.Id);
        sharing.Shares.Select(share => share.Amount).Sum().ShouldBe(100.01m);
        sharing.Shares.Where(share => share.ToPerson).Sum(share => share.Amount).ShouldBe(60.01m);
        sharing.Shares.Single(share => share.Kind == ShareKind.Department).Name.ShouldBe("水利学院");

        Task<Outcome<Organisation>> DefaultAsync(decimal people, decimal department, decimal unit) => world.Licensing.AsAsync<IncomeRuleDesk, Outcome<Organisation>>(world.Licensing.Giver.Person, desk => desk.DefaultAsync(world.Licensing.Holder, college.Id, people, department, unit, Ct));
    }

    [Fact]
    public async Task Objections_are_answered_upheld_or_taken_back()
    {
        await using var world = await IncomeWorld.StartAsync(server);
        var (_, payment) = await world.ReceivedAsync();
        var sharing = await world.BegunAsync(payment);
        var (chen, _) = await world.LinkedAsync(sharing, "陈教授");
        var (wang, _) = await world.LinkedAsync(sharing, "王伟");
        var (chens, wangs) = (sharing.Shares[0].Id, sharing.Shares[1].Id);
        (await world.OwnAsync(chen, desk => desk.ObjectAsync(chens, "太少", Ct))).Failures[0].Status.ShouldBe(404);   // A draft is nobody's business yet.
        await world.StepAsync(sharing, SharingCause.Propose);
        (await world.OwnAsync(chen, desk => desk.ObjectAsync(chens, " ", Ct))).Failures[0].Code.ShouldBe("reason_missing");
        (await world.OwnAsync(chen, desk => desk.ObjectAsync(wangs, "太多", Ct))).Failures[0].Status.ShouldBe(404);
        (await world.OwnAsync(chen, desk => desk.ObjectAsync(chens, "我的贡献是六成", Ct))).Value.State.ShouldBe(SharingState.Objected);
        (await world.OwnAsync(chen, desk => desk.ObjectAsync(chens, "我的贡献是六成", Ct))).Succeeded.ShouldBeTrue();   // Sent twice.
        (await world.OwnAsync(wang, desk => desk.ObjectAsync(wangs, "费用算多了", Ct))).Succeeded.ShouldBeTrue();
        (await world.App.WithDatabaseAsync(db => db.Set<WorkItem>().CountAsync(w => w.Kind == IncomeNotices.Settle && w.DoneAt == null, Ct))).ShouldBe(1);
        world.Licensing.Time.Advance(TimeSpan.FromDays(30));
        (await world.NightAsync()).ShouldBe(0);   // What is objected to waits.
        (await world.OwnAsync(chen, desk => desk.WithdrawAsync(chens, Ct))).Value.State.ShouldBe(SharingState.Objected);
        (await world.OwnAsync(wang, desk => desk.WithdrawAsync(wangs, Ct))).Value.State.ShouldBe(SharingState.Proposed);
        (await world.OwnAsync(wang, desk => desk.ObjectAsync(wangs, "晚了", Ct))).Failures[0].Code.ShouldBe("object_late");
        await world.StepAsync(sharing, SharingCause.TakeBack, "重新核算");
        await world.StepAsync(sharing, SharingCause.Propose);
        await world.OwnAsync(chen, desk => desk.ObjectAsync(chens, "还是少", Ct));
        var answered = (await world.StepAsync(sharing, SharingCause.Answer, "贡献由课题组确认")).Value;
        (answered.State, answered.ObjectUntil > world.Licensing.Today).ShouldBe((SharingState.Proposed, true));
        await world.OwnAsync(chen, desk => desk.ObjectAsync(chens, "仍不同意", Ct));
        (await world.StepAsync(sharing, SharingCause.Uphold, "异议成立")).Value.State.ShouldBe(SharingState.Draft);
        (await world.ReadAsync(sharing.Id)).Shares.ShouldAllBe(share => share.ObjectedAt == null);
        (await world.App.WithDatabaseAsync(db => db.Set<WorkItem>().CountAsync(w => w.Kind == IncomeNotices.Settle && w.DoneAt == null, Ct))).ShouldBe(0);
    }

    [Fact]
    public async Task Once_all_agree_nobody_waits_and_a_mistake_goes_back()
    {
        await using var world = await IncomeWorld.StartAsync(server);
        var (_, payment) = await world.ReceivedAsync();
        var sharing = await world.BegunAsync(payment);
        var (chen, _) = await world.LinkedAsync(sharing, "陈教授");
        var (wang, _) = await world.LinkedAsync(sharing, "王伟");
        await world.StepAsync(sharing, SharingCause.Propose);
        (await world.OwnAsync(chen, desk => desk.AgreeAsync(sharing.Shares[0].Id, Ct))).Value.State.ShouldBe(SharingState.Proposed);
        (await world.OwnAsync(wang, desk => desk.AgreeAsync(sharing.Shares[1].Id, Ct))).Value.State.ShouldBe(SharingState.Confirmed);
        var token = (await world.ReadAsync(sharing.Id)).Shares[0].VerifyToken!;
        (await world.App.Http.GetStringAsync($"/verify/shares/{token}", Ct)).ShouldContain("陈教授");
        await world.PayrollAsync(sharing);
        await world.StepAsync(sharing, SharingCause.Pay, on: world.Licensing.Today);
        (await world.StepAsync(sharing, SharingCause.Reverse, "银行退回")).Value.State.ShouldBe(SharingState.Confirmed);
        (await world.StepAsync(sharing, SharingCause.Reopen, "姓名写错")).Value.State.ShouldBe(SharingState.Draft);
        // What the proof said holds no longer.
        (await world.App.Http.GetAsync($"/verify/shares/{token}", Ct)).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_database_lets_no_sum_be_wrong_and_nothing_proposed_change()
    {
        await using var world = await IncomeWorld.StartAsync(server);
        var (_, payment) = await world.ReceivedAsync();
        var sharing = await world.BegunAsync(payment);
        await RefusedAsync(db => db.Set<SharingShare>().Where(s => s.Ordinal == 1).ExecuteUpdateAsync(set => set.SetProperty(s => s.Amount, s => s.Amount + 0.01m), Ct));
        await RefusedAsync(db => db.Set<SharingShare>().Where(s => s.Ordinal == 1).ExecuteDeleteAsync(Ct));
        await RefusedAsync(db => db.Set<Sharing>().ExecuteUpdateAsync(set => set.SetProperty(s => s.Net, s => s.Net - 1), Ct));
        await RefusedAsync(db => db.Database.ExecuteSqlAsync($"insert into sharing_costs (id, sharing_id, kind, amount, reason) values (gen_random_uuid(), {sharing.Id}, 'Tax', 5, 'x')", Ct));
        await RefusedAsync(db => db.Set<Sharing>().ExecuteUpdateAsync(set => set.SetProperty(s => s.State, SharingState.Paid), Ct));
        await RefusedAsync(db => db.Set<Sharing>().ExecuteDeleteAsync(Ct));
        await world.StepAsync(sharing, SharingCause.Propose);
        // Between two people, the sum unchanged.
        await RefusedAsync(db => db.Set<SharingShare>().Where(s => s.Ordinal <= 2).ExecuteUpdateAsync(set => set.SetProperty(s => s.Amount, s => s.Ordinal == 1 ? s.Amount + 1 : s.Amount - 1), Ct));
        await RefusedAsync(db => db.Set<SharingShare>().ExecuteUpdateAsync(set => set.SetProperty(s => s.Name, s => s.Name + "x"), Ct));

        Task RefusedAsync(Func<AppDbContext, Task<int>> act) => Should.ThrowAsync<Npgsql.PostgresException>(() => world.App.WithDatabaseAsync(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Ct);
            var changed = await act(db);
            changed.ShouldBeGreaterThan(0);
            await transaction.CommitAsync(Ct);
            return changed;
        }));
    }
}
