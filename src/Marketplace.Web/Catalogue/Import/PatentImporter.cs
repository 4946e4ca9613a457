using System.Threading.Channels;
using Marketplace.Web.Catalogue.Claims;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Delegations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Spreadsheets;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Web.Catalogue.Import;

/// <summary>
/// Works one import off, piece by piece. Each piece is one transaction together with how far it reaches, so whoever takes an interrupted one up goes on where it was
/// and comes to the same end.
/// </summary>
public sealed class PatentImporter(NpgsqlDataSource source, Workdays workdays, AuditLog audit, WorkDesk work, TimeProvider time)
{
    /// <summary>Long enough that what every piece costs beside its rows is a few per cent, short enough that progress moves each second.</summary>
    internal const int PieceRows = 2_000;

    /// <summary>Nobody waits at a page; only something that hangs takes so long.</summary>
    internal const int PatienceSeconds = 600;

    /// <summary>"pate" in ASCII: an import is worked on by one program at a time.</summary>
    private const int ImportLock = 0x70617465;

    /// <summary>"patents" in ASCII: pieces of two imports that know the same new patent must come one after the other.</summary>
    private const long SaveLock = 0x706174656E7473;

    /// <summary>Returns at once when another program is at it, or there is nothing to do.</summary>
    public async Task RunAsync(Guid id, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        if (!await TryLockAsync(connection, id, ct)) return;
        await using var db = new AppDbContext(new DbContextOptionsBuilder<AppDbContext>().UseNpgsql(connection).Options);
        if (await db.Set<PatentImport>().AsNoTracking().SingleOrDefaultAsync(i => i.Id == id && (i.State == PatentImportState.Checking || i.State == PatentImportState.Running), ct) is not { } import) return;
        if (await db.Set<PatentImportFile>().AsNoTracking().Where(f => f.ImportId == id).Select(f => f.Bytes).SingleOrDefaultAsync(ct) is not { } bytes) return;
        var opened = SheetReader.OpenAll(bytes, PatentColumns.Plan.With(Chosen(import)));
        var fault = opened.Succeeded ? await WorkAsync(connection, db, import, opened.Value, ct) : opened.Failures[0];
        await EndAsync(db, import, fault, ct);
    }

    internal static Dictionary<string, string?> Chosen(PatentImport import) => import.Columns.ToDictionary(pair => pair.Key, pair => pair.Value.Length > 0 ? pair.Value : null, StringComparer.Ordinal);

