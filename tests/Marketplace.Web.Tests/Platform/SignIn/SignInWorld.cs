using Marketplace.Testing;

namespace Marketplace.Web.Tests.Platform.SignIn;

/// <summary>One program for all sign-in tests of a class: each comes with numbers of its own.</summary>
public sealed class SignInWorld(PostgresServer server) : IAsyncLifetime
{
    public RunningApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync() => App = await RunningApp.StartAsync(await server.NewDatabaseAsync(), new Dictionary<string, string?>(StringComparer.Ordinal) { ["Messages:Gateway"] = "sandbox", ["RateLimits:WritesPerMinute"] = "1000" });

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
