using System.Globalization;
using System.Text.Json;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Directory;

/// <summary>One import: waiting, its differences to look at, its end. Can be left and come back to.</summary>
[Access(Act.KeepDirectory)]
public sealed class DifferencesModel(AppDbContext db, DirectoryDesk desk, PlaceNames places, DatabaseSignals signals) : PageModel
{
    private const int PageSize = 50;

    /// <summary>Most files are done before the next page is asked for: a moment's patience spares a page that says "wait". Under the second from which on progress is due.</summary>
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(800);

    public sealed record Change(string Field, string Before, string After);
    public sealed record Row(int Number, string Uscc, string Name, bool Registered, IReadOnlyList<RowFault> Faults, IReadOnlyList<Change> Changes);

    private IReadOnlyDictionary<string, string> _counties = new Dictionary<string, string>(StringComparer.Ordinal);

    public DirectoryImport Import { get; private set; } = null!;
    public RowOutcome Show { get; private set; }
    public IReadOnlyList<Row> Rows { get; private set; } = [];
    public int From { get; private set; }
    public string? Previous { get; private set; }
    public string? Next { get; private set; }

    /// <summary>Names of zones and townships nobody knows yet, or that the bureau decided on before.</summary>
    public IReadOnlyList<UnknownPlace> Unknown { get; private set; } = [];
    public IReadOnlyList<string> Known { get; private set; } = [];
    public string RejectsAddress => $"/directory/imports/{Import.Id}/rejects.{SheetFile.FormatOf(Import.FileName)}";

    public async Task<IActionResult> OnGetAsync(Guid id, RowOutcome? show, int? after, int? before, CancellationToken ct)
    {
        ModelState.Clear();
        using var watch = new StepWatch(signals, DirectoryWorker.Moved, id);
        if (await desk.FindAsync(id, ct) is not { } import) return NotFound();
        if (import.State is ImportState.Reading or ImportState.Saving)
        {
            await watch.WaitAsync(s_moment, ct);
            import = (await desk.FindAsync(id, ct))!;
        }
        Import = import;
        Show = show is { } wanted && Enum.IsDefined(wanted) ? wanted
            : import.State == ImportState.Done || import.Added + import.Changed == 0 && import.Rejected > 0 ? RowOutcome.Rejected : import.Changed > 0 ? RowOutcome.Changed : RowOutcome.New;
        // A header, not an element: screen readers' checkers take the latter for a page that runs away.
        if (import.State is ImportState.Reading or ImportState.Saving) Response.Headers["Refresh"] = "2";
        else await ReadAsync(after, before, ct);
        if (import.State == ImportState.Compared) (Unknown, Known) = await places.OfAsync(import, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, string? decision, string? fingerprint, CancellationToken ct)
    {
        return await AnswerAsync(id, decision == "drop" ? await desk.DropAsync(id, ct) : await desk.ConfirmAsync(id, fingerprint, ct), ct);
    }

    /// <summary>What is meant by names the region does not know: pairs in the order of the page.</summary>
    public async Task<IActionResult> OnPostNamesAsync(Guid id, [FromForm(Name = "written")] string[] written, [FromForm(Name = "meant")] string[] meant, CancellationToken ct)
    {
        var pairs = written.Zip(meant).Where(p => p.First is { Length: > 0 and <= Places.NameMax } && p.Second is { Length: > 0 and <= Places.NameMax } && !p.Second.Any(char.IsControl)).DistinctBy(p => p.First, StringComparer.Ordinal).ToList();
        return await AnswerAsync(id, await desk.NameAsync(id, pairs, ct), ct);
    }

    private async Task<IActionResult> AnswerAsync(Guid id, Failure? failure, CancellationToken ct)
    {
        if (failure is null) return Redirect($"/directory/imports/{id}");
        if (failure.Status == StatusCodes.Status404NotFound) return NotFound();
        var page = await OnGetAsync(id, null, null, null, ct);
        this.Refuse(failure);
        return page;
    }

    public static string OutcomeName(RowOutcome outcome) => outcome switch
    {
        RowOutcome.New => DirectoryTexts.CountNew,
        RowOutcome.Changed => DirectoryTexts.CountChanged,
        RowOutcome.Unchanged => DirectoryTexts.CountUnchanged,
        _ => DirectoryTexts.CountRejected,
    };

    private async Task ReadAsync(int? after, int? before, CancellationToken ct)
    {
        var all = db.Set<DirectoryImportRow>().AsNoTracking().Where(r => r.ImportId == Import.Id && r.Outcome == Show);
        var back = before is not null;
        var rows = await (back ? all.Where(r => r.Number < before).OrderByDescending(r => r.Number) : all.Where(r => r.Number > (after ?? 0)).OrderBy(r => r.Number)).Take(PageSize).ToListAsync(ct);
        if (back) rows.Reverse();
        if (rows.Count == 0) return;
        if (Show == RowOutcome.Changed) _counties = await db.Set<Region>().Where(r => r.Level == RegionLevel.County).ToDictionaryAsync(r => r.Code, r => r.Name, StringComparer.Ordinal, ct);
        Rows = [.. rows.Select(Shown)];
        var (first, last) = (rows[0].Number, rows[^1].Number);
        From = await all.CountAsync(r => r.Number < first, ct) + 1;
        if (From > 1) Previous = $"/directory/imports/{Import.Id}?show={Show}&before={first}";
        if (await all.AnyAsync(r => r.Number > last, ct)) Next = $"/directory/imports/{Import.Id}?show={Show}&after={last}";
    }

    private Row Shown(DirectoryImportRow row)
    {
        var cells = JsonSerializer.Deserialize<Dictionary<string, string>>(row.Cells)!;
        var faults = JsonSerializer.Deserialize<List<RowFault>>(row.Faults, JsonSerializerOptions.Web)!;
        var changes = new List<Change>();
        if (row.Outcome == RowOutcome.Changed)
        {
            using var before = JsonDocument.Parse(row.Before!);
            using var after = JsonDocument.Parse(row.Understood);
            foreach (var column in DirectoryColumns.Plan.Columns)
                if (before.RootElement.TryGetProperty(column.Key, out var old)) changes.Add(new(column.Title, Say(column.Key, old), Say(column.Key, after.RootElement.GetProperty(column.Key))));
        }
        return new(row.Number, row.Uscc, cells.GetValueOrDefault(DirectoryColumns.Name, ""), row.Registered, faults, changes);
    }

    /// <summary>A field as a clerk writes it.</summary>
    private string Say(string field, JsonElement value) => value.ValueKind == JsonValueKind.Null ? FaceTexts.NotRecorded : field switch
    {
        DirectoryColumns.Revenue or DirectoryColumns.Assets => (value.GetDecimal() / 10_000).ToString("#,0.######", CultureInfo.InvariantCulture),
        DirectoryColumns.Size => DirectoryWords.Size(Enum.Parse<EnterpriseSize>(value.GetString()!))!,
        DirectoryColumns.Labels => string.Join('、', value.Deserialize<List<LabelSpan>>(JsonSerializerOptions.Web)!.Select(LabelText.Write)),
        DirectoryColumns.County => _counties.GetValueOrDefault(value.GetString()!, value.GetString()!),
        _ => value.ToString(),
    };
}
