using System.Security.Cryptography;
using Marketplace.Testing;
using Marketplace.Web.Matchmaking.Matches;
using Marketplace.Web.Matchmaking.Pushes;
using Marketplace.Web.Needs;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Matchmaking.Pushes;

/// <summary>Who hears of new matches, how often, and that nobody else learns anything by it.</summary>
public sealed class MatchNewsTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_owners_people_are_told_once_and_the_message_names_nothing()
    {
        await using var world = await PushWorld.StartAsync(server);
        var patent = await world.OfferedAsync("绝密领域的装置");
        var (owner, competitor) = (await world.App.NewOrganisationAsync(), await world.App.NewOrganisationAsync());
        var person = await MemberAsync(world, owner, Role.Operator);
        var reader = await MemberAsync(world, owner, Role.Inventor);
        var stranger = await MemberAsync(world, competitor, Role.Administrator);
        var need = await NeedAsync(world.App, owner, patent.ApplicationNo);
        await NeedAsync(world.App, competitor, patent.ApplicationNo, side: MatchSide.Offer);   // The other side's rows tell an owner nothing.
        await NeedAsync(world.App, null, patent.ApplicationNo);                                // Nobody owns it: nobody is told.

        await RunAsync(world);
        await RunAsync(world);
        var messages = await world.App.WithDatabaseAsync(db => db.Set<Message>().AsNoTracking().Where(m => m.Template == "push.matches").ToListAsync(Ct));
        messages.ShouldAllBe(m => m.RecipientKey == PersonMessages.KeyOf(person.Id));
        messages.Select(m => m.Channel).ShouldBe([MessageChannel.InApp, MessageChannel.Mail], ignoreOrder: true);
        foreach (var message in messages)
        {
            var said = string.Join(' ', message.Parameters.Values) + message.DedupeKey;
            foreach (var secret in (string[])[need.Title, patent.Title, patent.ApplicationNo, need.Id.ToString(), need.Pseudonym, owner.Name]) said.ShouldNotContain(secret);
            message.Parameters["news"].ShouldEndWith("/patents/new");
        }

        (await (await world.App.SignedInAsync(person)).GetStringAsync("/account/match-alerts", Ct)).ShouldContain(need.Title);
        foreach (var other in (Person[])[reader, stranger])
        {
            var page = await (await world.App.SignedInAsync(other)).GetStringAsync("/account/match-alerts", Ct);
            page.ShouldNotContain(need.Title);
            page.ShouldNotContain(patent.Title);
        }
        (await world.CoverageAsync()).Items.ShouldBe(0);
        (await world.Directory.CountAsync<PushItem>()).ShouldBe(0);
        (await world.Clerk.GetStringAsync("/pushes/figures/rows", Ct)).ShouldNotContain(patent.Title);
    }

    [Fact]
    public async Task Pace_and_cap_are_kept_and_who_left_sees_nothing_more()
    {
        await using var world = await PushWorld.StartAsync(server);
        var owner = await world.App.NewOrganisationAsync();
        var person = await MemberAsync(world, owner, Role.Administrator);
        var http = await world.App.SignedInAsync(person);
        (await http.PostFormAsync("/account/match-alerts", null, ("pace", "AtOnce"), ("most", "2"))).Headers.Location!.ToString().ShouldBe("/account/match-alerts");
        for (var n = 0; n < 3; n++)
        {
            await NeedAsync(world.App, owner, (await world.OfferedAsync($"装置{n}")).ApplicationNo);
            await RunAsync(world);
            world.Time.Advance(TimeSpan.FromMinutes(5));
        }
        (await ToldAsync(world)).ShouldBe(2);
        world.Time.Advance(TimeSpan.FromDays(1));
        await RunAsync(world);
        (await ToldAsync(world)).ShouldBe(3);

        using var later = await world.App.SignedInAsync(person);
        (await later.PostFormAsync("/account/match-alerts", null, ("pace", "Off"), ("most", "2"))).Dispose();
        var last = await NeedAsync(world.App, owner, (await world.OfferedAsync("装置九")).ApplicationNo);
        world.Time.Advance(TimeSpan.FromDays(8));
        await RunAsync(world);
        (await ToldAsync(world)).ShouldBe(3);
        await world.App.WithDatabaseAsync(db => db.Set<Web.Organisations.Members.Membership>().Where(m => m.PersonId == person.Id).ExecuteUpdateAsync(s => s.SetProperty(m => m.Until, world.Time.GetUtcNow()), Ct));
        (await (await world.App.SignedInAsync(person)).GetStringAsync("/account/match-alerts", Ct)).ShouldNotContain(last.Title);
    }

    [Fact]
    public async Task Erasing_somebody_takes_their_settings_and_leaves_the_count()
    {
        await using var world = await PushWorld.StartAsync(server);
        var owner = await world.App.NewOrganisationAsync();
        var person = await MemberAsync(world, owner, Role.Administrator);
        await NeedAsync(world.App, owner, (await world.OfferedAsync()).ApplicationNo);
        await RunAsync(world);
        await world.App.WithDatabaseAsync(async db =>
        {
            await new PushData().EraseAsync(db, person.Id, world.Time.GetUtcNow(), Ct);
            return 0;
        });
        (await world.Directory.CountAsync<MatchAlert>()).ShouldBe(0);
        (await world.Directory.CountAsync<MatchTold>()).ShouldBe(0);
    }

    /// <summary>An open need with one match.</summary>
    internal static async Task<Need> NeedAsync(RunningApp app, Organisation? owner, string applicationNo, NeedVisibility visibility = NeedVisibility.Anonymous, MatchSide side = MatchSide.Need)
    {
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var need = new Need
        {
            OwnerId = owner?.Id,
            Source = NeedSource.Owner,
            State = NeedState.Open,
            Visibility = visibility,
            Pseudonym = RandomNumberGenerator.GetString("ABCDEFGHJKLMNPQRSTUVWXYZ", 10),
            Title = "需求" + RandomNumberGenerator.GetString("甲乙丙丁戊己庚辛壬癸", 8),
            RegionPath = owner?.RegionPath ?? "",
            CreatedAt = now,
            OpenedAt = now,
            ChangedAt = now,
        };
        await app.WithDatabaseAsync(db =>
        {
            db.Add(need);
            db.Add(new Match { Side = side, NeedId = need.Id, ApplicationNo = applicationNo, Score = 71, Factors = [], Reasons = "{}", WeightsVersion = "test", InputsHash = "test", FoundAt = now, ScoredAt = now });
            return db.SaveChangesAsync(Ct);
        });
        return need;
    }

    private static async Task<Person> MemberAsync(PushWorld world, Organisation organisation, Role role)
    {
        var person = await world.App.NewPersonAsync(mail: RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz", 12) + "@example.cn");
        await world.App.JoinAsync(person, organisation, role);
        return person;
    }

    private static Task<int> RunAsync(PushWorld world) => world.App.Services.GetRequiredService<MatchNews>().RunAsync(Ct);

    private static Task<int> ToldAsync(PushWorld world) => world.App.WithDatabaseAsync(db => db.Set<MatchTold>().Select(t => t.ToldAt).Distinct().CountAsync(Ct));
}
