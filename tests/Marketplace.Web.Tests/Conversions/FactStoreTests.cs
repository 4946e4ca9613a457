using Marketplace.Testing;
using Marketplace.Testing.Conversions;
using Marketplace.Web.Conversions.Counting;
using Marketplace.Web.Conversions.Duplicates;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Platform.Calendar;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Conversions;

/// <summary>What is kept in memory always knows what the database knows.</summary>
public sealed class FactStoreTests(PostgresServer server)
{
    private static readonly DateOnly s_day = new(2025, 2, 10);
    private static readonly CountRule s_contracts = StandardRules.Conversions.Single(rule => rule.Entity == CountEntity.Contracts);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_thing_that_comes_to_be_known_is_counted_at_the_next_question()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        using var store = new FactStore();
        (await CountAsync(app, store)).ShouldBe(0);
        var (first, second) = (Licence(1), Licence(2));
        await app.PutAsync([first], FilingState.Verified, ConversionOrigin.Imported);
        (await CountAsync(app, store)).ShouldBe(1);
        await app.PutAsync([second], FilingState.Submitted, ConversionOrigin.Imported);
        (await CountAsync(app, store)).ShouldBe(1);
        await app.PutAsync([Licence(3), Licence(4)], FilingState.Verified, ConversionOrigin.Imported);
        (await CountAsync(app, store)).ShouldBe(3);

        var merge = new Merge { FromId = first.ConversionId, IntoId = second.ConversionId, Reason = "同一份合同", At = TimeProvider.System.GetUtcNow() };
        await app.WithDatabaseAsync(async db =>
        {
            db.Add(merge);
            return await db.SaveChangesAsync(Ct);
        });
        (await CountAsync(app, store)).ShouldBe(2);
        await app.WithDatabaseAsync(db => db.Set<Merge>().Where(m => m.Id == merge.Id).ExecuteUpdateAsync(set => set.SetProperty(m => m.UndoneAt, TimeProvider.System.GetUtcNow()).SetProperty(m => m.UndoneReason, "不是同一份"), Ct));
        (await CountAsync(app, store)).ShouldBe(3);
    }

    [Fact]
    public async Task What_was_begun_earlier_and_committed_later_is_not_lost()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        using var store = new FactStore();
        var (slow, quick) = (Licence(1), Licence(2));
        await app.PutAsync([slow, quick], FilingState.Checked, ConversionOrigin.Imported);
        await using var scope = app.Services.CreateAsyncScope();
        await using var transaction = await scope.ServiceProvider.GetRequiredService<AppDbContext>().Database.BeginTransactionAsync(Ct);
        await VerifyAsync(scope.ServiceProvider, slow.Id);
        await using (var other = app.Services.CreateAsyncScope()) await VerifyAsync(other.ServiceProvider, quick.Id);
        (await CountAsync(app, store)).ShouldBe(1);
        (await CountAsync(app, store)).ShouldBe(1);
        await transaction.CommitAsync(Ct);
        (await CountAsync(app, store)).ShouldBe(2);
    }

    [Fact]
    public async Task Many_who_ask_at_once_get_the_same()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        using var store = new FactStore();
        await app.PutAsync([.. Enumerable.Range(1, 20).Select(Licence)], FilingState.Verified, ConversionOrigin.Imported);
        (await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => CountAsync(app, store)))).ShouldAllBe(count => count == 20);
        // A place that nobody had a conversion in before asks for columns made anew.
        await app.PutAsync([Licence(50, FilingMaker.Meixian)], FilingState.Verified, ConversionOrigin.Imported);
        (await CountAsync(app, store)).ShouldBe(21);
        await using var scope = app.Services.CreateAsyncScope();
        (await store.HistoriesAsync(scope.ServiceProvider.GetRequiredService<FactReader>(), Ct)).Count().ShouldBe(21);
    }

    private static async Task VerifyAsync(IServiceProvider services, Guid id)
    {
        var db = services.GetRequiredService<AppDbContext>();
        var filing = await db.Set<Filing>().SingleAsync(f => f.Id == id, Ct);
        services.GetRequiredService<CaseBook>().Take(FilingMachine.Machine, filing, FilingCause.Verify).ShouldBeNull();
        filing.VerifiedAt = TimeProvider.System.GetUtcNow();
        await db.SaveChangesAsync(Ct);
    }

    private static async Task<decimal> CountAsync(RunningApp app, FactStore store)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var columns = await store.ColumnsAsync(scope.ServiceProvider.GetRequiredService<FactReader>(), Ct);
        return columns.Official(RegionBasis.Taker, new Quarter(2025, 1), [], TimeProvider.System.GetUtcNow()).Count(new(s_contracts, "/", null, s_day));
    }

    private static Filing Licence(int n) => Licence(n, FilingMaker.Bole);

    private static Filing Licence(int n, string region) => FilingMaker.New(ConversionType.OrdinaryLicence, 500, n, s_day, region, FilingMaker.Patent(n)).With(f => (f.EffectiveOn, f.Amount, f.Level) = (s_day, 10_000, EvidenceLevel.L2));
}
