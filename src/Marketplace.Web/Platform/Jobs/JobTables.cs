using Npgsql;
using Quartz;

namespace Marketplace.Web.Platform.Jobs;

/// <summary>Quartz brings the script of its own tables; it is run once, by the owner, so that the working role needs no right to create tables.</summary>
public static class JobTables
{
    private const string Script = "Quartz.Impl.AdoJobStore.Schema.create_postgres.sql";

    public static async Task CreateAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var exists = new NpgsqlCommand("select to_regclass('qrtz_triggers') is not null", connection);
        if (await exists.ExecuteScalarAsync(ct) is true) return;
        using var reader = new StreamReader(typeof(IScheduler).Assembly.GetManifestResourceStream(Script)
            ?? throw new InvalidOperationException($"Quartz no longer ships {Script}"));
        await using var command = new NpgsqlCommand((await reader.ReadToEndAsync(ct)).Replace("{0}", "qrtz_", StringComparison.Ordinal).Replace("{1}", "qrtz_", StringComparison.Ordinal), connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
