using System.Data.Common;
using Marketplace.Testing;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Marketplace.Web.Tests.Platform.Database;

/// <summary>The random walk found a contract in effect whose second signature nobody had confirmed: the database had dropped the connection between two saves of one transaction.</summary>
public sealed class LostConnectionTests(PostgresServer server)
{
    private const string Kind = "test.lost-connection";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <param name="savepoints">As Entity Framework does it by itself: the second save goes on alone over a connection of its own.</param>
    /// <param name="left">Of two saves.</param>
    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task A_transaction_that_loses_its_connection_between_two_saves_leaves_nothing_of_either(bool savepoints, int left)
    {
        var database = await server.NewDatabaseAsync();
        await using var app = await RunningApp.StartAsync(database, services: services => services.ConfigureDbContext<AppDbContext>(options => options.AddInterceptors(new AtRelease(database.App))));
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        if (savepoints) db.Database.AutoSavepointsEnabled = true;
        var transaction = await db.Database.BeginTransactionAsync(Ct);
        db.Publish(Kind, Guid.CreateVersion7(), new { save = 1 });
        await db.SaveChangesAsync(Ct);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        if (connection.FullState == System.Data.ConnectionState.Open) await CutAsync(database.App, connection);

        await Should.ThrowAsync<Exception>(async () =>
        {
            // A query between the two is what opens another connection, and forgets the transaction.
            await db.Set<OutboxEvent>().AnyAsync(Ct);
            db.Publish(Kind, Guid.CreateVersion7(), new { save = 2 });
            await db.SaveChangesAsync(Ct);
            await transaction.CommitAsync(Ct);
        });

        (await app.WithDatabaseAsync(other => other.Database.SqlQuery<int>($"select count(*)::int as \"Value\" from outbox_events where kind = {Kind}").SingleAsync(Ct))).ShouldBe(left);
    }

    private static async Task CutAsync(string address, NpgsqlConnection cut)
    {
        await using var other = new NpgsqlConnection(address);
        await other.OpenAsync(Ct);
        await using var command = new NpgsqlCommand($"select pg_terminate_backend({cut.ProcessID})", other);
        await command.ExecuteNonQueryAsync(Ct);
    }

    /// <summary>Where a savepoint is released: the moment at which nobody hears of it.</summary>
    private sealed class AtRelease(string address) : DbTransactionInterceptor
    {
        public override async ValueTask<InterceptionResult> ReleasingSavepointAsync(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
        {
            await CutAsync(address, (NpgsqlConnection)transaction.Connection!);
            return result;
        }
    }
}
