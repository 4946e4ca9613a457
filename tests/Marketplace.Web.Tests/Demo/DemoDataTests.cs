using Marketplace.Testing;
using Marketplace.Web.Demo;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Directory;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Platform.SignIn;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Demo;

public sealed class DemoDataTests(PostgresServer server)
{
    private static readonly Dictionary<string, string?> s_demo = new(StringComparer.Ordinal) { ["demo"] = "true" };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_demonstration_has_all_who_take_part_and_a_second_start_adds_nothing()
    {
        var database = await server.NewDatabaseAsync();
        int[] first;
        await using (var app = await RunningApp.StartAsync(database, s_demo))
        {
            // What was done on the platform is filed by itself, when its events are told.
            await app.DrainOutboxAsync();
            first = await CountAsync(app);
            var organisations = await app.WithDatabaseAsync(db => db.Set<Organisation>().AsNoTracking().ToListAsync(Ct));
            var active = organisations.Where(o => o.State == OrganisationState.Active).ToList();
            organisations.ShouldAllBe(o => Uscc.Check(o.Uscc) == UsccVerdict.Right);
            active.Count(o => o.Kind is OrganisationKind.University or OrganisationKind.Institute or OrganisationKind.StateEnterprise).ShouldBeGreaterThanOrEqualTo(8);
            active.Count(o => o.Kind is OrganisationKind.Enterprise or OrganisationKind.Cooperative or OrganisationKind.HouseholdBusiness).ShouldBeGreaterThanOrEqualTo(16);
            organisations.Count(o => o.State == OrganisationState.Listed).ShouldBeGreaterThanOrEqualTo(200);
            Enum.GetValues<OrganisationKind>().Except(active.Select(o => o.Kind)).ShouldBeEmpty();
            foreach (var region in (string[])["653000", "652700", "610326", "150800"])
            {
                var bureaus = active.Where(o => o.Kind == OrganisationKind.Bureau && o.RegionPath.Contains($"/{region}/")).ToList();
                bureaus.Count.ShouldBeGreaterThanOrEqualTo(region == "610326" ? 1 : 3, region);
                active.ShouldContain(o => o.Kind == OrganisationKind.Enterprise && o.RegionPath.Contains($"/{region}/"));
                // Each plan's owner can take every step, each with another person.
                var owner = bureaus.Single(o => o.RegionCode == region);
                var staff = await app.WithDatabaseAsync(db => db.Set<Membership>().Where(m => m.OrganisationId == owner.Id).Select(m => new { m.PersonId, m.Role }).ToListAsync(Ct));
                staff.Select(m => m.Role).ShouldBe([Role.BureauClerk, Role.BureauReviewer, Role.BureauLocker, Role.BureauReader], ignoreOrder: true);
                staff.Select(m => m.PersonId).Distinct().Count().ShouldBe(4);
            }
            var accounts = app.Services.GetRequiredService<DemoAccounts>().All;
            Enum.GetValues<Role>().Except(accounts.SelectMany(a => a.Roles)).ShouldBeEmpty();
            await using var scope = app.Services.CreateAsyncScope();
            var people = scope.ServiceProvider.GetRequiredService<UserManager<Person>>();
            var someone = await app.WithDatabaseAsync(db => db.Set<Person>().AsNoTracking().SingleAsync(p => p.PhoneNumber == accounts[0].Phone, Ct));
            (await people.CheckPasswordAsync((await people.FindByIdAsync(someone.Id.ToString()))!, DemoAccounts.Password)).ShouldBeTrue();
        }
        await using var again = await RunningApp.StartAsync(database, s_demo);
        await again.DrainOutboxAsync();
        (await CountAsync(again)).ShouldBe(first);
    }

    [Fact]
    public async Task Without_the_word_demo_nobody_is_there()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        app.Services.GetRequiredService<DatabaseReady>().IsOpen.ShouldBeTrue();
        (await CountAsync(app)).ShouldAllBe(n => n == 0);
        app.Services.GetRequiredService<DemoAccounts>().All.ShouldBeEmpty();
    }

    private static Task<int[]> CountAsync(RunningApp app) => app.WithDatabaseAsync(async db => new[]
    {
        await db.Set<Organisation>().CountAsync(Ct), await db.Set<Person>().CountAsync(Ct), await db.Set<Membership>().CountAsync(Ct), await db.Set<DirectoryEntry>().CountAsync(Ct),
        await db.Set<DirectoryImport>().CountAsync(Ct), await db.Set<AuditEntry>().CountAsync(Ct),
    });
}
