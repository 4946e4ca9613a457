using System.Globalization;
using System.Text.Json;
using Marketplace.Web.Conversions.Duplicates;
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

namespace Marketplace.Web.Conversions.Import;

/// <summary>Takes tables of outside deals in for a bureau, and the clerk's decision on them.</summary>
public sealed class ImportDesk(AppDbContext db, Actor actor, AccessCheck access, AuditLog audit, TimeProvider time, IOptions<Platform.Files.FileOptions> limits)
{
    public static string Subject(Guid id) => $"conversion-import:{id}";

    /// <summary>The bureau acted for; null when the reader acts for none.</summary>
    public async Task<Organisation?> BureauAsync(CancellationToken ct) =>
        actor.ActingFor is { } id ? await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.Id == id && o.Kind == OrganisationKind.Bureau, ct) : null;

    public async Task<Outcome<ConversionImport>> TakeAsync(IFormFile? upload, CancellationToken ct)
    {
        if (await BureauAsync(ct) is not { } bureau) return Failures.OfStatus(StatusCodes.Status404NotFound);
        if (access.Refuse(Act.FileConversions, new(bureau.Id, bureau.RegionPath)) is { } refused) return refused;
        var sent = await Upload.ReadAsync(upload, limits.Value.MaxBytes, DuplicateTexts.FileMissing, "file", ct);
        if (!sent.Succeeded) return sent.Failures.ToList();
        var opened = ImportReader.Open(sent.Value.Bytes);
        if (!opened.Succeeded) return opened.Failures.ToList();
        var import = New(bureau, actor.Id, sent.Value.Name, sent.Value.Bytes);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        db.Add(import);
        audit.Record(db, "conversions.table-uploaded", Subject(import.Id), new { bureau = bureau.Id, bytes = sent.Value.Bytes.Length });
        await db.SaveChangesAsync(ct);
        await WakeAsync(ct);
        await transaction.CommitAsync(ct);
        return import;
    }

    public ConversionImport New(Organisation bureau, Guid? person, string name, byte[] bytes) => new()
    {
        BureauId = bureau.Id,
        RegionPath = bureau.RegionPath,
        PersonId = person,
        FileName = name,
        Language = MessageLanguages.Of(CultureInfo.CurrentUICulture),
        File = bytes,
        State = ConversionImportState.Reading,
        At = time.GetUtcNow(),
    };

    /// <summary>Null when there is none, or none for this reader.</summary>
    public async Task<ConversionImport?> FindAsync(Guid id, CancellationToken ct)
    {
        var import = await db.Set<ConversionImport>().AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, ct);
        return import is not null && access.May(Act.FileConversions, import.Target) ? import : null;
    }

    /// <summary>Null: done. The fingerprint is that of the page the clerk looked at.</summary>
    public async Task<Failure?> ConfirmAsync(Guid id, string? fingerprint, CancellationToken ct)
    {
        if (await FindAsync(id, ct) is not { } import) return Failures.OfStatus(StatusCodes.Status404NotFound);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var moved = await db.Set<ConversionImport>().Where(i => i.Id == id && i.State == ConversionImportState.Compared && i.Fingerprint == fingerprint && i.Added + i.Attached + i.Queued > 0)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.State, ConversionImportState.Filing).SetProperty(i => i.Progress, 0), ct);
        if (moved == 0) return import.State is ConversionImportState.Filing or ConversionImportState.Done ? null : new("import_changed", 409, DuplicateTexts.ImportMoved);   // Pressed twice is pressed once.
        audit.Record(db, "conversions.table-confirmed", Subject(id), new { import.Added, import.Attached, import.Queued, import.Same, import.Refused });
        await db.SaveChangesAsync(ct);
        await WakeAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    public async Task<Failure?> DropAsync(Guid id, CancellationToken ct)
    {
        if (await FindAsync(id, ct) is not { } import) return Failures.OfStatus(StatusCodes.Status404NotFound);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var moved = await db.Set<ConversionImport>().Where(i => i.Id == id && (i.State == ConversionImportState.Compared || i.State == ConversionImportState.Reading))
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.State, ConversionImportState.Dropped).SetProperty(i => i.File, (byte[]?)null).SetProperty(i => i.FinishedAt, time.GetUtcNow()), ct);
        if (moved == 0) return import.State == ConversionImportState.Dropped ? null : new("import_changed", 409, DuplicateTexts.ImportMoved);
        await db.Set<ConversionImportRow>().Where(r => r.ImportId == id).ExecuteDeleteAsync(ct);
        audit.Record(db, "conversions.table-dropped", Subject(id));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    /// <summary>The rows that were not filed, under the heads they came with, and why behind them.</summary>
    public async Task<IResult> RejectsAsync(Guid id, string format, CancellationToken ct)
    {
        if (await FindAsync(id, ct) is not { } import) return Results.StatusCode(StatusCodes.Status404NotFound);
        var rows = await db.Set<ConversionImportRow>().AsNoTracking().Where(r => r.ImportId == id && r.Fate == RowFate.Refused).OrderBy(r => r.Number).ToListAsync(ct);
        var back = rows.ConvertAll(row =>
        {
            var cells = JsonSerializer.Deserialize<Dictionary<string, string>>(row.Cells)!;
            var faults = ImportFault.Of(row);
            cells["rowNumber"] = row.Number.ToString(CultureInfo.InvariantCulture);
            cells["wrongColumns"] = string.Join('、', faults.Select(f => f.Title).Distinct(StringComparer.Ordinal));
            cells["wrongValues"] = string.Join('、', faults.Select(f => f.Value).Where(v => v.Length > 0).Distinct(StringComparer.Ordinal));
            cells["why"] = string.Join(' ', faults.Select(f => f.Say()));
            return (IReadOnlyDictionary<string, string>)cells;
        });
        IReadOnlyList<SheetField<IReadOnlyDictionary<string, string>>> fields = [.. ImportColumns.FieldsOf(back.SelectMany(r => r.Keys)),
            Extra("rowNumber", DuplicateTexts.RowNumber, 10), Extra("wrongColumns", DuplicateTexts.WrongColumns, 24), Extra("wrongValues", DuplicateTexts.WrongValues, 24), Extra("why", DuplicateTexts.Why, 80)];
        audit.Record(db, "conversions.rejects-exported", Subject(id), new { rows = rows.Count });
        await db.SaveChangesAsync(ct);
        return SheetFile.Of($"{Path.GetFileNameWithoutExtension(import.FileName)}-{DuplicateTexts.FateRefused}", format, fields, back);
    }

    private static SheetField<IReadOnlyDictionary<string, string>> Extra(string key, string head, int width) => new(head, row => row.GetValueOrDefault(key)) { Width = width };

    private Task<int> WakeAsync(CancellationToken ct) => db.Database.ExecuteSqlAsync($"select pg_notify({ImportWorker.Channel}, '')", ct);
}
