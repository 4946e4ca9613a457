using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Fees;
using Marketplace.Web.Licensing.Obligations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Licensing;

/// <summary>What a licence owes from its effect to the last fen: written once, falling due, reported, invoiced, paid late, short, twice and too much, waived, disputed and ended.</summary>
public sealed class ObligationTests(PostgresServer server)
{
    private static readonly FeeTerms s_quarterly = new() { Base = FeeBase.NetSales, Rate = 5, Definition = "不含税销售额", Period = FeePeriod.Quarter, LateRate = 7.3m };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static FeeTerms Parts(params (decimal Amount, int Days)[] parts) => new() { Parts = [.. parts.Select(part => new FeePart(part.Amount, part.Days))], LateRate = 7.3m };

    /// <summary>Three parts: at once, after twenty days, after a year less some days.</summary>
    private static readonly FeeTerms s_parts = Parts((10_000, 0), (20_000, 20), (30_000.50m, 300));

    private static async Task<Licence> TakenAsync(LicensingWorld world, FeeModel model, FeeTerms terms, decimal? stated = null)
    {
        var licence = (await world.NotifyAsync(await world.AnnouncedAsync(model, terms), world.Notice() with { Stated = stated })).Value;
        if (licence.FirstFee > 0) (await world.PayAsync(licence, world.Transfer(licence.FirstFee))).Succeeded.ShouldBeTrue();
        return await world.ReadAsync(licence);
    }

    private static Task<List<FeeObligation>> FeesAsync(LicensingWorld world, Licence licence) =>
        world.App.WithDatabaseAsync(db => db.Set<FeeObligation>().AsNoTracking().Where(o => o.LicenceId == licence.Id).OrderBy(o => o.Ordinal).ToListAsync(Ct));

    private static async Task<FeeObligation> FeeAsync(LicensingWorld world, Licence licence, int ordinal) => (await FeesAsync(world, licence))[ordinal - 1];

    private static Task<int> NightAsync(LicensingWorld world) => world.AsAsync<ObligationNight, int>(world.Giver.Person, night => night.RunAsync(Ct));

    private static Task<Outcome<FeeObligation>> PayAsync(LicensingWorld world, Licence licence, int ordinal, NewPayment transfer, Person? by = null) =>
        world.AsAsync<ObligationPayments, Outcome<FeeObligation>>(by ?? world.Taker.Person, desk => desk.ShowAsync(licence.Id, ordinal, transfer, LicensingWorld.Paper(), Ct));

    private static Task<Outcome<FeeObligation>> ReportAsync(LicensingWorld world, Licence licence, int ordinal, decimal? reported, string? reason = null, Person? by = null) =>
        world.AsAsync<ObligationDesk, Outcome<FeeObligation>>(by ?? world.Taker.Person, desk => desk.ReportAsync(licence.Id, ordinal, reported, reason, null, Ct));

    private static Task<Outcome<FeeObligation>> InvoiceAsync(LicensingWorld world, Licence licence, int ordinal, NewInvoice invoice, Person? by = null, bool file = true) =>
        world.AsAsync<ObligationDesk, Outcome<FeeObligation>>(by ?? world.Giver.Person, desk => desk.InvoiceAsync(licence.Id, ordinal, invoice, file ? LicensingWorld.Paper() : null, Ct));

    private static NewInvoice Invoice(LicensingWorld world, string number = "26502000000012345678", decimal amount = 20_000, string? reason = null) => new(Guid.CreateVersion7(), number, world.Today, amount, reason);

    private static Task<Outcome<T>> DeskAsync<T>(LicensingWorld world, Person by, Func<ObligationDesk, Task<Outcome<T>>> act) where T : class => world.AsAsync(by, act);

    private static Task<Outcome<T>> AgreeAsync<T>(LicensingWorld world, Person by, Func<AgreementDesk, Task<Outcome<T>>> act) where T : class => world.AsAsync(by, act);