    /// <summary>Null: all rows are dealt with, or somebody stopped it.</summary>
    private async Task<Failure?> WorkAsync(NpgsqlConnection connection, AppDbContext db, PatentImport import, SheetBook book, CancellationToken ct)
    {
        // The day the file came: whoever takes it up tomorrow must come to the same end.
        var today = Dates.Day(import.CreatedAt);
        await ExecuteAsync(connection, PatentImportSql.Stage, ct);
        var piece = new PatentPiece(connection, import, await MineAsync(db, import, today, ct), today, time.GetUtcNow(), workdays);
        var pieces = Channel.CreateBounded<List<PatentRow>>(2);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var reading = new Reading(book, new PatentRowCheck(today), today, workdays, import.Position);
        var read = Task.Run(() => reading.RunAsync(pieces.Writer, stop.Token), stop.Token);
        try
        {
            await foreach (var rows in pieces.Reader.ReadAllAsync(ct))
            {
                await using var transaction = await connection.BeginTransactionAsync(ct);
                await ExecuteAsync(connection, $"select pg_advisory_xact_lock({SaveLock})", ct);
                var counts = await piece.SaveAsync(rows, ct);
                if (!await MoveAsync(connection, import, rows[^1].Ordinal, counts, reading.Total, ct)) return null;
                await transaction.CommitAsync(ct);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await ((Task)read).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await read;   // What went wrong in reading is said here.
        return reading.Failure ?? (reading.Total == 0 ? new("patents_no_rows", 422, PatentImportTexts.NoRows, "file") : null);
    }

    /// <summary>The importer and whoever lent it the keeping of their patents; null: everybody.</summary>
    private static async Task<Guid[]?> MineAsync(AppDbContext db, PatentImport import, DateOnly today, CancellationToken ct)
    {
        if (import.OrganisationId is not { } id) return null;
        var lent = await db.Set<Delegation>().AsNoTracking().Where(d => d.ToId == id && d.State == DelegationState.Accepted && d.Since <= today && today <= d.Until).ToListAsync(ct);
        return [id, .. lent.Where(d => d.Acts.Contains(Act.KeepPatents)).Select(d => d.FromId).Distinct()];
    }

    private static async Task<bool> MoveAsync(NpgsqlConnection connection, PatentImport import, int position, PieceCounts counts, int? total, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(PatentImportSql.Progress, connection);
        foreach (var value in (object[])[import.Id, position, counts.Accepted, counts.Updated, counts.Unchanged, counts.Rejected, import.State.ToString(), counts.Claimed])
            command.Parameters.Add(new() { Value = value });
        command.Parameters.Add(new() { Value = total ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Integer });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct);
    }

    private async Task EndAsync(AppDbContext db, PatentImport import, Failure? fault, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var checkedOnly = import.State == PatentImportState.Checking;
        var next = fault is not null ? PatentImportState.Failed : checkedOnly ? PatentImportState.Preview : PatentImportState.Done;
        var (now, message) = (time.GetUtcNow(), fault?.Message);
        var mine = await db.Set<PatentImport>().Where(i => i.Id == import.Id && i.State == import.State).ExecuteUpdateAsync(set => set
            .SetProperty(i => i.State, next).SetProperty(i => i.Fault, message).SetProperty(i => i.FinishedAt, next == PatentImportState.Preview ? null : now), ct);
        if (mine == 0) return;   // Stopped meanwhile.
        if (next == PatentImportState.Done)
        {
            await db.Set<PatentImportFile>().Where(f => f.ImportId == import.Id).ExecuteDeleteAsync(ct);
            var done = await db.Set<PatentImport>().AsNoTracking().SingleAsync(i => i.Id == import.Id, ct);
            audit.Record(db, "patents.imported", $"patent-import:{import.Id}", new { organisation = import.OrganisationId, by = import.PersonId, done.Accepted, done.Updated, done.Unchanged, done.Rejected, done.Claimed });
            if (done.Claimed > 0) await ClaimDesk.AskToExplainAsync(db, work, done, ct);
            await db.SaveChangesAsync(ct);
        }
        await db.Database.ExecuteSqlAsync($"select pg_notify({PatentImportWorker.Moved}, {import.Id.ToString()})", ct);
        await transaction.CommitAsync(ct);
    }

    private static async Task<bool> TryLockAsync(NpgsqlConnection connection, Guid id, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select pg_try_advisory_lock($1, hashtext($2))", connection);
        command.Parameters.Add(new() { Value = ImportLock });
        command.Parameters.Add(new() { Value = id.ToString() });
        return await command.ExecuteScalarAsync(ct) is true;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = PatienceSeconds };
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Reads and checks ahead of the saving, a few pieces at most: a file may be larger than the memory it is given.</summary>
    private sealed class Reading(SheetBook book, PatentRowCheck check, DateOnly today, Workdays workdays, int done)
    {
        public Failure? Failure { get; private set; }
        public int? Total { get; private set; }

        public async Task RunAsync(ChannelWriter<List<PatentRow>> pieces, CancellationToken ct)
        {
            try
            {
                var (piece, count) = (new List<PatentRow>(PieceRows), 0);
                foreach (var sheet in book.Sheets)
                {
                    foreach (var cells in sheet.Rows())
                    {
                        // Rows dealt with before are read again, since later ones may repeat their numbers.
                        var row = check.Check(sheet.Name, cells);
                        count = row.Ordinal;
                        if (row.Ordinal <= done) continue;
                        if (row.Faults.Count == 0) row.Derive(today, workdays);
                        piece.Add(row);
                        if (piece.Count < PieceRows) continue;
                        await pieces.WriteAsync(piece, ct);
                        piece = new(PieceRows);
                    }
                    if ((Failure = sheet.Failure) is not null) break;
                }
                if (Failure is null) Total = count;
                if (piece.Count > 0) await pieces.WriteAsync(piece, ct);
            }
            finally
            {
                pieces.TryComplete();
            }
        }
    }
}
