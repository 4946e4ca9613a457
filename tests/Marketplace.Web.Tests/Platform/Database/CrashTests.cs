using Marketplace.Testing;

namespace Marketplace.Web.Tests.Platform.Database;

public sealed class CrashTests
{
    /// <summary>Five kills here; <c>./bench crash</c> does a hundred.</summary>
    [Fact]
    public async Task Killed_while_it_writes_it_loses_nothing_repeats_nothing_and_leaves_nothing_running()
    {
        var report = await CrashRun.RunAsync(kills: 5, writers: 4, TestContext.Current.CancellationToken);
        report.ShouldSatisfyAllConditions(
            r => r.Acknowledged.ShouldBeGreaterThan(25), r => r.Lost.ShouldBe(0), r => r.Twice.ShouldBe(0), r => r.Orphans.ShouldBe(0), r => r.AuditIntact.ShouldBeTrue());
    }
}
