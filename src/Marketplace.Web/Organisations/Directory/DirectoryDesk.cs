using System.Text.Json;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Organisations.Directory;

/// <summary>Takes files of enterprises in for a bureau, and the clerk's decision on them.</summary>
public sealed class DirectoryDesk(AppDbContext db, Actor actor, AccessCheck access, AuditLog audit, TimeProvider time, IOptions<Platform.Files.FileOptions> limits)
{
    /// <summary>The bureau acted for; null when the reader acts for none.</summary>
    public async Task<Organisation?> BureauAsync(CancellationToken ct) =>
        actor.ActingFor is { } id ? await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.Id == id && o.Kind == OrganisationKind.Bureau, ct) : null;

    public async Task<Outcome<DirectoryImport>> TakeAsync(IFormFile? upload, CancellationToken ct)
    {
        if (await BureauAsync(ct) is not { } bureau) return Failures.OfStatus(StatusCodes.Status404NotFound);
        var sent = await Upload.ReadAsync(upload, limits.Value.MaxBytes, DirectoryTexts.FileMissing, "file", ct);
        if (!sent.Succeeded) return sent.Failures.ToList();
        var (name, bytes) = sent.Value;
        // What can be said at once is said at once: heads, password, kind.
        var opened = SheetReader.Open(bytes, DirectoryColumns.Plan);
        if (!opened.Succeeded) return opened.Failures.ToList();
        var import = New(bureau, actor.PersonId, name, bytes);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        db.Add(import);
        audit.Record(db, "directory.import.uploaded", $"directory-import:{import.Id}", new { bureau = bureau.Id, bytes = bytes.Length });
        await db.SaveChangesAsync(ct);
        await WakeAsync(ct);
        await transaction.CommitAsync(ct);
        return import;
    }

    public DirectoryImport New(Organisation bureau, Guid? person, string name, byte[] bytes) => new()
    {
        BureauId = bureau.Id,
        RegionPath = bureau.RegionPath,
        PersonId = person,
        FileName = name,
        File = bytes,
        State = ImportState.Reading,
        Language = MessageLanguages.Of(System.Globalization.CultureInfo.CurrentUICulture),
        CreatedAt = time.GetUtcNow(),
    };

    /// <summary>Null when there is none, or none for this reader.</summary>
    public async Task<DirectoryImport?> FindAsync(Guid id, CancellationToken ct)
    {
        var import = await db.Set<DirectoryImport>().AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, ct);
        return import is not null && access.May(Act.KeepDirectory, import.Target) ? import : null;
    }

    /// <summary>Null: done. The fingerprint is that of the page the clerk looked at.</summary>
    public async Task<Failure?> ConfirmAsync(Guid id, string? fingerprint, CancellationToken ct)
    {
        if (await FindAsync(id, ct) is not { } import) return Failures.OfStatus(StatusCodes.Status404NotFound);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var moved = await db.Set<DirectoryImport>().Where(i => i.Id == import.Id && i.State == ImportState.Compared && i.Fingerprint == fingerprint)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.State, ImportState.Saving).SetProperty(i => i.Progress, 0), ct);
        if (moved == 0) return import.State is ImportState.Saving or ImportState.Done ? null : new("import_changed", 409, DirectoryTexts.ImportMoved);   // Pressed twice is pressed once.
        audit.Record(db, "directory.import.confirmed", $"directory-import:{id}", new { import.Added, import.Changed, import.Rejected });
        await db.SaveChangesAsync(ct);
        await WakeAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    public async Task<Failure?> DropAsync(Guid id, CancellationToken ct)
    {
        if (await FindAsync(id, ct) is not { } import) return Failures.OfStatus(StatusCodes.Status404NotFound);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var moved = await db.Set<DirectoryImport>().Where(i => i.Id == id && (i.State == ImportState.Compared || i.State == ImportState.Reading))
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.State, ImportState.Dropped).SetProperty(i => i.File, (byte[]?)null).SetProperty(i => i.FinishedAt, time.GetUtcNow()), ct);
        if (moved == 0) return import.State == ImportState.Dropped ? null : new("import_changed", 409, DirectoryTexts.ImportMoved);
        await db.Set<DirectoryImportRow>().Where(r => r.ImportId == id).ExecuteDeleteAsync(ct);
        audit.Record(db, "directory.import.dropped", $"directory-import:{id}");
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    /// <summary>Under these names is meant what the clerk says; the file is compared anew with that. Null: done.</summary>
    public async Task<Failure?> NameAsync(Guid id, IReadOnlyList<(string Written, string Name)> names, CancellationToken ct)
    {
        if (await FindAsync(id, ct) is not { } import) return Failures.OfStatus(StatusCodes.Status404NotFound);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var moved = await db.Set<DirectoryImport>().Where(i => i.Id == id && i.State == ImportState.Compared)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.State, ImportState.Reading).SetProperty(i => i.Progress, 0).SetProperty(i => i.Anew, false), ct);
        if (moved == 0) return new("import_changed", 409, DirectoryTexts.ImportMoved);
        await PlaceNames.SaveAsync(db, import.BureauId, names, ct);
        audit.Record(db, "directory.places.named", $"directory-import:{id}", new { names = names.Count });
        await db.SaveChangesAsync(ct);
        await WakeAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    /// <summary>The rows that were not taken, in the form they came in, with the reason behind them.</summary>
    public static async Task<byte[]> RejectsAsync(AppDbContext db, Guid id, string format, CancellationToken ct)
    {
        var rows = await db.Set<DirectoryImportRow>().AsNoTracking().Where(r => r.ImportId == id && r.Outcome == RowOutcome.Rejected)
            .OrderBy(r => r.Number).Select(r => new { r.Number, r.Cells, r.Faults }).ToListAsync(ct);
        var back = rows.Select(r =>
        {
            var cells = JsonSerializer.Deserialize<Dictionary<string, string>>(r.Cells)!;
            var faults = JsonSerializer.Deserialize<List<RowFault>>(r.Faults, JsonSerializerOptions.Web)!;
            cells["row"] = r.Number.ToString(System.Globalization.CultureInfo.InvariantCulture);
            cells[DirectoryColumns.Reason] = string.Join(' ', faults.Select(f => f.Say()));
            cells["values"] = string.Join('、', faults.Select(f => cells.GetValueOrDefault(f.Column)).OfType<string>().Distinct(StringComparer.Ordinal));
            cells["columns"] = string.Join('、', faults.Select(f => DirectoryColumns.Plan.Columns.First(c => c.Key == f.Column).Title).Distinct(StringComparer.Ordinal));
            return (IReadOnlyDictionary<string, string>)cells;
        });
        IReadOnlyList<SheetField<IReadOnlyDictionary<string, string>>> fields =
            [.. DirectoryColumns.Fields, Extra("row", DirectoryTexts.RowNumber, 10), Extra("columns", DirectoryTexts.WrongColumns, 24), Extra("values", DirectoryTexts.WrongValues, 24), Extra(DirectoryColumns.Reason, DirectoryTexts.Reason, 80)];
        return format == "csv" ? CsvWriter.Write(fields, back) : XlsxWriter.Write(DirectoryTexts.Rejects, fields, back);
    }

    private static SheetField<IReadOnlyDictionary<string, string>> Extra(string key, string head, int width) => new(head, row => row.GetValueOrDefault(key)) { Width = width };

    private Task<int> WakeAsync(CancellationToken ct) => db.Database.ExecuteSqlAsync($"select pg_notify({DirectoryWorker.Channel}, '')", ct);
}
