using Marketplace.Testing;
using Marketplace.Web.Catalogue.Holders;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Names;
using Marketplace.Web.Platform.Outbox;
using Marketplace.Web.Tests.Catalogue.Searching;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Marketplace.Web.Tests.Catalogue.Searching.PatentWorld;

namespace Marketplace.Web.Tests.Catalogue.Holders;

/// <summary>Patents that were here before the organisation that holds them was known.</summary>
public sealed class HolderFollowerTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_registers_later_is_found_as_holder_by_name_and_place()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        var (byName, byCode, others) = (NewPatent("一种滴灌带"), NewPatent("一种埋藤机"), NewPatent("一种采棉机"));
        await app.AddAsync(byName, byCode, others);
        var code = Inhabitants.NewUscc("91");
        await app.HoldAsync(byName, null, "天山 节水有限公司");
        await HoldAsync(app, byCode, "旧名有限公司", code);
        // Somebody else of that name, whose code nobody here has.
        await HoldAsync(app, others, "天山节水有限公司", Inhabitants.NewUscc("91"));

        var owner = await app.NewOrganisationAsync(name: "天山节水有限公司", uscc: code);
        await FollowedAsync(app);

        (await HolderAsync(app, byName)).ShouldBe((owner.Id, code));
        (await HolderAsync(app, byCode)).ShouldBe((owner.Id, code));
        (await HolderAsync(app, others)).Id.ShouldBeNull();
        (await app.FindAsync($"?region={Inhabitants.Bole}")).ShouldBe([byName.ApplicationNo, byCode.ApplicationNo], ignoreOrder: true);
    }

    [Fact]
    public async Task A_former_name_taken_in_later_links_what_was_filed_under_it()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        var patent = NewPatent("一种滴灌带");
        await app.AddAsync(patent);
        await app.HoldAsync(patent, null, "博州水利机械厂");
        var owner = await app.NewOrganisationAsync(name: "博州节水股份有限公司");
        await FollowedAsync(app);
        (await HolderAsync(app, patent)).Id.ShouldBeNull();

        await app.WithDatabaseAsync(db =>
        {
            db.Add(new OrganisationName { OrganisationId = owner.Id, Name = "博州水利机械厂", FoldedName = NameFolding.Fold("博州水利机械厂"), AddedAt = TimeProvider.System.GetUtcNow() });
            return db.SaveChangesAsync(Ct);
        });
        await FollowedAsync(app);

        (await HolderAsync(app, patent)).Id.ShouldBe(owner.Id);
        (await app.FindAsync($"?holder={owner.Uscc}")).ShouldBe([patent.ApplicationNo]);
    }

    [Fact]
    public async Task Patents_of_a_merged_organisation_go_to_the_one_it_went_into()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        var patent = NewPatent("一种滴灌带");
        await app.AddAsync(patent);
        var (gone, heir) = (await app.NewOrganisationAsync(), await app.NewOrganisationAsync(region: Inhabitants.Meixian));
        await app.HoldAsync(patent, gone);

        await app.WithDatabaseAsync(db => db.Set<Organisation>().Where(o => o.Id == gone.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(o => o.State, OrganisationState.Merged).SetProperty(o => o.MergedInto, heir.Id), Ct));
        await FollowedAsync(app);

        // The code of the register stays.
        (await HolderAsync(app, patent)).ShouldBe((heir.Id, gone.Uscc));
        (await app.FindAsync($"?region={Inhabitants.Meixian}")).ShouldBe([patent.ApplicationNo]);
    }

    [Fact]
    public async Task The_index_follows_an_organisation_that_moves_or_is_renamed_and_no_other_change()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        var patent = NewPatent("一种滴灌带");
        await app.AddAsync(patent);
        var owner = await app.NewOrganisationAsync();
        await app.HoldAsync(patent, owner);
        await FollowedAsync(app);
        (await app.FindAsync($"?region={Inhabitants.Bole}")).ShouldBe([patent.ApplicationNo]);

        await app.WithDatabaseAsync(async db =>
        {
            var path = await db.Set<Web.Organisations.Regions.Region>().Where(r => r.Code == Inhabitants.Meixian).Select(r => r.Path).SingleAsync(Ct);
            return await db.Set<Organisation>().Where(o => o.Id == owner.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(o => o.RegionCode, Inhabitants.Meixian).SetProperty(o => o.RegionPath, path).SetProperty(o => o.Name, "眉县猕猴桃公司"), Ct);
        });
        await FollowedAsync(app);
        (await app.FindAsync($"?region={Inhabitants.Bole}")).ShouldBeEmpty();
        (await app.FindAsync($"?region={Inhabitants.Meixian}")).ShouldBe([patent.ApplicationNo]);
        (await app.FindAsync("?holder=眉县猕猴桃公司")).ShouldBe([patent.ApplicationNo]);

        var before = await RevisionAsync(app, patent);
        await app.WithDatabaseAsync(db => db.Set<Organisation>().Where(o => o.Id == owner.Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.Address, "城关镇"), Ct));
        await FollowedAsync(app);
        (await RevisionAsync(app, patent)).ShouldBe(before);
    }

    /// <summary>As an import leaves them whose piece was open while the organisation came: stored after the follower had looked.</summary>
    [Fact]
    public async Task What_neither_import_nor_follower_saw_is_linked_at_night()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync(), services: services => services.AddScoped<HolderSweep>());
        var (byName, byFormer, byCode, merged, unknown) = (NewPatent("一种滴灌带"), NewPatent("一种埋藤机"), NewPatent("一种采棉机"), NewPatent("一种打包机"), NewPatent("一种脱壳机"));
        var owner = await app.NewOrganisationAsync(name: "天山节水有限公司");
        var (gone, heir) = (await app.NewOrganisationAsync(name: "并走的公司"), await app.NewOrganisationAsync());
        await app.WithDatabaseAsync(async db =>
        {
            db.Add(new OrganisationName { OrganisationId = owner.Id, Name = "博州水利机械厂", FoldedName = NameFolding.Fold("博州水利机械厂"), AddedAt = TimeProvider.System.GetUtcNow() });
            await db.SaveChangesAsync(Ct);
            return await db.Set<Organisation>().Where(o => o.Id == gone.Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.State, OrganisationState.Merged).SetProperty(o => o.MergedInto, heir.Id), Ct);
        });
        await FollowedAsync(app);
        await app.AddAsync(byName, byFormer, byCode, merged, unknown);
        await app.HoldAsync(byName, null, "天山 节水有限公司");
        await app.HoldAsync(byFormer, null, "博州水利机械厂");
        await HoldAsync(app, byCode, "印错的名称", owner.Uscc);
        await app.HoldAsync(merged, gone);
        await app.HoldAsync(unknown, null, "无人知道的研究所");
        await FollowedAsync(app);
        var before = await RevisionAsync(app, unknown);

        (await SweepAsync(app)).ShouldBe(4);

        foreach (var patent in (Patent[])[byName, byFormer, byCode]) (await HolderAsync(app, patent)).ShouldBe((owner.Id, owner.Uscc));
        (await HolderAsync(app, merged)).Id.ShouldBe(heir.Id);
        (await HolderAsync(app, unknown)).Id.ShouldBeNull();
        (await RevisionAsync(app, unknown)).ShouldBe(before);
        await FollowedAsync(app);
        (await app.FindAsync($"?holder={owner.Uscc}")).ShouldBe([byName.ApplicationNo, byFormer.ApplicationNo, byCode.ApplicationNo], ignoreOrder: true);
        (await SweepAsync(app)).ShouldBe(0);
    }

    private static async Task<int> SweepAsync(RunningApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<HolderSweep>().SweepAsync(Ct);
    }

    /// <summary>Until nothing told is left to do, and the index has it.</summary>
    private static async Task FollowedAsync(RunningApp app)
    {
        await UntilAsync(() => app.WithDatabaseAsync(async db => !await db.Set<OutboxEvent>().AnyAsync(e => e.DoneAt == null, Ct)));
        await app.IndexedAsync();
    }

    private static Task<int> HoldAsync(RunningApp app, Patent patent, string name, string code) => app.WithDatabaseAsync(db =>
    {
        db.Add(new PatentHolder { ApplicationNo = patent.ApplicationNo, Place = 1, Name = name, FoldedName = NameFolding.Fold(name), Uscc = code });
        return db.SaveChangesAsync(Ct);
    });

    private static async Task<(Guid? Id, string? Code)> HolderAsync(RunningApp app, Patent patent)
    {
        var holder = await app.WithDatabaseAsync(db => db.Set<PatentHolder>().AsNoTracking().SingleAsync(h => h.ApplicationNo == patent.ApplicationNo, Ct));
        return (holder.OrganisationId, holder.Uscc);
    }

    private static Task<long> RevisionAsync(RunningApp app, Patent patent) => app.WithDatabaseAsync(db => db.Set<Patent>().Where(p => p.ApplicationNo == patent.ApplicationNo).Select(p => p.Revision).SingleAsync(Ct));
}
