using System.Text.Json;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Marketplace.Web.Organisations.Directory;

/// <summary>Reads a file, holds it against the directory, and saves what was confirmed. Each of the two steps is one transaction.</summary>
public sealed class DirectoryImporter(AppDbContext db, AuditLog audit, TimeProvider time)
{
    /// <summary>Two files saved at once could both find an enterprise missing. "names" in ASCII.</summary>
    private const long SaveLock = 0x6E616D6573;
    private const int ProgressEvery = 1000;

    /// <summary>Reading → Compared or Failed. Does nothing when somebody else is at it, or it was dropped meanwhile.</summary>
    public async Task CompareAsync(Guid id, Func<int, Task> progress, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await TakeAsync(id, ImportState.Reading, ct) is not { } import) return;
        var fault = await StageAsync(import, progress, ct);
        if (fault is null) await JudgeAsync(import, ct);
        import.State = fault is null ? ImportState.Compared : ImportState.Failed;
        import.Fault = fault?.Message;
        if (fault is not null) (import.File, import.FinishedAt) = (null, time.GetUtcNow());
        await FinishAsync(import, ImportState.Reading, transaction, ct);
    }

    /// <summary>Saving → Done; or back to Compared, when the directory is no longer what the clerk looked at.</summary>
    public async Task SaveAsync(Guid id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await TakeAsync(id, ImportState.Saving, ct) is not { } import) return;
        await ExecuteAsync("select pg_advisory_xact_lock($1)", ct, SaveLock);
        var confirmed = import.Fingerprint;
        await JudgeAsync(import, ct);
        import.Anew = import.Fingerprint != confirmed;
        import.State = import.Anew ? ImportState.Compared : ImportState.Done;
        if (!import.Anew)
        {
            var now = time.GetUtcNow();
            await ExecuteAsync(DirectorySql.SaveOrganisations, ct, id, now);
            await ExecuteAsync(DirectorySql.SaveEntries, ct, id, now, import.BureauId);
            await ExecuteAsync(DirectorySql.SaveLabels, ct, id);
            await ExecuteAsync(DirectorySql.AddLabels, ct, id);
            await ExecuteAsync(DirectorySql.FollowList, ct, id);
            await ExecuteAsync("delete from directory_import_rows where import_id = $1 and outcome <> 'Rejected'", ct, id);
            (import.File, import.FinishedAt) = (null, now);
            audit.Record(db, "directory.imported", $"directory-import:{id}",
                new { bureau = import.BureauId, by = import.PersonId, import.Read, import.Added, import.Changed, import.Unchanged, import.Rejected });
        }
        await FinishAsync(import, ImportState.Saving, transaction, ct);
    }

    /// <summary>Both workers of two programs see the open import; one gets the lock, which ends with the transaction, whatever ends it.</summary>
    private async Task<DirectoryImport?> TakeAsync(Guid id, ImportState state, CancellationToken ct)
    {
        var taken = await ScalarAsync("select pg_try_advisory_xact_lock($1, hashtext($2))", ct, 0x64697265, id.ToString()) is true;
        return taken ? await db.Set<DirectoryImport>().AsNoTracking().SingleOrDefaultAsync(i => i.Id == id && i.State == state, ct) : null;
    }

    private async Task<Failure?> StageAsync(DirectoryImport import, Func<int, Task> progress, CancellationToken ct)
    {
        var opened = SheetReader.Open(import.File!, DirectoryColumns.Plan);
        if (!opened.Succeeded) return opened.Failures[0];
        var check = new DirectoryRowCheck(new Places(await db.Set<Region>().AsNoTracking().Where(r => r.Path.StartsWith(import.RegionPath)).OrderBy(r => r.Path).ToListAsync(ct)));
        await ExecuteAsync("delete from directory_import_rows where import_id = $1", ct, import.Id);
        await using (var copy = await Connection.BeginBinaryImportAsync(
            "copy directory_import_rows (import_id, number, id, uscc, outcome, cells, understood, faults, registered, compared) from stdin (format binary)", ct))
        {
            foreach (var row in opened.Value.Rows())
            {
                await WriteAsync(copy, import.Id, check.Check(row), ct);
                if (++import.Read % ProgressEvery == 0) await progress(import.Read);
            }
            if (opened.Value.Failure is { } failure) return failure;   // Not completed, the copy leaves nothing.
            await copy.CompleteAsync(ct);
        }
        await progress(import.Read);
        return import.Read > 0 ? null : new("directory_no_rows", 422, DirectoryTexts.NoRows, "file");
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter copy, Guid import, CheckedRow row, CancellationToken ct)
    {
        await copy.StartRowAsync(ct);
        await copy.WriteAsync(import, NpgsqlDbType.Uuid, ct);
        await copy.WriteAsync(row.Number, NpgsqlDbType.Integer, ct);
        await copy.WriteAsync(Guid.CreateVersion7(), NpgsqlDbType.Uuid, ct);
        await copy.WriteAsync(row.Uscc, NpgsqlDbType.Varchar, ct);
        await copy.WriteAsync(row.Faults.Count > 0 ? nameof(RowOutcome.Rejected) : nameof(RowOutcome.New), NpgsqlDbType.Varchar, ct);
        await copy.WriteAsync(JsonSerializer.Serialize(row.Cells), NpgsqlDbType.Jsonb, ct);
        await copy.WriteAsync(JsonSerializer.Serialize(row.Understood), NpgsqlDbType.Jsonb, ct);
        await copy.WriteAsync(JsonSerializer.Serialize(row.Faults, JsonSerializerOptions.Web), NpgsqlDbType.Jsonb, ct);
        await copy.WriteAsync(false, NpgsqlDbType.Boolean, ct);
        await copy.WriteAsync(false, NpgsqlDbType.Boolean, ct);
    }

    private async Task JudgeAsync(DirectoryImport import, CancellationToken ct)
    {
        await ExecuteAsync(DirectorySql.Compare, ct, import.Id, import.RegionPath);
        await using var command = Command(DirectorySql.Count, import.Id);
        await using var counts = await command.ExecuteReaderAsync(ct);
        await counts.ReadAsync(ct);
        (import.Read, import.Added, import.Changed) = (counts.GetInt32(0), counts.GetInt32(1), counts.GetInt32(2));
        (import.Unchanged, import.Rejected, import.Fingerprint) = (counts.GetInt32(3), counts.GetInt32(4), counts.GetString(5));
    }

    private async Task FinishAsync(DirectoryImport import, ImportState from, IDbContextTransaction transaction, CancellationToken ct)
    {
        var mine = await db.Set<DirectoryImport>().Where(i => i.Id == import.Id && i.State == from).ExecuteUpdateAsync(set => set
            .SetProperty(i => i.State, import.State).SetProperty(i => i.Fault, import.Fault).SetProperty(i => i.File, import.File).SetProperty(i => i.Anew, import.Anew)
            .SetProperty(i => i.Progress, import.Read).SetProperty(i => i.Read, import.Read).SetProperty(i => i.Added, import.Added).SetProperty(i => i.Changed, import.Changed)
            .SetProperty(i => i.Unchanged, import.Unchanged).SetProperty(i => i.Rejected, import.Rejected).SetProperty(i => i.Fingerprint, import.Fingerprint)
            .SetProperty(i => i.FinishedAt, import.FinishedAt), ct);
        if (mine == 0) return;   // Dropped meanwhile: nothing of this is kept.
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private NpgsqlConnection Connection => (NpgsqlConnection)db.Database.GetDbConnection();

    private NpgsqlCommand Command(string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlCommand(sql, Connection, (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction());
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return command;
    }

    private async Task ExecuteAsync(string sql, CancellationToken ct, params object[] values)
    {
        await using var command = Command(sql, values);
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task<object?> ScalarAsync(string sql, CancellationToken ct, params object[] values)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteScalarAsync(ct);
    }
}
