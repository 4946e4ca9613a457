using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Fees;
using Marketplace.Web.Licensing.Obligations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Platform.Access;
using Microsoft.EntityFrameworkCore;
using static Marketplace.Web.Tests.Licensing.ObligationStage;

namespace Marketplace.Web.Tests.Licensing;

/// <summary>What a licence owes from its effect on: written once, falling due, reminded of, overdue, paid late; and who sees its pages.</summary>
public sealed class ObligationTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_its_effect_a_licence_has_its_obligations_once_and_what_was_paid_counts()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = await TakenAsync(world, FeeModel.Instalment, ThreeParts);
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
        var licence = await TakenAsync(world, FeeModel.Instalment, ThreeParts);
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
        var licence = await TakenAsync(world, FeeModel.Instalment, ThreeParts);
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
    public async Task Its_pages_show_each_side_its_own_and_strangers_nothing()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = await TakenAsync(world, FeeModel.Instalment, ThreeParts);
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
