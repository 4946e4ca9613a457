using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Licensing.Income.Year;
using Marketplace.Web.Licensing.Obligations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Papers;
using Marketplace.Web.Licensing.Trials;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Licensing;

/// <summary>先使用后付费: a licence that is free until a day or a condition, whatever its kind: it owes nothing before, and from then on what its terms say, once.</summary>
public sealed class DeferredFeeTests(PostgresServer server)
{
    private static readonly FeeTerms s_condition = new() { Trigger = "年销售超过 100 万元", Then = FeeModel.Instalment, Parts = [new(10_000, 0), new(20_000, 60)] };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task<Licence> TakenAsync(LicensingWorld world, FeeTerms terms) =>
        await world.ReadAsync((await world.NotifyAsync(await world.AnnouncedAsync(FeeModel.Deferred, terms))).Value);

    private static Task<Outcome<T>> DeskAsync<T>(LicensingWorld world, Person by, Func<TriggerDesk, Task<Outcome<T>>> act) where T : class => world.AsAsync(by, act);

    private static Task<Outcome<FeeTrigger>> StateAsync(LicensingWorld world, Licence licence, Person by, DateOnly? on, Guid? once = null, bool proof = true, string words = "销售台账") =>
        DeskAsync(world, by, desk => desk.StateAsync(licence.Id, once ?? Guid.CreateVersion7(), on, words, proof ? LicensingWorld.Paper() : null, Ct));

    private static Task<List<FeeObligation>> FeesAsync(LicensingWorld world, Licence licence) =>
        world.App.WithDatabaseAsync(db => db.Set<FeeObligation>().AsNoTracking().Where(o => o.LicenceId == licence.Id).OrderBy(o => o.Ordinal).ToListAsync(Ct));

    private static Task<int> NightAsync(LicensingWorld world) => world.AsAsync<TriggerNight, int>(world.Giver.Person, night => night.RunAsync(Ct));

    private static Task<int> FeeNightAsync(LicensingWorld world) => world.AsAsync<ObligationNight, int>(world.Giver.Person, night => night.RunAsync(Ct));

