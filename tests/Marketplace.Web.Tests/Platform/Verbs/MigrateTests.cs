using Marketplace.Testing;
using Marketplace.Web.Platform.Database;

namespace Marketplace.Web.Tests.Platform.Verbs;

public sealed class MigrateTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_migrate_migrates_and_two_programs_that_migrate_at_once_do_it_once()
    {
        using var folder = new TemporaryFolder();
        var address = await server.NewEmptyDatabaseAsync();
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ConnectionStrings__Marketplace"] = address.App,
            ["ConnectionStrings__MarketplaceOwner"] = address.Owner,
        };
        var check = await ServeProcess.RunAsync(environment, "audit", "verify", "--data", folder.In("data"));
        check.Code.ShouldBe(6);
        check.Errors.ShouldContain("marketplace migrate");
        var serve = await ServeProcess.RunAsync(environment, "serve", "--no-migrate", "--port", "0", "--data", folder.In("data"));
        serve.Code.ShouldBe(6, serve.Errors);
        serve.Output.ShouldBeEmpty();
        // The last word is plain; the log before it may hold what others met in a database without tables.
        serve.Errors.Trim().Split('\n')[^1].ShouldStartWith("The database lacks");
        (await Migrator.CountPendingAsync(address, Ct)).ShouldBeGreaterThan(0);

        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => ServeProcess.RunAsync(environment, "migrate", "--data", folder.In("data"))));
        both.ShouldAllBe(run => run.Code == 0);
        both.Count(run => run.Errors.Contains("Applying", StringComparison.Ordinal)).ShouldBe(1);
        (await Migrator.CountPendingAsync(address, Ct)).ShouldBe(0);
        // Their own database, not the folder's, is what they worked on.
        Directory.Exists(folder.In("data", "pg")).ShouldBeFalse();
    }
}
