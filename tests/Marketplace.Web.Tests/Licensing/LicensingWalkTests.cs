using Marketplace.Testing;
using Marketplace.Testing.Licensing;

namespace Marketplace.Web.Tests.Licensing;

/// <summary>The short walk of every run; `./bench walks` goes much further.</summary>
public sealed class LicensingWalkTests(PostgresServer server)
{
    [Fact]
    public async Task Whatever_people_do_at_once_and_whatever_is_cut_off_what_always_holds_holds()
    {
        var walk = new LicensingWalk(await server.NewDatabaseAsync(), seed: 8);
        await walk.RunAsync(steps: 600, restartEvery: 300, TestContext.Current.CancellationToken);
        walk.Report.Faults.ShouldBeEmpty(walk.Report.ToString());
        walk.Report.Killed.ShouldBeGreaterThan(0);
        walk.Report.Taken.ShouldBeGreaterThan(100, walk.Report.ToString());
    }
}
