using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Catalogue.Import;

/// <summary>Takes files of patents in for an organisation, and what its people decide about them.</summary>
public sealed class PatentImportDesk(AppDbContext db, Actor actor, AccessCheck access, AuditLog audit, TimeProvider time, IOptions<Platform.Files.FileOptions> limits)
{
    /// <summary>The organisation acted for, when it may keep patents; else why not.</summary>
    public async Task<Outcome<Organisation>> OwnerAsync(Act act, CancellationToken ct)
    {
        var owner = actor.ActingFor is { } id ? await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.Id == id, ct) : null;
        if (owner is null) return Failures.OfStatus(StatusCodes.Status404NotFound);
        return access.Refuse(act, owner.Target) is { } refused ? refused : owner;
    }

    /// <summary>Kept for a look at its columns; nothing of it is saved yet.</summary>
    public async Task<Outcome<PatentImport>> TakeAsync(IFormFile? upload, CancellationToken ct)
    {
        var owner = await OwnerAsync(Act.KeepPatents, ct);
        if (!owner.Succeeded) return owner.Failures.ToList();
        var sent = await Upload.ReadAsync(upload, limits.Value.MaxBytes, PatentImportTexts.FileMissing, "file", ct);
        if (!sent.Succeeded) return sent.Failures.ToList();
        var (name, bytes) = sent.Value;
        // What can be said at once is said at once: password, kind, an old format.
        var looked = SheetReader.Look(bytes, PatentColumns.Plan);
        if (!looked.Succeeded) return looked.Failures.ToList();
        if (looked.Value.Sheets.Count == 0) return new Failure("patents_no_rows", 422, PatentImportTexts.NoRows, "file");
        var import = New(owner.Value.Id, actor.PersonId, name, bytes, PatentImportState.Preview, time);
        db.Add(import);
        db.Add(new PatentImportFile { ImportId = import.Id, Bytes = bytes });
        audit.Record(db, "patents.import.uploaded", Subject(import.Id), new { organisation = owner.Value.Id, bytes = bytes.Length });
        await db.SaveChangesAsync(ct);
        return import;
    }

    internal static PatentImport New(Guid? organisation, Guid? person, string name, byte[] bytes, PatentImportState state, TimeProvider time) => new()
    {
        OrganisationId = organisation,
        PersonId = person,
        FileName = name,
        Sha256 = SHA256.HashData(bytes),
        State = state,
        Language = MessageLanguages.Of(CultureInfo.CurrentUICulture),
        CreatedAt = time.GetUtcNow(),
    };

    /// <summary>Null when there is none, or none for this reader.</summary>
    public async Task<PatentImport?> FindAsync(Guid id, CancellationToken ct)
    {
        var found = await db.Set<PatentImport>().AsNoTracking().Where(i => i.Id == id && i.OrganisationId != null)
            .Join(db.Set<Organisation>(), i => i.OrganisationId, o => o.Id, (i, o) => new { Import = i, Owner = o }).SingleOrDefaultAsync(ct);
        return found is not null && access.May(Act.KeepPatents, found.Owner.Target) ? found.Import : null;
    }

    public async Task<Outcome<SheetBook>> LookAsync(PatentImport import, CancellationToken ct)
    {
        var bytes = await db.Set<PatentImportFile>().AsNoTracking().Where(f => f.ImportId == import.Id).Select(f => f.Bytes).SingleAsync(ct);
        return SheetReader.Look(bytes, PatentColumns.Plan.With(PatentImporter.Chosen(import)));
    }

    /// <summary>What the person says the heads mean. Null: done.</summary>
    public Task<Failure?> ChooseAsync(Guid id, IReadOnlyDictionary<string, string> columns, CancellationToken ct) => StepAsync(id, "patents.import.columns", [PatentImportState.Preview], set => set
        .SetProperty(i => i.Columns, columns).SetProperty(i => i.Fault, (string?)null), true, ct);

    /// <summary>试算: every row is judged and nothing saved.</summary>
    public Task<Failure?> CheckAsync(Guid id, CancellationToken ct) => StepAsync(id, "patents.import.checked", [PatentImportState.Preview], set => Anew(set).SetProperty(i => i.State, PatentImportState.Checking), true, ct);

    public Task<Failure?> ConfirmAsync(Guid id, CancellationToken ct) => StepAsync(id, "patents.import.confirmed", [PatentImportState.Preview], set => Anew(set).SetProperty(i => i.State, PatentImportState.Running), true, ct);

    /// <summary>What is saved stays; the rest waits.</summary>
    public Task<Failure?> StopAsync(Guid id, CancellationToken ct) => StepAsync(id, "patents.import.stopped", [PatentImportState.Running], set => set.SetProperty(i => i.State, PatentImportState.Stopped), false, ct);

    public Task<Failure?> ResumeAsync(Guid id, CancellationToken ct) => StepAsync(id, "patents.import.resumed", [PatentImportState.Stopped, PatentImportState.Failed], set => set.SetProperty(i => i.State, PatentImportState.Running).SetProperty(i => i.Fault, (string?)null).SetProperty(i => i.FinishedAt, (DateTimeOffset?)null), false, ct);

    /// <summary>Given up: before anything was saved, or with what was.</summary>
    public Task<Failure?> DropAsync(Guid id, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return StepAsync(id, "patents.import.dropped", [PatentImportState.Preview, PatentImportState.Checking, PatentImportState.Stopped, PatentImportState.Failed],
            set => set.SetProperty(i => i.State, PatentImportState.Dropped).SetProperty(i => i.FinishedAt, now), false, ct);
    }

    private static Microsoft.EntityFrameworkCore.Query.UpdateSettersBuilder<PatentImport> Anew(Microsoft.EntityFrameworkCore.Query.UpdateSettersBuilder<PatentImport> set) => set
        .SetProperty(i => i.Position, 0).SetProperty(i => i.Accepted, 0).SetProperty(i => i.Updated, 0).SetProperty(i => i.Unchanged, 0).SetProperty(i => i.Rejected, 0).SetProperty(i => i.Claimed, 0)
        .SetProperty(i => i.Fault, (string?)null).SetProperty(i => i.FinishedAt, (DateTimeOffset?)null);

    private async Task<Failure?> StepAsync(
        Guid id, string act, PatentImportState[] from, Action<Microsoft.EntityFrameworkCore.Query.UpdateSettersBuilder<PatentImport>> change, bool forgetRows, CancellationToken ct)
    {
        if (await FindAsync(id, ct) is null) return Failures.OfStatus(StatusCodes.Status404NotFound);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var moved = await db.Set<PatentImport>().Where(i => i.Id == id && from.Contains(i.State)).ExecuteUpdateAsync(change, ct);
        if (moved == 0) return new("import_changed", 409, PatentImportTexts.Moved);
        if (forgetRows) await db.Set<PatentImportRow>().Where(r => r.ImportId == id).ExecuteDeleteAsync(ct);
        if (act == "patents.import.dropped") await db.Set<PatentImportFile>().Where(f => f.ImportId == id).ExecuteDeleteAsync(ct);
        audit.Record(db, act, Subject(id));
        await db.SaveChangesAsync(ct);
        await db.Database.ExecuteSqlAsync($"select pg_notify({PatentImportWorker.Channel}, ''), pg_notify({PatentImportWorker.Moved}, {id.ToString()})", ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    internal static string Subject(Guid id) => "patent-import:" + id;

    /// <summary>The rows that were not taken, in the form they came in, with row, column, value and reason behind them.</summary>
    public static async Task<byte[]> RejectsAsync(AppDbContext db, Guid id, string format, CancellationToken ct)
    {
        var rows = await db.Set<PatentImportRow>().AsNoTracking().Where(r => r.ImportId == id && r.Outcome == PatentRowOutcome.Rejected).OrderBy(r => r.Ordinal)
            .Select(r => new { r.Sheet, r.Number, r.Cells, r.Faults }).ToListAsync(ct);
        var keys = new HashSet<string>(StringComparer.Ordinal) { PatentColumns.Number, PatentColumns.Title };
        var back = rows.ConvertAll(r =>
        {
            var cells = JsonSerializer.Deserialize<Dictionary<string, string>>(r.Cells!)!;
            keys.UnionWith(cells.Keys);
            var faults = JsonSerializer.Deserialize<List<PatentFault>>(r.Faults!, JsonSerializerOptions.Web)!;
            cells["row"] = r.Sheet.Length > 0 ? $"{r.Sheet}!{r.Number.ToString(CultureInfo.InvariantCulture)}" : r.Number.ToString(CultureInfo.InvariantCulture);
            cells["columns"] = string.Join('\n', faults.Select(f => PatentColumns.TitleOf(f.Column)));
            cells["values"] = string.Join('\n', faults.Select(f => f.Value ?? ""));
            cells["reasons"] = string.Join('\n', faults.Select(f => f.Say()));
            return (IReadOnlyDictionary<string, string>)cells;
        });
        IReadOnlyList<SheetField<IReadOnlyDictionary<string, string>>> fields =
            [.. PatentColumns.Fields(keys), Extra("row", PatentImportTexts.RowNumber, 12), Extra("columns", PatentImportTexts.WrongColumn, 20), Extra("values", PatentImportTexts.WrongValue, 28), Extra("reasons", PatentImportTexts.Reason, 80)];
        return format == "csv" ? CsvWriter.Write(fields, back) : XlsxWriter.Write(PatentImportTexts.Rejects, fields, back);
    }

    private static SheetField<IReadOnlyDictionary<string, string>> Extra(string key, string head, int width) => new(head, row => row.GetValueOrDefault(key)) { Width = width };
}
