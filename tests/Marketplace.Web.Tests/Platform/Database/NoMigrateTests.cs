using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Platform.Database;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Marketplace.Web.Tests.Platform.Database;

/// <summary>What <c>--no-migrate</c> does with a database that is away or as it should be; one that is behind: MigrateTests.</summary>
public sealed class NoMigrateTests(PostgresServer server)
{
    private static readonly Dictionary<string, string?> s_noMigrate = new(StringComparer.Ordinal) { ["no-migrate"] = "true" };
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_database_that_is_away_is_waited_for()
    {
        const string Nowhere = "Host=127.0.0.1;Port=1;Database=x;Username=x;Timeout=2";
        using var log = new FirstLine(nameof(DatabaseStart));
        await using var app = await RunningApp.StartAsync(new(Nowhere, Nowhere), s_noMigrate, logs: log, waitUntilReady: false);
        await log.Said.WaitAsync(s_patience, Ct);
        app.Services.GetRequiredService<DatabaseStart>().Refusal.ShouldBeNull();
        app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested.ShouldBeFalse();
        (await app.Http.GetAsync("/readyz", Ct)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await app.Http.GetAsync("/healthz", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_schema_of_this_version_is_served()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync(), s_noMigrate);
        // The index is read behind the database.
        for (var tries = 0; tries < 200 && (await app.Http.GetAsync("/readyz", Ct)).StatusCode != HttpStatusCode.OK; tries++) await Task.Delay(100, Ct);
        (await app.Http.GetAsync("/readyz", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    /// <summary>Completes with the first line that a class logs.</summary>
    private sealed class FirstLine(string category) : ILoggerProvider, ILogger
    {
        private readonly TaskCompletionSource<string> _said = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> Said => _said.Task;

        public ILogger CreateLogger(string categoryName) =>
            categoryName.EndsWith(category, StringComparison.Ordinal) ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _said.TrySetResult(formatter(state, exception));

        public void Dispose() { }
    }
}