    /// <summary>To a day, with the night that came with it.</summary>
    private static async Task<int> ComeAsync(LicensingWorld world, DateOnly day)
    {
        world.Time.Advance(TimeSpan.FromDays(day.DayNumber - world.Today.DayNumber));
        return await NightAsync(world);
    }

    private static Task<int> MailsAsync(LicensingWorld world, ObligationNotice notice) => world.App.WithDatabaseAsync(db => db.Set<Message>().CountAsync(m => m.DedupeKey.StartsWith($"fee.news:{notice}:"), Ct));

    private static Task<List<string>> WorkAsync(LicensingWorld world) => world.App.WithDatabaseAsync(db => db.Set<WorkItem>().Where(w => w.DoneAt == null && w.Kind != LicenceNotices.Record && w.Kind != LicenceNotices.Receipt).OrderBy(w => w.Kind).Select(w => w.Kind).ToListAsync(Ct));

    [Fact]
    public async Task With_its_effect_a_licence_has_its_obligations_once_and_what_was_paid_counts()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = await TakenAsync(world, FeeModel.Instalment, s_parts);
        var fees = await FeesAsync(world, licence);
        fees.Select(fee => (fee.Ordinal, fee.Item, fee.Amount, fee.State)).ShouldBe([(1, FeeItem.Part, 10_000m, ObligationState.Paid), (2, FeeItem.Part, 20_000m, ObligationState.Scheduled), (3, FeeItem.Part, 30_000.50m, ObligationState.Scheduled)]);
        fees.Sum(fee => fee.Amount).ShouldBe(60_000.50m);
        fees.Select(fee => fee.Reference).Append(licence.Reference).Distinct().Count().ShouldBe(4);
        await world.AsAsync<ObligationBook, int>(world.Giver.Person, async book =>
        {
            await book.WriteAsync(licence, Ct);
            return 0;
        });
        (await NightAsync(world)).ShouldBe(0);
        (await FeesAsync(world, licence)).Count.ShouldBe(3);
        (await FeesAsync(world, await TakenAsync(world, FeeModel.Free, new()))).ShouldBeEmpty();
        (await FeesAsync(world, await TakenAsync(world, FeeModel.LumpSum, new() { Amount = 50_000 }))).Single().State.ShouldBe(ObligationState.Paid);
        (await world.App.WithDatabaseAsync(db => db.Set<Licence>().CountAsync(l => l.State == LicenceState.Effective, Ct))).ShouldBe(3);
    }

    [Fact]
    public async Task The_database_refuses_fixed_fees_that_do_not_sum_to_the_terms_and_a_second_writing()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = await TakenAsync(world, FeeModel.Instalment, s_parts);
        await Should.ThrowAsync<Exception>(() => world.App.WithDatabaseAsync(db => AddAsync(db, 4, 0.01m)));
        await Should.ThrowAsync<Exception>(() => world.App.WithDatabaseAsync(db => AddAsync(db, 3, 0m)));
        (await world.App.WithDatabaseAsync(db => AddAsync(db, 4, 0m))).ShouldBeGreaterThan(0);
        await Should.ThrowAsync<Exception>(() => world.App.WithDatabaseAsync(db => db.Set<FeeObligation>().ExecuteUpdateAsync(set => set.SetProperty(o => o.State, ObligationState.Paid), Ct)));
        await Should.ThrowAsync<Exception>(() => world.App.WithDatabaseAsync(db => db.Set<FeeObligation>().ExecuteDeleteAsync(Ct)));

        async Task<int> AddAsync(AppDbContext db, int ordinal, decimal amount)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Ct);
            var one = new FeeObligation { LicenceId = licence.Id, Ordinal = ordinal, Reference = $"X{ordinal}{amount:0.00}", Item = FeeItem.Part, Number = ordinal, FromDay = world.Today, ToDay = world.Today, WholeDays = 1, DueOn = world.Today, Amount = amount, State = ObligationState.Scheduled, Steps = 1 };
            db.Add(one);
            db.Add(new CaseStep { CaseId = one.Id, Number = 1, Machine = "obligation", From = "", Cause = "Schedule", To = "Scheduled", On = world.Today, At = world.Time.GetUtcNow() });
            var saved = await db.SaveChangesAsync(Ct);
            await transaction.CommitAsync(Ct);
            return saved;
        }
    }

    [Fact]
    public async Task It_falls_due_is_reminded_of_falls_overdue_and_paid_late_is_paid()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = await TakenAsync(world, FeeModel.Instalment, s_parts);
        var due = (await FeeAsync(world, licence, 2)).DueOn;
        (await ComeAsync(world, due.AddDays(-15))).ShouldBe(0);
        (await ComeAsync(world, due.AddDays(-14))).ShouldBe(1);
        (await NightAsync(world)).ShouldBe(0);
        (await FeeAsync(world, licence, 2)).State.ShouldBe(ObligationState.Due);
        // To an operator of either side; asked again the same night it is not said again.
        (await MailsAsync(world, ObligationNotice.Fortnight)).ShouldBeGreaterThan(1);
        (await WorkAsync(world)).ShouldBe([ObligationNotices.Pay]);
        // The night of the third day was missed; the next makes it up.
        await ComeAsync(world, due.AddDays(-2));
        var three = await MailsAsync(world, ObligationNotice.ThreeDays);
        three.ShouldBeGreaterThan(1);
        (await ComeAsync(world, due)).ShouldBe(0);
        (await MailsAsync(world, ObligationNotice.ThreeDays)).ShouldBe(three);
        (await ComeAsync(world, due.AddDays(1))).ShouldBe(1);
        (await FeeAsync(world, licence, 2)).State.ShouldBe(ObligationState.Overdue);
        (await MailsAsync(world, ObligationNotice.Late)).ShouldBe(three);
        await ComeAsync(world, due.AddDays(10));
        // 20,000 at 7.3 % a year: 4 yuan a day.
        (await (await world.App.SignedInAsync(world.Taker.Person)).GetStringAsync($"/licences/{licence.Id}/fees/2", Ct)).ShouldContain("20,040");
        (await PayAsync(world, licence, 2, world.Transfer(20_000))).Value.State.ShouldBe(ObligationState.Paid);
        (await WorkAsync(world)).ShouldBe([ObligationNotices.Receipt]);
        // The fee is paid, its interest is not yet; it grows no more.
        await ComeAsync(world, due.AddDays(30));
        (await BalanceAsync()).ShouldBe((0m + 36m, 0m));
        (await PayAsync(world, licence, 2, world.Transfer(36))).Succeeded.ShouldBeTrue();
        (await BalanceAsync()).ShouldBe((0m, 0m));
        (await PayAsync(world, licence, 2, world.Transfer(1))).Failures[0].Code.ShouldBe("already_paid");

        async Task<(decimal, decimal)> BalanceAsync()
        {
            var one = await FeeAsync(world, licence, 2);
            var balance = FeeBalance.Of(one, await world.App.WithDatabaseAsync(db => db.Set<Payment>().AsNoTracking().Where(p => p.ObligationId == one.Id).ToListAsync(Ct)), world.Today);
            return (balance.Owed, balance.Over);
        }
    }

    [Fact]
    public async Task Short_adds_up_twice_is_once_and_too_much_stays_the_licensees()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = await TakenAsync(world, FeeModel.Instalment, s_parts);
        var part = world.Transfer(5_000);
        (await PayAsync(world, licence, 2, part)).Value.State.ShouldBe(ObligationState.Scheduled);
        (await PayAsync(world, licence, 2, part)).Succeeded.ShouldBeTrue();
        (await PayAsync(world, licence, 2, world.Transfer(5_000) with { BankReference = part.BankReference })).Failures[0].Code.ShouldBe("payment_shown");
        (await PayAsync(world, licence, 2, world.Transfer(5_000) with { Payer = "别的公司" })).Failures[0].Code.ShouldBe("on_behalf_missing");
        (await PayAsync(world, licence, 2, world.Transfer(5_000), world.Giver.Person)).Failures[0].Status.ShouldBe(404);
        (await PayAsync(world, licence, 9, world.Transfer(5_000))).Failures[0].Status.ShouldBe(404);
        // The same transfer for two fees at one moment: one of them has it.
        var same = world.Transfer(15_500);
        var both = await Task.WhenAll(PayAsync(world, licence, 2, same with { Once = Guid.CreateVersion7() }), PayAsync(world, licence, 3, same with { Once = Guid.CreateVersion7() }));
        both.Count(outcome => outcome.Succeeded).ShouldBe(1);
        both.Single(outcome => !outcome.Succeeded).Failures[0].Code.ShouldBe("payment_shown");
        if (!both[0].Succeeded) (await PayAsync(world, licence, 2, world.Transfer(15_500))).Succeeded.ShouldBeTrue();
        (await FeeAsync(world, licence, 2)).State.ShouldBe(ObligationState.Paid);
        foreach (var reader in (HttpClient[])[world.Taker.Http, world.Giver.Http, world.Bureau.Http])
            (await reader.GetStringAsync($"/licences/{licence.Id}/fees/2", Ct)).ShouldContain("500");
        // What the licence rests on is another matter.
        (await world.ReadAsync(licence)).State.ShouldBe(LicenceState.Effective);
        (await world.App.Http.GetStringAsync($"/verify/{licence.VerifyToken}", Ct)).ShouldContain("已付款");
    }

    [Fact]
    public async Task A_contested_payment_of_a_fee_disputes_the_fee_and_not_the_licence()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = await TakenAsync(world, FeeModel.Instalment, s_parts);
        await PayAsync(world, licence, 2, world.Transfer(20_000));
        var payment = await world.App.WithDatabaseAsync(db => db.Set<Payment>().SingleAsync(p => p.ObligationId != null, Ct));
        (await Step(world.Giver.Person, desk => desk.ContestAsync(payment.Id, "没有到账", LicensingWorld.Paper(), Ct))).Value.State.ShouldBe(PaymentState.Contested);
        ((await FeeAsync(world, licence, 2)).State, (await world.ReadAsync(licence)).State).ShouldBe((ObligationState.Disputed, LicenceState.Effective));
        // It is the payment that is settled, not the fee.
        (await AgreeAsync(world, world.Taker.Person, desk => desk.OfferAsync(licence.Id, 2, Guid.CreateVersion7(), 1, "协商", Ct))).Failures[0].Code.ShouldBe("state_forbids");
        (await Step(world.Giver.Person, desk => desk.TakeBackContestAsync(payment.Id, Ct))).Succeeded.ShouldBeTrue();
        (await FeeAsync(world, licence, 2)).State.ShouldBe(ObligationState.Paid);
        await Step(world.Giver.Person, desk => desk.ContestAsync(payment.Id, "还是没有", LicensingWorld.Paper(), Ct));
        (await Step(world.Bureau.Person, desk => desk.DisproveAsync(payment.Id, "银行证明没有", LicensingWorld.Paper(), Ct))).Value.State.ShouldBe(PaymentState.Failed);
        ((await FeeAsync(world, licence, 2)).State, (await world.ReadAsync(licence)).State).ShouldBe((ObligationState.Due, LicenceState.Effective));
        (await PayAsync(world, licence, 2, world.Transfer(20_000) with { BankReference = payment.BankReference })).Value.State.ShouldBe(ObligationState.Paid);

        Task<Outcome<Payment>> Step(Person by, Func<PaymentDesk, Task<Outcome<Payment>>> act) => world.AsAsync(by, act);
    }

    [Fact]
    public async Task A_running_fee_is_reported_corrected_until_invoiced_and_its_advance_is_carried()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        // Expects 100,000 in the first quarter: 5,000 in advance.
        var licence = await TakenAsync(world, FeeModel.RunningRate, s_quarterly, stated: 100_000);
        licence.FirstFee.ShouldBe(5_000);
        var first = await FeeAsync(world, licence, 1);
        (first.State, first.Amount, first.Credited).ShouldBe((ObligationState.Scheduled, null, 5_000m));
        (await ReportAsync(world, licence, 1, 60_000)).Failures[0].Code.ShouldBe("state_forbids");
        (await InvoiceAsync(world, licence, 1, Invoice(world, "ADVANCE001", 5_000))).Value.State.ShouldBe(ObligationState.Scheduled);
        await ComeAsync(world, first.ToDay.AddDays(1));
        (await WorkAsync(world)).ShouldBe([ObligationNotices.Report]);
        (await PayAsync(world, licence, 1, world.Transfer(1))).Failures[0].Code.ShouldBe("report_first");
        (await InvoiceAsync(world, licence, 1, Invoice(world, "EARLY00001"))).Failures.ShouldNotBeEmpty();
        (await ReportAsync(world, licence, 1, null)).Failures[0].Code.ShouldBe("base_wrong");
        (await ReportAsync(world, licence, 1, 60_000, by: world.Giver.Person)).Failures[0].Status.ShouldBe(404);
        // 3,000 owed, 2,000 left over for the next period; the licence runs.
        (await ReportAsync(world, licence, 1, 60_000)).Value.State.ShouldBe(ObligationState.Paid);
        ((await FeeAsync(world, licence, 1)).Credited, (await FeeAsync(world, licence, 2)).Credited).ShouldBe((3_000m, 2_000m));
        (await world.ReadAsync(licence)).State.ShouldBe(LicenceState.Performing);
        (await ReportAsync(world, licence, 1, 60_000)).Succeeded.ShouldBeTrue();
        (await ReportAsync(world, licence, 1, 200_000)).Failures[0].Code.ShouldBe("reason_missing");
        (await ReportAsync(world, licence, 1, 200_000, "漏报线上销售")).Value.State.ShouldBe(ObligationState.Reported);
        var corrected = await FeeAsync(world, licence, 1);
        (corrected.Amount, corrected.Credited, (await FeeAsync(world, licence, 2)).Credited).ShouldBe((10_000m, 5_000m, 0m));
        (await WorkAsync(world)).ShouldBe([ObligationNotices.Invoice, ObligationNotices.Pay]);
        (await InvoiceAsync(world, licence, 1, Invoice(world, "FULL000001", 10_000), file: false)).Failures[0].Field.ShouldBe("invoiceFile");
        (await InvoiceAsync(world, licence, 1, Invoice(world, "FULL000001", 10_000), world.Taker.Person)).Failures[0].Status.ShouldBe(404);
        (await InvoiceAsync(world, licence, 1, Invoice(world, "FULL000001", 10_000))).Value.State.ShouldBe(ObligationState.Invoiced);
        (await ReportAsync(world, licence, 1, 100_000, "算错")).Failures[0].Code.ShouldBe("state_forbids");
        // A wrong invoice is replaced with a reason; a number counts once.
        (await InvoiceAsync(world, licence, 1, Invoice(world, "FULL000002", 5_000))).Failures[0].Code.ShouldBe("reason_missing");
        (await InvoiceAsync(world, licence, 1, Invoice(world, "ADVANCE001", 5_000, "写错"))).Failures[0].Code.ShouldBe("invoice_there");
        var other = Invoice(world, "FULL000002", 5_000, "扣除预付");
        (await InvoiceAsync(world, licence, 1, other)).Value.State.ShouldBe(ObligationState.Invoiced);
        (await InvoiceAsync(world, licence, 1, other)).Succeeded.ShouldBeTrue();
        (await world.App.WithDatabaseAsync(db => db.Set<FeeInvoice>().CountAsync(Ct))).ShouldBe(3);
        (await PayAsync(world, licence, 1, world.Transfer(5_000))).Value.State.ShouldBe(ObligationState.Paid);
        (await ReportAsync(world, licence, 1, 100_000, "再改")).Failures[0].Code.ShouldBe("guarded");
        // Not reported by the day: both hear of it; not paid by the day: overdue, and reported late it stays so.
        var second = await FeeAsync(world, licence, 2);
        await ComeAsync(world, second.ToDay.AddDays(1));
        await ComeAsync(world, second.ReportBy!.Value.AddDays(1));
        (await MailsAsync(world, ObligationNotice.ReportMissing)).ShouldBeGreaterThan(1);
        await ComeAsync(world, second.DueOn.AddDays(1));
        (await ReportAsync(world, licence, 2, 40_000)).Value.State.ShouldBe(ObligationState.Overdue);
        (await PayAsync(world, licence, 2, world.Transfer(2_000))).Value.State.ShouldBe(ObligationState.Paid);
    }

    [Fact]
    public async Task The_breach_is_the_patentees_to_declare_after_the_grace_and_cures_itself()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = await TakenAsync(world, FeeModel.Instalment, s_parts);
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
        var licence = await TakenAsync(world, FeeModel.Instalment, s_parts);
        var (clerk, _) = await world.App.NewMemberAsync(world.Holder, Role.Operator);
        (await Waive(clerk, "扶持")).Failures[0].Code.ShouldBe("not_yours");
        (await Waive(world.Giver.Person, " ")).Failures[0].Code.ShouldBe("reason_missing");
        (await Waive(world.Taker.Person, "不想付")).Failures[0].Status.ShouldBe(404);
        (await Waive(world.Giver.Person, "扶持小企业")).Value.State.ShouldBe(ObligationState.Waived);
        (await PayAsync(world, licence, 2, world.Transfer(20_000))).Failures[0].Code.ShouldBe("not_owed");
        (await Refuse()).Value.State.ShouldBe(ObligationState.Due);
        (await Waive(world.Giver.Person, "坚持免除")).Succeeded.ShouldBeTrue();
        world.Time.Advance(TimeSpan.FromDays(16));
        (await Refuse()).Failures[0].Code.ShouldBe("refusal_late");

        Task<Outcome<FeeObligation>> Waive(Person by, string reason) => DeskAsync(world, by, desk => desk.WaiveAsync(licence.Id, 2, reason, Ct));

        Task<Outcome<FeeObligation>> Refuse() => DeskAsync(world, world.Taker.Person, desk => desk.RefuseWaiverAsync(licence.Id, 2, "按约付款", Ct));
    }

    [Fact]
    public async Task A_dispute_is_settled_by_both_or_by_the_bureau_and_by_nobody_alone()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = await TakenAsync(world, FeeModel.Instalment, s_parts);
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

    [Fact]
    public async Task Both_agree_to_end_it_and_what_would_come_after_falls_away()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = await TakenAsync(world, FeeModel.Instalment, s_parts);
        (await Propose(world.Giver.Person, null)).Failures[0].Field.ShouldBe("endPaper");
        (await Propose(world.Giver.Person, LicensingWorld.Paper())).Succeeded.ShouldBeTrue();
        (await Propose(world.Taker.Person, LicensingWorld.Paper())).Failures[0].Code.ShouldBe("proposal_there");
        (await WorkAsync(world)).ShouldBe([ObligationNotices.Answer]);
        (await Accept(world.Giver.Person, licence.CertificateNo, LicensingWorld.Paper())).Failures[0].Code.ShouldBe("guarded");
        (await Accept(world.Taker.Person, "KX-错", LicensingWorld.Paper())).Failures[0].Code.ShouldBe("confirm_wrong");
        (await Accept(world.Taker.Person, licence.CertificateNo, null)).Failures[0].Code.ShouldBe("paper_missing");
        (await world.ReadAsync(licence)).State.ShouldBe(LicenceState.Effective);
        (await AgreeAsync(world, world.Taker.Person, desk => desk.DeclineEndAsync(licence.Id, "还要用", Ct))).Succeeded.ShouldBeTrue();
        (await Propose(world.Taker.Person, LicensingWorld.Paper())).Succeeded.ShouldBeTrue();
        (await AgreeAsync(world, world.Giver.Person, desk => desk.TakeBackEndAsync(licence.Id, Ct))).Failures[0].Code.ShouldBe("guarded");
        (await AgreeAsync(world, world.Taker.Person, desk => desk.TakeBackEndAsync(licence.Id, Ct))).Succeeded.ShouldBeTrue();
        (await Propose(world.Taker.Person, LicensingWorld.Paper())).Succeeded.ShouldBeTrue();
        (await Accept(world.Giver.Person, licence.CertificateNo, LicensingWorld.Paper())).Value.State.ShouldBe(LicenceState.Ended);
        (await FeesAsync(world, licence)).Select(fee => fee.State).ShouldBe([ObligationState.Paid, ObligationState.Dropped, ObligationState.Dropped]);
        (await WorkAsync(world)).ShouldBeEmpty();
        (await Propose(world.Taker.Person, LicensingWorld.Paper())).Failures[0].Code.ShouldBe("state_forbids");

        Task<Outcome<Licence>> Propose(Person by, Microsoft.AspNetCore.Http.IFormFile? paper) => AgreeAsync(world, by, desk => desk.ProposeEndAsync(licence.Id, Guid.CreateVersion7(), "产品停产", paper, Ct));

        Task<Outcome<Licence>> Accept(Person by, string typed, Microsoft.AspNetCore.Http.IFormFile? paper) => AgreeAsync(world, by, desk => desk.AcceptEndAsync(licence.Id, typed, paper, Ct));
    }

    [Fact]
    public async Task When_the_patent_ends_the_running_period_is_cut_and_at_the_terms_end_all_stays_owed()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var ended = await TakenAsync(world, FeeModel.RunningRate, s_quarterly, stated: 100_000);
        var expired = await TakenAsync(world, FeeModel.RunningRate, s_quarterly, stated: 100_000);
        world.Time.Advance(TimeSpan.FromDays(30));
        await world.PatentAsync(ended.ApplicationNo, PatentState.LapsedUnpaid);
        await world.NightAsync();
        await NightAsync(world);
        (await NightAsync(world)).ShouldBe(0);
        var cut = await FeesAsync(world, ended);
        (cut[0].ToDay, cut[0].State, cut[0].DueOn >= world.Today.AddDays(LicenceFeeSchedule.PayDays)).ShouldBe((world.Today, ObligationState.Scheduled, true));
        cut.Skip(1).ShouldAllBe(fee => fee.State == ObligationState.Dropped);
        await ComeAsync(world, world.Today.AddDays(1));
        (await ReportAsync(world, ended, 1, 100_000)).Value.Amount.ShouldBe(5_000);
        world.Time.Advance(TimeSpan.FromDays(400));
        await world.NightAsync();
        await NightAsync(world);
        (await world.ReadAsync(expired)).State.ShouldBe(LicenceState.Ended);
        (await FeesAsync(world, expired)).ShouldAllBe(fee => fee.State != ObligationState.Dropped && fee.State != ObligationState.Scheduled);
        // Owed after the end still, and paid still.
        (await ReportAsync(world, expired, 2, 100_000)).Succeeded.ShouldBeTrue();
        (await PayAsync(world, expired, 2, world.Transfer(5_000))).Value.State.ShouldBe(ObligationState.Paid);
    }

    [Fact]
    public async Task A_licence_that_never_was_owes_nothing()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = await TakenAsync(world, FeeModel.Instalment, s_parts);
        var payment = await world.App.WithDatabaseAsync(db => db.Set<Payment>().SingleAsync(Ct));
        await world.AsAsync<PaymentDesk, Outcome<Payment>>(world.Giver.Person, desk => desk.ContestAsync(payment.Id, "没有", LicensingWorld.Paper(), Ct));
        await world.AsAsync<PaymentDesk, Outcome<Payment>>(world.Bureau.Person, desk => desk.DisproveAsync(payment.Id, "没有付款", LicensingWorld.Paper(), Ct));
        (await world.ReadAsync(licence)).State.ShouldBe(LicenceState.Voided);
        (await FeesAsync(world, licence)).ShouldAllBe(fee => fee.State == ObligationState.Dropped);
    }

    [Fact]
    public async Task Its_pages_show_each_side_its_own_and_strangers_nothing()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = await TakenAsync(world, FeeModel.Instalment, s_parts);
        await ComeAsync(world, (await FeeAsync(world, licence, 2)).DueOn.AddDays(32));
        // Sessions do not last that long.
        var (taker, giver, bureau) = (await world.App.SignedInAsync(world.Taker.Person), await world.App.SignedInAsync(world.Giver.Person), await world.App.SignedInAsync(world.Bureau.Person));
        var (_, stranger) = await world.App.NewMemberAsync(await world.App.NewOrganisationAsync(), Role.Operator);
        foreach (var page in (string[])["/fees", "/fees/2", "/ending"]) (await stranger.GetAsync($"/licences/{licence.Id}{page}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.GetStringAsync("/fees/due", Ct)).ShouldContain("没有未结清的费用");
        (await stranger.GetStringAsync("/fees/due/export.csv?all=true", Ct)).ShouldNotContain(licence.CertificateNo);
        foreach (var (reader, sees) in ((HttpClient, string)[])[(taker, "应付"), (giver, "应收"), (bureau, "本地区")])
        {
            var list = await reader.GetStringAsync("/fees/due", Ct);
            list.ShouldContain(sees);
            list.ShouldContain($"/licences/{licence.Id}/fees/2");
            (await reader.GetStringAsync("/fees/due?state=Paid", Ct)).ShouldContain($"/licences/{licence.Id}/fees/1");
            (await reader.GetStringAsync("/fees/due/export.csv?state=Overdue", Ct)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);
            (await reader.GetAsync("/fees/due/export.xlsx", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
            (await reader.GetStringAsync($"/licences/{licence.Id}", Ct)).ShouldContain($"/licences/{licence.Id}/fees/3");
            (await reader.GetStringAsync($"/licences/{licence.Id}/fees/1", Ct)).ShouldContain("已付清");
        }
        (await giver.GetStringAsync($"/licences/{licence.Id}/fees", Ct)).ShouldContain("认定违约");
        (await taker.GetStringAsync($"/licences/{licence.Id}/fees", Ct)).ShouldNotContain("handler=Breach");
        (await bureau.GetAsync($"/licences/{licence.Id}/ending", Ct)).StatusCode.ShouldNotBe(HttpStatusCode.OK);
        var seen = await taker.GetStringAsync($"/licences/{licence.Id}/fees/2", Ct);
        seen.ShouldContain((await FeeAsync(world, licence, 2)).Reference);
        seen.ShouldContain("handler=Dispute");
        seen.ShouldNotContain("handler=Waive");
        (await giver.GetStringAsync($"/licences/{licence.Id}/fees/2", Ct)).ShouldContain("handler=Waive");
        // What was typed comes back with what is missing.
        var again = await taker.PostFormAsync($"/licences/{licence.Id}/fees/2", $"/licences/{licence.Id}/fees/2?handler=Dispute", ("disputeReason", "技术资料没有交付"));
        again.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await again.Content.ReadAsStringAsync(Ct)).ShouldContain("技术资料没有交付");
        (await giver.PostFormAsync($"/licences/{licence.Id}/fees", $"/licences/{licence.Id}/fees?handler=Breach")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await giver.GetStringAsync($"/licences/{licence.Id}", Ct)).ShouldContain("违约");
    }
}
