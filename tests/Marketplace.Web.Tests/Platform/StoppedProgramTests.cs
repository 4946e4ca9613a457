using System.Runtime.CompilerServices;
using Marketplace.Testing;

namespace Marketplace.Web.Tests.Platform;

/// <summary>Hundreds of programs live in the process of these tests, one after the other: what one of them leaves behind, all of them do.</summary>
public sealed class StoppedProgramTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_holds_a_program_that_stopped()
    {
        var services = await LiveAsync();
        for (var tries = 0; tries < 100 && services.IsAlive; tries++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Delay(100, Ct);   // What was under way when it stopped comes to its end.
        }
        services.IsAlive.ShouldBeFalse();
    }

    // Apart, so that no local of the test holds it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<WeakReference> LiveAsync()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        (await app.Http.GetAsync("/", Ct)).EnsureSuccessStatusCode();
        return new(app.Services);
    }
}
