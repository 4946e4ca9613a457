using Marketplace.Web.Data;
using Marketplace.Web.Platform.Verbs;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Web.Platform.Database;

/// <summary>Brings the database to this program's version, one program at a time, as the tables' owner.</summary>
public static class Migrator
{
    /// <summary>Any number that nobody else uses on this database: the first eight letters of "migrates" in ASCII.</summary>
    private const long AdvisoryLock = 0x6D69677261746573;

    public static async Task ApplyAsync(DatabaseAddress address, Action<string> say, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(address.Owner);
        await connection.OpenAsync(ct);
        await ExecuteAsync(connection, $"select pg_advisory_lock({AdvisoryLock})", ct);
        try
        {
            await using var db = new AppDbContext(new DbContextOptionsBuilder<AppDbContext>().UseNpgsql(connection).Options);
            var pending = (await db.Database.GetPendingMigrationsAsync(ct)).Count();
            if (pending > 0)
            {
                say(string.Format(VerbTexts.Culture, VerbTexts.Migrating, pending));
                // Compares the whole model first, which takes a quarter of a start: only where there is something to do.
                await db.Database.MigrateAsync(ct);
            }
            await Jobs.JobTables.CreateAsync(connection, ct);
            await Licensing.Cases.CaseSql.SyncAsync(connection, ct);
            await Organisations.Regions.RegionSeed.ApplyAsync(connection, ct);
            await Plans.Tables.PlanSeed.ApplyAsync(db, TimeProvider.System, ct);
            await GrantAsync(connection, new NpgsqlConnectionStringBuilder(address.App).Username!, ct);
        }
        finally
        {
            await ExecuteAsync(connection, $"select pg_advisory_unlock({AdvisoryLock})", CancellationToken.None);
        }
    }

    public static async Task<int> CountPendingAsync(DatabaseAddress address, CancellationToken ct)
    {
        // Opened here: Entity Framework would wrap the exception of a database that is away, and that must be told from one that is behind.
        await using var connection = new NpgsqlConnection(address.App);
        await connection.OpenAsync(ct);
        await using var db = new AppDbContext(new DbContextOptionsBuilder<AppDbContext>().UseNpgsql(connection).Options);
        return (await db.Database.GetPendingMigrationsAsync(ct)).Count();
    }

    /// <summary>
    /// The working role may do everything with the rows but change or remove what is append-only. Where it owns the tables (one connection string for
    /// both) it keeps every right: foreign keys and the chain's trigger work with the owner's. Triggers refuse then what rights cannot.
    /// </summary>
    private static async Task GrantAsync(NpgsqlConnection connection, string app, CancellationToken ct)
    {
        var role = $"\"{app.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        await ExecuteAsync(connection, $"""
            grant usage on schema public to {role};
            grant select, insert, update, delete on all tables in schema public to {role};
            grant usage, select on all sequences in schema public to {role};
            """, ct);
        if (await OwnsAsync(connection, app, ct)) return;
        await ExecuteAsync(connection, $"""
            revoke update, delete, truncate on audit_entries from {role};
            revoke insert, update, delete, truncate on audit_links from {role};
            revoke update, delete, truncate on fee_estimates from {role};
            """, ct);
    }

    private static async Task<bool> OwnsAsync(NpgsqlConnection connection, string app, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select tableowner = $1 from pg_tables where schemaname = 'public' and tablename = 'audit_links'", connection)
        {
            Parameters = { new() { Value = app } },
        };
        return await command.ExecuteScalarAsync(ct) is true;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
