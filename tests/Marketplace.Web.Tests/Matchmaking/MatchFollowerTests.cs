using System.Text.Json;
using Marketplace.Matching.Explanations;
using Marketplace.Matching.Factors;
using Marketplace.Testing;
using Marketplace.Web.Catalogue;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Matchmaking.Matches;
using Marketplace.Web.Needs;
using Marketplace.Web.Organisations;
using Marketplace.Web.Tests.Catalogue.Searching;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Marketplace.Web.Tests.Matchmaking;

/// <summary>What matches follows needs and offers, whoever changes them.</summary>
public sealed class MatchFollowerTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_need_meets_offers_as_both_come_and_go()
    {
        await using var app = await StartAsync();
        var (owner, holder) = (await app.NewOrganisationAsync(), await app.NewOrganisationAsync(OrganisationKind.University));
        var film = await app.OfferAsync(holder, "一种棉田残膜回收机", "用于回收棉田里的残膜，包括捡拾滚筒和脱膜装置。");
        await app.OfferAsync(holder, "一种葡萄酒发酵罐", "包括罐体和冷却夹套。");
        var need = await app.NeedAsync(owner, "棉田残膜回收", "地里的残膜捡不干净，求回收机械");
        await app.MatchedAsync();
        var match = (await app.MatchesAsync(need)).ShouldHaveSingleItem();
        match.ApplicationNo.ShouldBe(film.ApplicationNo);
        match.Score.ShouldBeInRange(20, 100);
        (match.WeightsVersion, match.InputsHash.Length).ShouldBe((app.Services.GetRequiredService<MatchIndex>().Ranker.Weights.Version, 32));
        var reasons = JsonSerializer.Deserialize<MatchReasons>(match.Reasons, JsonSerializerOptions.Web)!;
        reasons.Words.Select(word => word.Word).ShouldContain("回收");
        reasons.For().First().Factor.ShouldBe(Factor.Words);

        var second = await app.OfferAsync(holder, "一种棉田残膜捡拾装置", "捡拾棉田残膜。");
        await app.MatchedAsync();
        (await app.MatchesAsync(need)).Select(m => m.ApplicationNo).ShouldBe([film.ApplicationNo, second.ApplicationNo], ignoreOrder: true);

        await WithdrawAsync(app, film);
        await app.MatchedAsync();
        (await app.MatchesAsync(need)).Select(m => m.ApplicationNo).ShouldBe([second.ApplicationNo]);

        await app.ChangeAsync(need, n => n.State = NeedState.Paused);
        await app.MatchedAsync();
        (await app.MatchesAsync(need)).ShouldBeEmpty();
        await app.ChangeAsync(need, n => n.State = NeedState.Open);
        await app.MatchedAsync();
        (await app.MatchesAsync(need)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_holders_are_shown_knows_nothing_of_the_detail()
    {
        await using var app = await StartAsync();
        var (owner, holder) = (await app.NewOrganisationAsync(), await app.NewOrganisationAsync(OrganisationKind.Institute));
        var offer = await app.OfferAsync(holder, "一种石墨烯改性磷酸铁锂正极材料", "石墨烯包覆的磷酸铁锂。");
        var plain = await app.NeedAsync(owner, "电池材料改进", "低温下容量下降");
        var secret = await app.NeedAsync(owner, "电池材料改进", "低温下容量下降", new("我们用石墨烯包覆磷酸铁锂正极材料，量产时包覆不均匀", 1, 2));
        var hidden = await app.NeedAsync(owner, "石墨烯改性磷酸铁锂正极材料", more: n => n.Visibility = NeedVisibility.Private);
        await app.MatchedAsync();
        (await app.MatchesAsync(secret)).ShouldHaveSingleItem().ApplicationNo.ShouldBe(offer.ApplicationNo);
        (await app.MatchesAsync(secret))[0].Score.ShouldBeGreaterThan((await app.MatchesAsync(plain)).FirstOrDefault()?.Score ?? 0);
        (await app.MatchesAsync(hidden)).Count.ShouldBe(1);

        (await app.MatchesAsync(hidden, MatchSide.Offer)).ShouldBeEmpty();
        // The two say the same to the world: whatever a holder does to an offer, it moves both alike.
        foreach (var title in (string[])["一种石墨烯改性磷酸铁锂正极材料", "一种低温电池", "一种低温容量不下降的电池材料"])
        {
            await app.WithDatabaseAsync(db => db.Set<Patent>().Where(p => p.ApplicationNo == offer.ApplicationNo).ExecuteUpdateAsync(set => set.SetProperty(p => p.Title, title), Ct));
            await app.MatchedAsync();
            var (of, other) = (await app.MatchesAsync(secret, MatchSide.Offer), await app.MatchesAsync(plain, MatchSide.Offer));
            of.Select(Said).ShouldBe(other.Select(Said));
        }

        static (string, double, string, string) Said(Match match) => (match.ApplicationNo, match.Score, match.Reasons, match.InputsHash);
    }

    [Fact]
    public async Task Nobody_is_brought_together_with_themselves()
    {
        await using var app = await StartAsync();
        var institute = await app.NewOrganisationAsync(OrganisationKind.Institute);
        await app.OfferAsync(institute, "一种棉田残膜回收机");
        var need = await app.NeedAsync(institute, "棉田残膜回收");
        await app.MatchedAsync();
        (await app.MatchesAsync(need)).ShouldBeEmpty();
        (await app.MatchesAsync(need, MatchSide.Offer)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_best_fifty_are_kept_and_who_leaves_makes_room()
    {
        await using var app = await StartAsync();
        var (owner, holder) = (await app.NewOrganisationAsync(), await app.NewOrganisationAsync(OrganisationKind.University));
        List<Patent> offers = [];
        for (var i = 0; i < 53; i++) offers.Add(await app.OfferAsync(holder, $"一种棉田残膜回收机{new string('甲', i % 7)}"));
        var need = await app.NeedAsync(owner, "棉田残膜回收机");
        await app.MatchedAsync();
        var first = await app.MatchesAsync(need);
        first.Count.ShouldBe(50);
        await WithdrawAsync(app, offers.Find(offer => offer.ApplicationNo == first[0].ApplicationNo)!);
        await app.MatchedAsync();
        var then = await app.MatchesAsync(need);
        then.Count.ShouldBe(50);
        then.Select(m => m.ApplicationNo).ShouldNotContain(first[0].ApplicationNo);
        then.Min(m => m.Score).ShouldBeLessThanOrEqualTo(first[^1].Score);
    }

    /// <summary>Fewer offers are kept in memory than there are, so that lists fill from those that wait and from asking anew.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task However_offers_come_and_go_a_list_is_what_asking_anew_gives(int seed)
    {
        await using var app = await StartAsync();
        var (owner, holder) = (await app.NewOrganisationAsync(), await app.NewOrganisationAsync(OrganisationKind.University));
        var random = new Random(seed);
        List<Patent> offers = [];
        for (var i = 0; i < 130; i++) offers.Add(await app.OfferAsync(holder, Title()));
        var need = await app.NeedAsync(owner, "棉田残膜回收机");
        await app.MatchedAsync();
        for (var round = 0; round < 12; round++)
        {
            foreach (var offer in random.GetItems(offers.ToArray(), 9))
            {
                var removed = random.Next(3) == 0 ? DateTimeOffset.UnixEpoch : (DateTimeOffset?)null;
                var title = Title();
                await app.WithDatabaseAsync(db => db.Set<Patent>().Where(p => p.ApplicationNo == offer.ApplicationNo).ExecuteUpdateAsync(set => set.SetProperty(p => p.RemovedAt, removed).SetProperty(p => p.Title, title), Ct));
            }
            await app.MatchedAsync();
        }
        var fresh = await app.NeedAsync(owner, "棉田残膜回收机");
        await app.MatchedAsync();
        foreach (var side in Enum.GetValues<MatchSide>())
        {
            var (kept, asked) = (await app.MatchesAsync(need, side), await app.MatchesAsync(fresh, side));
            asked.Count.ShouldBeGreaterThanOrEqualTo(50);
            kept.Select(m => m.Score).ShouldBe(asked.Select(m => m.Score), 0.1);
        }

        string Title() => $"一种{string.Concat(random.GetItems("棉田残膜回收机械装置打捆滚筒".ToCharArray(), 3))}残膜回收{new string('机', random.Next(1, 4))}";
    }

    [Fact]
    public async Task Another_program_goes_on_where_the_first_stopped()
    {
        var database = await server.NewDatabaseAsync();
        Need need;
        Organisation holder;
        await using (var first = await RunningApp.StartAsync(database, MatchWorld.WithoutEncoder))
        {
            holder = await first.NewOrganisationAsync(OrganisationKind.University);
            need = await first.NeedAsync(await first.NewOrganisationAsync(), "棉田残膜回收");
            await first.OfferAsync(holder, "一种残膜回收机");
            await first.MatchedAsync();
        }
        await using var second = await RunningApp.StartAsync(database, MatchWorld.WithoutEncoder);
        var late = await second.OfferAsync(holder, "一种棉田残膜回收装置");
        await second.MatchedAsync();
        (await second.MatchesAsync(need)).Select(m => m.ApplicationNo).ShouldContain(late.ApplicationNo);
        (await second.MatchesAsync(need)).Count.ShouldBe(2);
    }

    /// <summary>More offers than needs: all needs are asked instead.</summary>
    [Fact]
    public async Task What_piled_up_while_nobody_wrote_is_made_up_for()
    {
        const string key = "7881708793177402983";
        var database = await server.NewDatabaseAsync();
        await using var other = new NpgsqlConnection(database.App);
        await other.OpenAsync(Ct);
        await using (var hold = new NpgsqlCommand($"select pg_advisory_lock({key})", other)) await hold.ExecuteNonQueryAsync(Ct);
        await using var app = await RunningApp.StartAsync(database, MatchWorld.WithoutEncoder);
        var holder = await app.NewOrganisationAsync(OrganisationKind.University);
        var need = await app.NeedAsync(await app.NewOrganisationAsync(), "棉田残膜回收");
        var (stays, goes) = (await app.OfferAsync(holder, "一种残膜回收机"), await app.OfferAsync(holder, "一种棉田残膜回收装置"));
        await WithdrawAsync(app, goes);
        (await app.MatchesAsync(need)).ShouldBeEmpty();
        await using (var release = new NpgsqlCommand($"select pg_advisory_unlock({key})", other)) await release.ExecuteNonQueryAsync(Ct);
        await app.MatchedAsync();
        (await app.MatchesAsync(need)).ShouldHaveSingleItem().ApplicationNo.ShouldBe(stays.ApplicationNo);
    }

    [Fact]
    public async Task The_encoder_reads_offers_once_and_a_text_that_changed_anew()
    {
        var database = await server.NewDatabaseAsync();
        await using var app = await RunningApp.StartAsync(database);
        var holder = await app.NewOrganisationAsync(OrganisationKind.University);
        var offer = await app.OfferAsync(holder, "一种残膜回收机");
        var need = await app.NeedAsync(await app.NewOrganisationAsync(), "棉田残膜回收");
        await PatentWorld.UntilAsync(async () => (await app.MatchesAsync(need)) is [var match] && match.Factors[(int)Factor.Context] > 0.3);
        var read = await VectorAsync(app, offer);
        await app.WithDatabaseAsync(db => db.Set<Patent>().Where(p => p.ApplicationNo == offer.ApplicationNo).ExecuteUpdateAsync(set => set.SetProperty(p => p.Title, "一种地膜捡拾装置"), Ct));
        await PatentWorld.UntilAsync(async () => !(await VectorAsync(app, offer)).SequenceEqual(read));
    }

    private static Task<byte[]> VectorAsync(RunningApp app, Patent offer) => app.WithDatabaseAsync(db => db.Set<OfferVector>().Where(v => v.ApplicationNo == offer.ApplicationNo).Select(v => v.Numbers).SingleAsync(Ct));

    private static Task<int> WithdrawAsync(RunningApp app, Patent offer) => app.WithDatabaseAsync(async db =>
    {
        await db.Set<Listing>().Where(l => db.Set<ListingPatent>().Any(m => m.ListingId == l.Id && m.ApplicationNo == offer.ApplicationNo)).ExecuteUpdateAsync(set => set.SetProperty(l => l.State, ListingState.Withdrawn), Ct);
        return await CatalogueChanges.TouchAsync(db, [offer.ApplicationNo], Ct);
    });

    private async Task<RunningApp> StartAsync() => await RunningApp.StartAsync(await server.NewDatabaseAsync(), MatchWorld.WithoutEncoder);
}
