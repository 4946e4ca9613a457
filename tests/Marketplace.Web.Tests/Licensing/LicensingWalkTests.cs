using Marketplace.Testing;
using Marketplace.Testing.Licensing;

namespace Marketplace.Web.Tests.Licensing;

/// <summary>The short walk of every run; `./bench walks` goes a hundred times as far.</summary>
public sealed class LicensingWalkTests(PostgresServer server)
{
    [Fact]
    public async Task Whatever_people_do_at_once_and_whatever_is_cut_off_what_always_holds_holds()
    {
        var walk = new LicensingWalk(await server.NewDatabaseAsync(), seed: 8);
        await walk.RunAsync(steps: 1_000, restartEvery: 600, TestContext.Current.CancellationToken);
        walk.Report.Faults.ShouldBeEmpty(walk.Report.ToString());
        walk.Report.Killed.ShouldBeGreaterThan(0);
        walk.Report.Taken.ShouldBeGreaterThan(200, walk.Report.ToString());
    }
}
