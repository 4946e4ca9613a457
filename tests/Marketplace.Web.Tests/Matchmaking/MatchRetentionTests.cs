using Marketplace.Testing;
using Marketplace.Web.Matchmaking.Lists;
using Marketplace.Web.Matchmaking.Matches;
using Marketplace.Web.Matchmaking.Meetings;
using Marketplace.Web.Privacy;
using Marketplace.Web.Tests.Matchmaking.Meetings;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Matchmaking;

public sealed class MatchRetentionTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Moments_go_after_two_years_but_for_the_first_and_looks_after_three()
    {
        await using var world = await MeetingWorld.StartAsync(server);
        var now = world.Time.GetUtcNow();
        var disclosure = new NeedDisclosure { NeedId = world.Need.Id, HolderId = world.University.Id, Parts = [DisclosedPart.Identity], NdaVersion = "1", NdaHash = "x", GrantedAt = now.AddYears(-4) };
        await world.App.WithDatabaseAsync(async db =>
        {
            db.AddRange(Moment(now.AddDays(-800), 1), Moment(now.AddDays(-790), 2), Moment(now.AddDays(-10), 3));
            db.AddRange(disclosure, Look(disclosure, now.AddDays(-1100)), Look(disclosure, now.AddDays(-1000)));
            return await db.SaveChangesAsync(Ct);
        });
        await using (var scope = world.App.Services.CreateAsyncScope()) await ActivatorUtilities.CreateInstance<Retention>(scope.ServiceProvider).ApplyAsync(Ct);
        (await world.ReadAsync(db => db.Set<MatchLogEntry>())).Select(e => e.Rank).ShouldBe([1, 3], ignoreOrder: true);
        (await world.ReadAsync(db => db.Set<NeedSeen>())).ShouldHaveSingleItem().At.ShouldBe(now.AddDays(-1000));
        (await world.PageAsync(world.Owner.Http, "/account/data")).ShouldContain("匹配展示、打开和联系的记录");

        MatchLogEntry Moment(DateTimeOffset at, int rank) => new()
        {
            At = at,
            Moment = MatchMoment.Shown,
            Side = MatchSide.Offer,
            NeedId = world.Need.Id,
            ApplicationNo = world.No,
            OrganisationId = world.University.Id,
            Rank = rank,
            WeightsVersion = "test",
            InputsHash = "hash",
        };
    }

    private static NeedSeen Look(NeedDisclosure of, DateTimeOffset at) => new() { DisclosureId = of.Id, Parts = [DisclosedPart.Identity], At = at };
}
