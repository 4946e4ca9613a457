using Marketplace.Web.Conversions.Duplicates;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Directory;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.EntityFrameworkCore;
using C = Marketplace.Web.Conversions.Import.ImportColumns;

namespace Marketplace.Web.Conversions.Import;

/// <summary>A file as contracts: what is known of places and parties is asked once for all rows.</summary>
internal sealed class ImportReader(AppDbContext db, TimeProvider time)
{
    private const int ProgressEvery = 1000;

    /// <summary>The one table of the file: rows on a second one would be left out without a word.</summary>
    public static Outcome<Sheet> Open(byte[] file)
    {
        var book = SheetReader.OpenAll(file, C.Plan);
        if (!book.Succeeded) return book.Failures.ToList();
        var sheets = book.Value.Sheets.Where(s => s.Name != C.ExampleSheet).ToList();
        var filled = sheets.Where(s => s.Rows().Any() || s.Failure is not null).ToList();
        return filled.Count > 1 ? new Failure("sheets_several", 422, DuplicateTexts.SheetsSeveral.Fill(string.Join('、', filled.Select(s => s.Name))), "file") : filled.FirstOrDefault() ?? sheets.FirstOrDefault() ?? book.Value.Sheets[0];
    }

    public async Task<Outcome<List<Contract>>> ReadAsync(ConversionImport import, Func<int, Task> progress, CancellationToken ct)
    {
        var opened = Open(import.File!);
        if (!opened.Succeeded) return opened.Failures.ToList();
        var cells = opened.Value.Rows().Select(row => new RowCells(row)).ToList();
        if (opened.Value.Failure is { } failure) return failure;
        if (cells.Count == 0 || opened.Value.Name == C.ExampleSheet) return new Failure("table_empty", 422, DuplicateTexts.NoRows, "file");
        var world = await WorldAsync(import, cells, ct);
        var reader = new RowReader(world);
        var rows = new List<ReadRow>(cells.Count);
        foreach (var row in cells)
        {
            rows.Add(reader.Read(row));
            if (rows.Count % ProgressEvery == 0) await progress(rows.Count);
        }
        var contracts = Contract.Group(rows);
        var keys = contracts.SelectMany(c => c.Filing?.Parties ?? []).Select(p => p.Key).Distinct(StringComparer.Ordinal).ToList();
        var natures = await Natures.OfAsync(db, keys, ct);
        foreach (var contract in contracts) contract.Finish(natures);
        return contracts;
    }

    private async Task<ImportWorld> WorldAsync(ConversionImport import, List<RowCells> cells, CancellationToken ct)
    {
        var codes = cells.SelectMany(c => c.Raw.Where(cell => cell.Key is C.GiverCode or C.TakerCode).SelectMany(cell => cell.Value.Split([';', '；', '、', ',', '，']))).Select(Uscc.Clean).Where(code => code.Length == 18).Distinct(StringComparer.Ordinal).ToList();
        var parts = cells.Select(c => c.Raw.GetValueOrDefault(C.PartOf)).OfType<string>().Select(RowReader.Reference).Distinct(StringComparer.Ordinal).ToList();
        var regions = await RegionCells.ReadAsync(db, await PlaceNames.OfAsync(db, import.BureauId, ct), ct);
        var known = parts.Count == 0 ? [] : await db.Set<Conversion>().Where(c => parts.Contains(c.Reference)).ToDictionaryAsync(c => c.Reference, c => c.Id, StringComparer.Ordinal, ct);
        return new(import.RegionPath, await PartyCells.ReadAsync(db, regions, codes, ct), known, Dates.Today(time), time.GetUtcNow(), import.PersonId);
    }
}
