using System.Text.Encodings.Web;
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

    /// <summary>About as many as are read in half a second on a busy machine of two processors.</summary>
    private const int ProgressEvery = 1000;

    /// <summary>
    /// The driver's half minute is meant for somebody who waits at a page. Nobody does here, and a save may wait for another one to end: a file of
    /// fifty thousand rows takes seconds, so ten minutes are only ever met by something that hangs.
    /// </summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    /// <summary>Nobody reads these in a browser: Chinese stays Chinese, which takes half the bytes.</summary>
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions s_web = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reading → Compared or Failed. Does nothing when somebody else is at it, or it was dropped meanwhile.</summary>
    public async Task CompareAsync(Guid id, Func<int, Task> progress, CancellationToken ct)
    {
        await using var transaction = await BeginAsync(ct);
        if (await TakeAsync(id, ImportState.Reading, ct) is not { } import) return;
        var fault = await StageAsync(import, progress, ct);
        if (fault is null)
        {
            await JudgeAsync(import, ct);
            await KeepRowsAsync(id, ct);
        }
        import.State = fault is null ? ImportState.Compared : ImportState.Failed;
        import.Fault = fault?.Message;
        if (fault is not null) import.FinishedAt = time.GetUtcNow();
        await FinishAsync(import, ImportState.Reading, transaction, ct);
    }

    /// <summary>Comparing anew, organisations, their entries: they take about as long.</summary>
    public const int SaveSteps = 3;

    /// <summary>Saving → Done; or back to Compared, when the directory is no longer what the clerk looked at.</summary>
    /// <param name="id">Which import.</param>
    /// <param name="progress">Told how many of <see cref="SaveSteps"/> are done.</param>
    /// <param name="ct">The program ends.</param>
    public async Task SaveAsync(Guid id, Func<int, Task> progress, CancellationToken ct)
    {
        await using var transaction = await BeginAsync(ct);
        if (await TakeAsync(id, ImportState.Saving, ct) is not { } import) return;
        await ExecuteAsync("select pg_advisory_xact_lock($1)", ct, SaveLock);
        await ExecuteAsync(DirectorySql.Stage, ct);
        await ExecuteAsync(DirectorySql.StageAgain, ct, id);
        var confirmed = import.Fingerprint;
        await JudgeAsync(import, ct);
        import.Anew = import.Fingerprint != confirmed;
        import.State = import.Anew ? ImportState.Compared : ImportState.Done;
        if (import.Anew) await KeepRowsAsync(id, ct);
        else await SaveAsync(import, progress, ct);
        await FinishAsync(import, ImportState.Saving, transaction, ct);
    }

    private async Task SaveAsync(DirectoryImport import, Func<int, Task> progress, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        await progress(1);
        await ExecuteAsync(DirectorySql.SaveOrganisations, ct, now);
        await progress(2);
        await ExecuteAsync(DirectorySql.SaveEntries, ct, import.Id, now, import.BureauId);
        await ExecuteAsync(DirectorySql.DeleteLabels, ct);
        await ExecuteAsync(DirectorySql.SaveLabels, ct);
        await ExecuteAsync(DirectorySql.FollowList, ct);
        await ExecuteAsync(DirectorySql.DeleteSettledRows, ct, import.Id);
        import.FinishedAt = now;
        audit.Record(db, "directory.imported", $"directory-import:{import.Id}",
            new { bureau = import.BureauId, by = import.PersonId, import.Read, import.Added, import.Changed, import.Unchanged, import.Rejected });
    }

    private async Task<IDbContextTransaction> BeginAsync(CancellationToken ct)
    {
        db.Database.SetCommandTimeout(s_patience);
        return await db.Database.BeginTransactionAsync(ct);
    }

    /// <summary>Both workers of two programs see the open import; one gets the lock, which ends with the transaction, whatever ends it.</summary>
    private async Task<DirectoryImport?> TakeAsync(Guid id, ImportState state, CancellationToken ct)
    {
        await using var command = Command("select pg_try_advisory_xact_lock($1, hashtext($2))", 0x64697265, id.ToString());
        return await command.ExecuteScalarAsync(ct) is true ? await db.Set<DirectoryImport>().AsNoTracking().SingleOrDefaultAsync(i => i.Id == id && i.State == state, ct) : null;
    }

    private async Task<Failure?> StageAsync(DirectoryImport import, Func<int, Task> progress, CancellationToken ct)
    {
        var opened = SheetReader.Open(import.File!, DirectoryColumns.Plan);
        if (!opened.Succeeded) return opened.Failures[0];
        var regions = await db.Set<Region>().AsNoTracking().Where(r => r.Path.StartsWith(import.RegionPath)).OrderBy(r => r.Path).ToListAsync(ct);
        var check = new DirectoryRowCheck(new Places(regions, await PlaceNames.OfAsync(db, import.BureauId, ct)));
        await ExecuteAsync(DirectorySql.Stage, ct);
        await using (var copy = await Connection.BeginBinaryImportAsync(DirectorySql.Copy, ct))
        {
            copy.Timeout = s_patience;
            foreach (var row in opened.Value.Rows())
            {
                await WriteAsync(copy, check.Check(row), ct);
                if (++import.Read % ProgressEvery == 0) await progress(import.Read);
            }
            if (opened.Value.Failure is { } failure) return failure;   // Not completed, the copy leaves nothing.
            await copy.CompleteAsync(ct);
        }
        await progress(import.Read);
        return import.Read > 0 ? null : new("directory_no_rows", 422, DirectoryTexts.NoRows, "file");
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter copy, CheckedRow row, CancellationToken ct)
    {
        await copy.StartRowAsync(ct);
        await copy.WriteAsync(row.Number, NpgsqlDbType.Integer, ct);
        await copy.WriteAsync(Guid.CreateVersion7(), NpgsqlDbType.Uuid, ct);
        await copy.WriteAsync(row.Uscc, NpgsqlDbType.Varchar, ct);
        await copy.WriteAsync(row.Faults.Count == 0, NpgsqlDbType.Boolean, ct);
        await copy.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(row.Cells, s_json), NpgsqlDbType.Jsonb, ct);
        await copy.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(row.Understood, s_json), NpgsqlDbType.Jsonb, ct);
        await copy.WriteAsync(row.Faults.Count == 0 ? "[]"u8.ToArray() : JsonSerializer.SerializeToUtf8Bytes(row.Faults, s_web), NpgsqlDbType.Jsonb, ct);
    }

    private async Task JudgeAsync(DirectoryImport import, CancellationToken ct)
    {
        await ExecuteAsync(DirectorySql.Judged, ct);
        await ExecuteAsync(DirectorySql.Judge, ct, import.RegionPath);
        await using var command = Command(DirectorySql.Count);
        await using var counts = await command.ExecuteReaderAsync(ct);
        await counts.ReadAsync(ct);
        (import.Read, import.Added, import.Changed) = (counts.GetInt32(0), counts.GetInt32(1), counts.GetInt32(2));
        (import.Unchanged, import.Rejected, import.Fingerprint) = (counts.GetInt32(3), counts.GetInt32(4), counts.GetString(5));
    }

    private async Task KeepRowsAsync(Guid import, CancellationToken ct)
    {
        await ExecuteAsync(DirectorySql.DeleteRows, ct, import);
        await ExecuteAsync(DirectorySql.KeepRows, ct, import);
    }

    private async Task FinishAsync(DirectoryImport import, ImportState from, IDbContextTransaction transaction, CancellationToken ct)
    {
        var ended = import.FinishedAt is not null;
        var mine = await db.Set<DirectoryImport>().Where(i => i.Id == import.Id && i.State == from).ExecuteUpdateAsync(set => set
            .SetProperty(i => i.State, import.State).SetProperty(i => i.Fault, import.Fault).SetProperty(i => i.File, i => ended ? null : i.File).SetProperty(i => i.Anew, import.Anew)
            .SetProperty(i => i.Progress, import.Read).SetProperty(i => i.Read, import.Read).SetProperty(i => i.Added, import.Added).SetProperty(i => i.Changed, import.Changed)
            .SetProperty(i => i.Unchanged, import.Unchanged).SetProperty(i => i.Rejected, import.Rejected).SetProperty(i => i.Fingerprint, import.Fingerprint)
            .SetProperty(i => i.FinishedAt, import.FinishedAt), ct);
        if (mine == 0) return;   // Dropped meanwhile: nothing of this is kept.
        await db.SaveChangesAsync(ct);
        await ExecuteAsync($"select pg_notify('{DirectoryWorker.Moved}', $1)", ct, import.Id.ToString());
        await transaction.CommitAsync(ct);
    }

    private NpgsqlConnection Connection => (NpgsqlConnection)db.Database.GetDbConnection();

    private NpgsqlCommand Command(string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlCommand(sql, Connection, (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction()) { CommandTimeout = (int)s_patience.TotalSeconds };
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return command;
    }

    private async Task ExecuteAsync(string sql, CancellationToken ct, params object[] values)
    {
        await using var command = Command(sql, values);
        await command.ExecuteNonQueryAsync(ct);
    }
}
