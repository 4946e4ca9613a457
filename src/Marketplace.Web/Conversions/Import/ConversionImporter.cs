using System.Text.Encodings.Web;
using System.Text.Json;
using Marketplace.Web.Conversions.Duplicates;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Marketplace.Web.Conversions.Import;

/// <summary>Reads a table, says what would become of each row, and files what was confirmed, batch by batch; each batch is whole by itself, so that what breaks off goes on where it was.</summary>
internal sealed class ConversionImporter(AppDbContext db, ImportReader reader, DuplicateFinder finder, FilingWriter writer, Actor actor, AuditLog audit, TimeProvider time)
{
    /// <summary>A batch holds up others' events for as long as its own are put in order: a fraction of a second.</summary>
    private const int Batch = 250;

    /// <summary>Of all batches: a table of fifty thousand rows takes minutes, so only what hangs meets it.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reading → Compared or Failed. Does nothing when somebody else is at it, or it was dropped meanwhile.</summary>
    public async Task CompareAsync(Guid id, Func<int, Task> progress, CancellationToken ct)
    {
        db.Database.SetCommandTimeout(s_patience);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await TakeAsync(id, ConversionImportState.Reading, ct) is not { } import) return;
        var read = await reader.ReadAsync(import, progress, ct);
        if (read.Succeeded) await KeepAsync(import, await RowsAsync(import, read.Value, ct), ct);
        else (import.State, import.Fault, import.File, import.FinishedAt) = (ConversionImportState.Failed, read.Failures[0].Message, null, time.GetUtcNow());
        try
        {
            await EndAsync(import, transaction, ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Dropped meanwhile: nothing of this is kept.
        }
    }

    /// <summary>Filing → Done; or back to Compared, when what is known is no longer what the clerk looked at.</summary>
    public async Task FileAsync(Guid id, CancellationToken ct)
    {
        db.Database.SetCommandTimeout(s_patience);
        if (await ReadAgainAsync(id, ct) is not { } contracts) return;
        while (await FileBatchAsync(id, contracts, ct)) db.ChangeTracker.Clear();
    }

