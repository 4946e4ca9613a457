using System.Text.Json;
using Marketplace.Web.Conversions.Duplicates;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Database;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Import;

/// <summary>One table: waiting, what becomes of each row, its end. Can be left and come back to.</summary>
[Access(Act.FileConversions)]
public sealed class ImportPreviewModel(AppDbContext db, ImportDesk desk, DatabaseSignals signals) : AnsweringPage
{
    private const int PageSize = 50;

    /// <summary>Most tables are done before the next page is asked for; under the second from which on progress is due.</summary>
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(800);

    public sealed record Row(int Number, string ContractNo, string Giver, string Taker, string Patents, IReadOnlyList<ImportFault> Faults, IReadOnlyList<string> Rules, int? OtherRow, Guid? OtherId, Guid? Filed);

    public ConversionImport Import { get; private set; } = null!;
    public RowFate Show { get; private set; }
    public IReadOnlyList<Row> Rows { get; private set; } = [];
    public IReadOnlyDictionary<Guid, string> Numbers { get; private set; } = new Dictionary<Guid, string>();
    public int From { get; private set; }
    public string? Previous { get; private set; }
    public string? Next { get; private set; }
    public string Counts => DuplicateTexts.CountText.Fill(Import.Read, Import.Added, Import.Attached, Import.Queued, Import.Same, Import.Refused);

    public int CountOf(RowFate fate) => fate switch { RowFate.New => Import.Added, RowFate.Attached => Import.Attached, RowFate.Queued => Import.Queued, RowFate.Same => Import.Same, _ => Import.Refused };

    public static string FateName(RowFate fate) => fate switch
    {
        RowFate.New => DuplicateTexts.FateNew,
        RowFate.Attached => DuplicateTexts.FateAttached,
        RowFate.Queued => DuplicateTexts.FateQueued,
        RowFate.Same => DuplicateTexts.FateSame,
        _ => DuplicateTexts.FateRefused,
    };

    public static string StateName(ConversionImportState state) => state switch
    {
        ConversionImportState.Reading => DuplicateTexts.StateReading,
        ConversionImportState.Compared => DuplicateTexts.StateCompared,
        ConversionImportState.Filing => DuplicateTexts.StateFiling,
        ConversionImportState.Done => DuplicateTexts.StateDone,
        ConversionImportState.Failed => DuplicateTexts.StateFailed,
        _ => DuplicateTexts.StateDropped,
    };

    public async Task<IActionResult> OnGetAsync(Guid id, RowFate? show, int? after, int? before, CancellationToken ct)
    {
        ModelState.Clear();
        using var watch = new StepWatch(signals, ImportWorker.Moved, id);
        if (await desk.FindAsync(id, ct) is not { } import) return NotFound();
        if (IsWorking(import))
        {
            await watch.WaitAsync(s_moment, ct);
            import = (await desk.FindAsync(id, ct))!;
        }
        Import = import;
        Show = show is { } wanted && Enum.IsDefined(wanted) ? wanted : Enum.GetValues<RowFate>().OrderBy(f => f is RowFate.Refused ? 0 : f is RowFate.Queued ? 1 : 2).First(f => CountOf(f) > 0 || f == RowFate.Same);
        // A header, not an element: screen readers' checkers take the latter for a page that runs away.
        if (IsWorking(import)) Response.Headers["Refresh"] = "2";
        else await ReadAsync(after, before, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, string? decision, string? fingerprint, CancellationToken ct)
    {
        ModelState.Clear();
        var failure = decision == "drop" ? await desk.DropAsync(id, ct) : await desk.ConfirmAsync(id, fingerprint, ct);
        if (failure is null) return Redirect($"/conversions/imports/{id}");
        var page = await OnGetAsync(id, null, null, null, ct);
        return page is NotFoundResult ? page : Refused([failure]);
    }

    private static bool IsWorking(ConversionImport import) => import.State is ConversionImportState.Reading or ConversionImportState.Filing;

    private async Task ReadAsync(int? after, int? before, CancellationToken ct)
    {
        var all = db.Set<ConversionImportRow>().AsNoTracking().Where(r => r.ImportId == Import.Id && r.Fate == Show);
        var back = before is not null;
        var rows = await (back ? all.Where(r => r.Number < before).OrderByDescending(r => r.Number) : all.Where(r => r.Number > (after ?? 0)).OrderBy(r => r.Number)).Take(PageSize).ToListAsync(ct);
        if (back) rows.Reverse();
        if (rows.Count == 0) return;
        var others = rows.Select(r => r.OtherId).OfType<Guid>().ToHashSet();
        Numbers = await db.Set<Conversion>().Where(c => others.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Number, ct);
        var filings = rows.Select(r => r.FilingId).OfType<Guid>().ToHashSet();
        var filed = await db.Set<Filing>().Where(f => filings.Contains(f.Id)).ToDictionaryAsync(f => f.Id, f => f.ConversionId, ct);
        Rows = [.. rows.Select(row => Shown(row, filed))];
        var (first, last) = (rows[0].Number, rows[^1].Number);
        From = await all.CountAsync(r => r.Number < first, ct) + 1;
        if (From > 1) Previous = $"/conversions/imports/{Import.Id}?show={Show}&before={first}";
        if (await all.AnyAsync(r => r.Number > last, ct)) Next = $"/conversions/imports/{Import.Id}?show={Show}&after={last}";
    }

    private static Row Shown(ConversionImportRow row, Dictionary<Guid, Guid> filed)
    {
        var cells = JsonSerializer.Deserialize<Dictionary<string, string>>(row.Cells)!;
        string Cell(string key) => cells.GetValueOrDefault(key, "");
        return new(row.Number, Cell(ImportColumns.Contract), Cell(ImportColumns.Giver), Cell(ImportColumns.Taker), Cell(ImportColumns.Patents), ImportFault.Of(row), DuplicateWords.InOrder(row.Rules), row.OtherRow, row.OtherId,
            row.FilingId is { } filing ? filed[filing] : null);
    }
}