    [Fact]
    public async Task Free_until_a_day_it_begins_without_money_and_owes_from_that_day()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = await TakenAsync(world, new() { FreeUntil = world.Today.AddDays(100), Then = FeeModel.LumpSum, Amount = 50_000 });
        (licence.State, licence.FirstFee).ShouldBe((LicenceState.Effective, 0m));
        var fee = (await FeesAsync(world, licence)).Single();
        (fee.State, fee.DueOn, fee.Amount).ShouldBe((ObligationState.Scheduled, world.Today.AddDays(100), 50_000m));
        (await world.App.WithDatabaseAsync(db => LicenceView.OfAsync(db, licence, Ct))).Paid.ShouldBe(PaidState.Later);
        (await (await world.App.SignedInAsync(world.Taker.Person)).GetStringAsync($"/licences/{licence.Id}/certificate.html", Ct)).ShouldNotContain("免费（人民币大写");
        // A day that is past when the licence begins defers nothing.
        var late = (await world.NotifyAsync(await world.AnnouncedAsync(FeeModel.Deferred, new() { FreeUntil = world.Today.AddDays(-1), Then = FeeModel.LumpSum, Amount = 50_000 }))).Value;
        (late.State, late.FirstFee).ShouldBe((LicenceState.NoticeReceived, 50_000m));
    }

    [Fact]
    public async Task A_condition_one_side_reports_and_the_other_confirms_makes_the_fees_once()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = await TakenAsync(world, s_condition);
        (licence.State, (await FeesAsync(world, licence)).Count).ShouldBe((LicenceState.Effective, 0));
        world.Time.Advance(TimeSpan.FromDays(40));
        var met = world.Today.AddDays(-30);
        (await StateAsync(world, licence, world.Taker.Person, null)).Failures.Single().Field.ShouldBe("metOn");
        (await StateAsync(world, licence, world.Taker.Person, world.Today.AddDays(1))).Failures.Single().Field.ShouldBe("metOn");
        (await StateAsync(world, licence, world.Taker.Person, met, proof: false)).Failures.Single().Field.ShouldBe("metProof");
        (await StateAsync(world, licence, world.Taker.Person, met, words: " ")).Failures.Single().Field.ShouldBe("metWords");
        (await StateAsync(world, licence, world.Bureau.Person, met)).Failures.Single().Status.ShouldBe(404);
        var once = Guid.CreateVersion7();
        (await StateAsync(world, licence, world.Taker.Person, met, once)).Succeeded.ShouldBeTrue();
        (await StateAsync(world, licence, world.Taker.Person, met, once)).Value.Steps.ShouldBe(1);
        (await StateAsync(world, licence, world.Giver.Person, met)).Failures.Single().Code.ShouldBe("trigger_there");
        (await DeskAsync(world, world.Taker.Person, desk => desk.ConfirmAsync(licence.Id, Ct))).Failures.Single().Code.ShouldBe("guarded");
        var confirmed = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => DeskAsync(world, world.Giver.Person, desk => desk.ConfirmAsync(licence.Id, Ct))));
        confirmed.Count(one => one.Succeeded).ShouldBe(1);
        var fees = await FeesAsync(world, licence);
        fees.Select(fee => (fee.Amount, fee.FromDay)).ShouldBe([(10_000m, met), (20_000m, met)]);
        // What fell due while it was settled is asked like any fixed fee: a fortnight ahead.
        fees[0].DueOn.ShouldBeGreaterThanOrEqualTo(world.Today.AddDays(14));
        fees[1].DueOn.ShouldBeGreaterThanOrEqualTo(met.AddDays(60));
        await FeeNightAsync(world);
        (await FeesAsync(world, licence)).Count.ShouldBe(2);
        (await StateAsync(world, licence, world.Taker.Person, met)).Failures.Single().Code.ShouldBe("trigger_there");
    }

    [Fact]
    public async Task What_the_holder_states_stands_after_a_fortnight_or_is_contested_and_mediated()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var (silent, quarrel) = (await TakenAsync(world, s_condition), await TakenAsync(world, s_condition));
        foreach (var licence in new[] { silent, quarrel }) (await StateAsync(world, licence, world.Giver.Person, world.Today)).Succeeded.ShouldBeTrue();
        (await DeskAsync(world, world.Taker.Person, desk => desk.ContestAsync(quarrel.Id, " ", Ct))).Failures.Single().Field.ShouldBe("contestReason");
        (await DeskAsync(world, world.Taker.Person, desk => desk.ContestAsync(quarrel.Id, "销售只有 80 万元", Ct))).Value.State.ShouldBe(TriggerState.Contested);
        world.Time.Advance(TimeSpan.FromDays(TriggerMachine.ContestTerm.LastDay(world.Today).DayNumber - world.Today.DayNumber));
        (await NightAsync(world)).ShouldBe(0);
        world.Time.Advance(TimeSpan.FromDays(1));
        // The night was not there yet, and the time to contest is over all the same.
        (await DeskAsync(world, world.Taker.Person, desk => desk.ContestAsync(silent.Id, "不对", Ct))).Failures.Single().Code.ShouldBe("guarded");
        (await NightAsync(world)).ShouldBe(1);
        (await NightAsync(world)).ShouldBe(0);
        (await FeesAsync(world, silent)).Count.ShouldBe(2);
        (await FeesAsync(world, quarrel)).ShouldBeEmpty();
        (await DecideAsync(world.Giver.Person, world.Today, LicensingWorld.Paper())).Failures.Single().Status.ShouldBe(404);
        (await DecideAsync(world.Bureau.Person, world.Today, null)).Failures.Single().Field.ShouldBe("decideRecord");
        (await DecideAsync(world.Bureau.Person, null, LicensingWorld.Paper())).Value.State.ShouldBe(TriggerState.Rejected);
        // It may come true later.
        (await StateAsync(world, quarrel, world.Giver.Person, world.Today)).Succeeded.ShouldBeTrue();
        (await DeskAsync(world, world.Taker.Person, desk => desk.ContestAsync(quarrel.Id, "还是不对", Ct))).Succeeded.ShouldBeTrue();
        (await DecideAsync(world.Bureau.Person, world.Today.AddDays(-3), LicensingWorld.Paper())).Value.MetOn.ShouldBe(world.Today.AddDays(-3));
        (await FeesAsync(world, quarrel)).Count.ShouldBe(2);

        Task<Outcome<FeeTrigger>> DecideAsync(Person by, DateOnly? on, IFormFile? record) => DeskAsync(world, by, desk => desk.DecideAsync(quarrel.Id, on, "调解结果", record, Ct));
    }

    [Fact]
    public async Task While_it_is_free_its_licensee_may_leave_and_not_after()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var (byDay, byCondition) = (await TakenAsync(world, new() { FreeUntil = world.Today.AddDays(20), Then = FeeModel.LumpSum, Amount = 50_000 }), await TakenAsync(world, s_condition));
        world.Time.Advance(TimeSpan.FromDays(10));
        await FeeNightAsync(world);
        // Asked for already, and not begun.
        (await FeesAsync(world, byDay)).Single().State.ShouldBe(ObligationState.Due);
        (await ExitAsync(byDay, world.Giver.Person)).Failures.Single().Status.ShouldBe(404);
        (await ExitAsync(byDay, world.Taker.Person, typed: "KX")).Failures.Single().Field.ShouldBe("exitTyped");
        (await ExitAsync(byDay, world.Taker.Person)).Value.State.ShouldBe(LicenceState.Ended);
        (await FeesAsync(world, byDay)).Single().State.ShouldBe(ObligationState.Dropped);
        (await StateAsync(world, byCondition, world.Giver.Person, world.Today)).Succeeded.ShouldBeTrue();
        (await ExitAsync(byCondition, world.Taker.Person)).Failures.Single().Code.ShouldBe("guarded");
        (await DeskAsync(world, world.Giver.Person, desk => desk.TakeBackAsync(byCondition.Id, Ct))).Succeeded.ShouldBeTrue();
        (await ExitAsync(byCondition, world.Taker.Person)).Value.State.ShouldBe(LicenceState.Ended);
        (await StateAsync(world, byCondition, world.Giver.Person, world.Today)).Failures.Single().Code.ShouldBe("no_condition");
        (await ExitAsync(await world.EffectiveAsync(), world.Taker.Person)).Failures.Single().Code.ShouldBe("guarded");

        Task<Outcome<Licence>> ExitAsync(Licence licence, Person by, string? typed = null) => DeskAsync(world, by, desk => desk.ExitAsync(licence.Id, typed ?? licence.CertificateNo, "用不上", Ct));
    }

    [Fact]
    public async Task Nothing_is_received_before_it_is_paid()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = await TakenAsync(world, s_condition);
        (await StateAsync(world, licence, world.Taker.Person, world.Today)).Succeeded.ShouldBeTrue();
        (await DeskAsync(world, world.Giver.Person, desk => desk.ConfirmAsync(licence.Id, Ct))).Succeeded.ShouldBeTrue();
        (await MoneyAsync()).ShouldBe((0m, 0m));
        (await world.AsAsync<ObligationPayments, Outcome<FeeObligation>>(world.Taker.Person, desk => desk.ShowAsync(licence.Id, 1, world.Transfer(10_000), LicensingWorld.Paper(), Ct))).Succeeded.ShouldBeTrue();
        (await MoneyAsync()).ShouldBe((0m, 10_000m));
        var payment = await world.App.WithDatabaseAsync(db => db.Set<Web.Licensing.Payments.Payment>().SingleAsync(p => p.Amount > 0, Ct));
        (await world.AsAsync<Web.Licensing.Payments.PaymentDesk, Outcome<Web.Licensing.Payments.Payment>>(world.Giver.Person, desk => desk.ConfirmAsync(payment.Id, Ct))).Succeeded.ShouldBeTrue();
        (await MoneyAsync()).ShouldBe((10_000m, 0m));

        async Task<(decimal Received, decimal Unconfirmed)> MoneyAsync()
        {
            var rows = await world.AsAsync<YearBook, IReadOnlyList<YearRow>>(world.Giver.Person, book => book.ReadAsync(world.Holder.Id, world.Today.Year, Ct));
            return (Sum(YearFigure.Received), Sum(YearFigure.Unconfirmed));
            decimal Sum(YearFigure figure) => rows.Where(row => row.Figure == figure).Sum(row => row.Amount);
        }
    }

    [Fact]
    public async Task A_licence_that_ends_overtakes_what_was_stated_and_its_page_is_its_sides_alone()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = await TakenAsync(world, s_condition);
        (await StateAsync(world, licence, world.Giver.Person, world.Today)).Succeeded.ShouldBeTrue();
        var page = $"/licences/{licence.Id}/condition";
        (await (await world.App.SignedInAsync(world.Taker.Person)).GetStringAsync(page, Ct)).ShouldContain("handler=Confirm");
        (await (await world.App.SignedInAsync(world.Bureau.Person)).GetAsync(page, Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var stranger = await world.App.NewMemberAsync(await world.App.NewOrganisationAsync(), Web.Platform.Access.Role.Operator);
        (await (await world.App.SignedInAsync(stranger.Person)).GetAsync(page, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await world.PatentAsync(licence.ApplicationNo, Web.Catalogue.LegalStatus.PatentState.Abandoned);
        await world.NightAsync();
        await FeeNightAsync(world);
        (await world.App.WithDatabaseAsync(db => db.Set<FeeTrigger>().Select(t => t.State).SingleAsync(Ct))).ShouldBe(TriggerState.Overtaken);
    }
}