    /// <summary>Null: there is nothing to file, or no longer as it was confirmed.</summary>
    private async Task<IReadOnlyList<Contract>?> ReadAgainAsync(Guid id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await TakeAsync(id, ConversionImportState.Filing, ct) is not { File: not null } import) return null;
        var read = await reader.ReadAsync(import, _ => Task.CompletedTask, ct);
        if (!read.Succeeded) throw new InvalidOperationException("A table that was read before cannot be read: " + read.Failures[0].Code);
        if (import.Progress == 0 && await RowsAsync(import, read.Value, ct) is var now && ImportJudge.Print(now) != import.Fingerprint)
        {
            await KeepAsync(import, now, ct);
            import.Anew = true;
            await EndAsync(import, transaction, ct);
            return null;
        }
        // What was confirmed stands in the rows; what was filed before a crash must not be judged by what it left.
        var contracts = import.Progress == 0 ? (await reader.ReadAsync(import, _ => Task.CompletedTask, ct)).Value : read.Value;
        var rows = await db.Set<ConversionImportRow>().AsNoTracking().Where(r => r.ImportId == id).ToDictionaryAsync(r => r.Number, ct);
        var byNumber = contracts.ToDictionary(c => c.Number);
        foreach (var contract in contracts)
        {
            var row = rows[contract.Number];
            (contract.Fate, contract.LikeId, contract.Like) = (row.Fate, row.OtherId, row.OtherRow is { } other ? byNumber[other] : null);
            if (contract is { Fate: RowFate.Attached, Like: { } like, Filing: { } filing }) like.AddRegisters(filing);
        }
        db.ChangeTracker.Clear();
        return contracts;
    }

    private async Task<bool> FileBatchAsync(Guid id, IReadOnlyList<Contract> contracts, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select 1 from conversion_imports where id = {id} for update", ct);
        if (await db.Set<ConversionImport>().SingleOrDefaultAsync(i => i.Id == id && i.State == ConversionImportState.Filing, ct) is not { } import) return false;
        if (import.PersonId is { } person && await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == import.BureauId, ct) is var bureau)
            actor.Become(person, [new(Role.BureauClerk, bureau.Id, bureau.Name, bureau.RegionPath)]);
        var waiting = (await db.Set<ConversionImportRow>().Where(r => r.ImportId == id && r.Number == r.Contract && r.FilingId == null
            && (r.Fate == RowFate.New || r.Fate == RowFate.Queued || r.Fate == RowFate.Attached && r.OtherRow == null)).OrderBy(r => r.Number).Take(Batch).Select(r => r.Number).ToListAsync(ct)).ToHashSet();
        var batch = contracts.Where(c => waiting.Contains(c.Number)).ToList();
        if (batch.Count == 0) Finish(import);
        else
        {
            var asked = batch.Where(c => c.Fate == RowFate.Attached).ToList();
            var filed = await writer.FileAsync(batch, import, ct);
            var moved = asked.Where(c => c.Fate == RowFate.Queued).SelectMany(c => c.Rows).Select(r => r.Number).ToHashSet();
            var numbers = batch.SelectMany(c => c.Rows.Select(r => (r.Number, Filing: filed[c].Id))).ToList();
            await db.Database.ExecuteSqlAsync($"""
                update conversion_import_rows r set filing_id = k.filing, fate = case when r.fate = 'Attached' and r.number = any ({moved.ToArray()}) then 'Queued' else r.fate end
                from unnest({numbers.Select(n => n.Number).ToArray()}, {numbers.Select(n => n.Filing).ToArray()}) k (number, filing) where r.import_id = {id} and r.number = k.number
                """, ct);
            var rows = asked.Where(c => c.Fate == RowFate.Queued).Sum(c => c.Rows.Count(r => c.Own.GetValueOrDefault(r.Number, RowFate.Attached) == RowFate.Attached));
            (import.Attached, import.Queued) = (import.Attached - rows, import.Queued + rows);
            import.Progress += numbers.Count;
        }
        if (import.State == ConversionImportState.Done)
            await db.Database.ExecuteSqlAsync($"update conversion_import_rows r set filing_id = o.filing_id from conversion_import_rows o where r.import_id = {id} and r.fate = 'Attached' and r.filing_id is null and o.import_id = r.import_id and o.number = r.other_row", ct);
        await EndAsync(import, transaction, ct);
        return import.State == ConversionImportState.Filing;
    }

    private void Finish(ConversionImport import)
    {
        (import.State, import.File, import.FinishedAt) = (ConversionImportState.Done, null, time.GetUtcNow());
        audit.Record(db, "conversions.imported", $"conversion-import:{import.Id}", new { bureau = import.BureauId, by = import.PersonId, import.Read, import.Added, import.Attached, import.Queued, import.Same, import.Refused });
    }

    private async Task<ConversionImport?> TakeAsync(Guid id, ConversionImportState state, CancellationToken ct)
    {
        // Two programs see the same import; one gets the lock, which ends with the transaction, whatever ends it.
        if (!await db.Database.SqlQuery<bool>($"select pg_try_advisory_xact_lock({0x636F6E76}, hashtext({id.ToString()})) as \"Value\"").SingleAsync(ct)) return null;
        return await db.Set<ConversionImport>().SingleOrDefaultAsync(i => i.Id == id && i.State == state, ct);
    }

    /// <summary>What becomes of each row of the table.</summary>
    private async Task<List<ConversionImportRow>> RowsAsync(ConversionImport import, IReadOnlyList<Contract> contracts, CancellationToken ct)
    {
        await new ImportJudge(finder, import.RegionPath).JudgeAsync(contracts, ct);
        return [.. contracts.SelectMany(contract => contract.Rows.Select(row => Row(import.Id, contract, row))).OrderBy(r => r.Number)];
    }

    private static ConversionImportRow Row(Guid import, Contract contract, ReadRow row)
    {
        var own = contract.Filing is not null && contract.Fate != RowFate.Same && contract.Own.TryGetValue(row.Number, out var fate) ? (RowFate?)fate : null;
        return new()
        {
            ImportId = import,
            Number = row.Number,
            Contract = contract.Number,
            Fate = own ?? contract.Fate,
            Cells = JsonSerializer.Serialize(row.Cells, s_json),
            Faults = JsonSerializer.Serialize(row.Faults, s_json),
            Rules = own is null ? contract.Rules : ["D3"],
            OtherRow = own is null ? contract.Like?.Number : contract.Number,
            OtherId = own is null ? contract.LikeId : null,
        };
    }

    private async Task KeepAsync(ConversionImport import, List<ConversionImportRow> rows, CancellationToken ct)
    {
        await db.Set<ConversionImportRow>().Where(r => r.ImportId == import.Id).ExecuteDeleteAsync(ct);
        db.AddRange(rows);
        int Of(RowFate fate) => rows.Count(r => r.Fate == fate);
        (import.Read, import.Added, import.Attached) = (rows.Count, Of(RowFate.New), Of(RowFate.Attached));
        (import.Queued, import.Same, import.Refused) = (Of(RowFate.Queued), Of(RowFate.Same), Of(RowFate.Refused));
        (import.Progress, import.Anew, import.Fingerprint, import.State) = (0, false, ImportJudge.Print(rows), ConversionImportState.Compared);
    }

    private async Task EndAsync(ConversionImport import, IDbContextTransaction transaction, CancellationToken ct)
    {
        await db.SaveChangesAsync(ct);
        await db.Database.ExecuteSqlAsync($"select pg_notify({ImportWorker.Moved}, {import.Id.ToString()})", ct);
        await transaction.CommitAsync(ct);
    }
}
