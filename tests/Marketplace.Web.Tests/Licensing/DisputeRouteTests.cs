using Marketplace.Testing;
using Marketplace.Web.Licensing.Disputes;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Licensing;

/// <summary>Who has a dispute: the nearest bureau with the power, and when it says nothing the one above.</summary>
public sealed class DisputeRouteTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_bureau_that_says_nothing_loses_it_by_night_to_the_one_above_and_nobody_above_keeps_it()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var prefecture = await world.App.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Bozhou);
        var above = (await world.App.NewMemberAsync(prefecture, Role.BureauClerk)).Person;
        var county = await world.App.WithDatabaseAsync(db => db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Kind == OrganisationKind.Bureau && o.Id != prefecture.Id, Ct));
        (await world.AsAsync<MediationPowers, Outcome<MediationPower>>(above, powers => powers.SetAsync(county.Id, true, "案件多", Ct))).Succeeded.ShouldBeTrue();
        var licence = await world.EffectiveAsync();
        var dispute = (await world.AsAsync<DisputeDesk, Outcome<Dispute>>(world.Taker.Person, desk => desk.OpenAsync(licence.Id, new(Guid.CreateVersion7(), DisputeSubject.Licence, null, "质量不符", "减少费用"), Ct))).Value;
        dispute = (await world.AsAsync<DisputeDesk, Outcome<Dispute>>(world.Taker.Person, desk => desk.AskAsync(dispute.Id, Ct))).Value;
        dispute.BureauIds.ShouldBe([county.Id]);

        await ComeAsync(dispute.AcceptUntil!.Value);
        (await ReadAsync()).BureauId.ShouldBe(county.Id);
        await ComeAsync(dispute.AcceptUntil.Value.AddDays(1));
        var passed = await ReadAsync();
        (passed.State, passed.BureauId).ShouldBe((DisputeState.Asked, prefecture.Id));
        passed.BureauIds.ShouldBe([county.Id, prefecture.Id]);
        passed.AcceptUntil!.Value.ShouldBeGreaterThan(world.Today);
        // It has its whole time, once.
        await NightAsync();
        (await ReadAsync()).Steps.ShouldBe(passed.Steps);
        // Who had it reads it, and does nothing more.
        (await AcceptAsync(world.Bureau.Person)).Failures.Single().Code.ShouldBe("passed_on");

        // Nobody is above: it stays there, overdue.
        await ComeAsync(passed.AcceptUntil.Value.AddDays(3));
        ((await ReadAsync()).State, (await ReadAsync()).BureauId).ShouldBe((DisputeState.Asked, prefecture.Id));
        (await AcceptAsync(above)).Value.State.ShouldBe(DisputeState.Accepted);

        Task<Dispute> ReadAsync() => world.App.WithDatabaseAsync(db => db.Set<Dispute>().AsNoTracking().SingleAsync(Ct));

        Task<int> NightAsync() => world.AsAsync<DisputeNight, int>(world.Giver.Person, night => night.RunAsync(Ct));

        Task<int> ComeAsync(DateOnly day)
        {
            world.Time.Advance(TimeSpan.FromDays(day.DayNumber - world.Today.DayNumber));
            return NightAsync();
        }

        Task<Outcome<Dispute>> AcceptAsync(Person by) => world.AsAsync<MediationDesk, Outcome<Dispute>>(by, desk => desk.AcceptAsync(dispute.Id, by.Id, "无利害关系", Ct));
    }
}
