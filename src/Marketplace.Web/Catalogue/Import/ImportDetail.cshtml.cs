using System.Globalization;
using System.Text.Json;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Platform.Errors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Import;

/// <summary>One import: its columns to look at, its progress, what changed and what was refused. Can be left and come back to.</summary>
[Access(Act.KeepPatents)]
public sealed class ImportDetailModel(AppDbContext db, PatentImportDesk desk, DatabaseSignals signals) : AnsweringPage
{
    private const int PageSize = 50;
    private const int Sampled = 3;
    private const int SampleLength = 60;

    /// <summary>Most files are done before the next page is asked for: a moment's patience spares a page that says "wait".</summary>
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(800);

    public sealed record Change(string Field, string Before, string After);
    public sealed record Row(string Place, string Number, string? Title, IReadOnlyList<PatentFault> Faults, IReadOnlyList<Change> Changes);
    public sealed record Head(string Text, string? Key, IReadOnlyList<string> Values);

    public PatentImport Import { get; private set; } = null!;
    public PatentRowOutcome Show { get; private set; }
    public IReadOnlyList<Row> Rows { get; private set; } = [];
    public IReadOnlyList<Head> Heads { get; private set; } = [];
    public bool HasNumber => Heads.Any(h => h.Key == PatentColumns.Number);
    public string SheetNames { get; private set; } = "";
    public string SheetsLeft { get; private set; } = "";
    public int From { get; private set; }
    public string? Previous { get; private set; }
    public string? Next { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, PatentRowOutcome? show, int? after, CancellationToken ct)
    {
        ModelState.Clear();
        using var watch = new StepWatch(signals, PatentImportWorker.Moved, id);
        if (await desk.FindAsync(id, ct) is not { } import) return NotFound();
        if (import.State is PatentImportState.Checking or PatentImportState.Running)
        {
            await watch.WaitAsync(s_moment, ct);
            import = (await desk.FindAsync(id, ct))!;
        }
        Import = import;
        Show = show is PatentRowOutcome.Changed || show is null && import is { Updated: > 0, Rejected: 0 } ? PatentRowOutcome.Changed : PatentRowOutcome.Rejected;
        // A header, not an element: screen readers' checkers take the latter for a page that runs away.
        if (import.State is PatentImportState.Checking or PatentImportState.Running) Response.Headers["Refresh"] = "2";
        if (import.State == PatentImportState.Preview) await LookAsync(ct);
        await ReadAsync(after ?? 0, ct);
        return Page();
    }

    /// <summary>The columns stand in the same form as the decision: what was corrected there counts.</summary>
    public async Task<IActionResult> OnPostAsync(
        Guid id, string? decision, [FromForm(Name = "head")] string[] heads, [FromForm(Name = "means")] string[] means, CancellationToken ct)
    {
        ModelState.Clear();
        if (heads.Length > 0 && (decision is "confirm" or "check") && await desk.ChooseAsync(id, Columns(heads, means), ct) is { } refused) return await AnswerAsync(id, refused, ct);
        return await AnswerAsync(id, await DecideAsync(id, decision, ct), ct);
    }

    private async Task<Failure?> DecideAsync(Guid id, string? decision, CancellationToken ct) => decision switch
    {
        "confirm" => await desk.ConfirmAsync(id, ct),
        "check" => await desk.CheckAsync(id, ct),
        "stop" => await desk.StopAsync(id, ct),
        "resume" => await desk.ResumeAsync(id, ct),
        "drop" => await desk.DropAsync(id, ct),
        _ => Failures.OfStatus(StatusCodes.Status400BadRequest),
    };

    /// <summary>Pairs in the order of the page.</summary>
    public async Task<IActionResult> OnPostColumnsAsync(Guid id, [FromForm(Name = "head")] string[] heads, [FromForm(Name = "means")] string[] means, CancellationToken ct)
    {
        ModelState.Clear();
        return await AnswerAsync(id, await desk.ChooseAsync(id, Columns(heads, means), ct), ct);
    }

    private static Dictionary<string, string> Columns(string[] heads, string[] means)
    {
        var known = PatentColumns.Plan.Columns.Select(c => c.Key).Append("").ToHashSet(StringComparer.Ordinal);
        return heads.Zip(means.Select(m => m ?? "")).Where(p => p.First is { Length: > 0 and <= 200 } && known.Contains(p.Second)).Take(500)
            .DistinctBy(p => p.First, StringComparer.Ordinal).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal);
    }

    private async Task<IActionResult> AnswerAsync(Guid id, Failure? failure, CancellationToken ct)
    {
        if (failure is null) return Redirect($"/portfolio/imports/{id}");
        if (failure.Status == StatusCodes.Status404NotFound) return NotFound();
        await OnGetAsync(id, null, null, ct);
        return Refused([failure]);
    }

    private async Task LookAsync(CancellationToken ct)
    {
        var looked = await desk.LookAsync(Import, ct);
        if (!looked.Succeeded) return;
        var heads = new List<Head>();
        foreach (var sheet in looked.Value.Sheets)
        {
            var sample = sheet.Sample(Sampled);
            for (var place = 0; place < sheet.Heads.Count; place++)
            {
                var (text, at) = (sheet.Heads[place], place);
                if (text.Length == 0 || heads.Exists(h => h.Text == text)) continue;
                heads.Add(new(text, sheet.KeyAt(place), [.. sample.Where(cells => at < cells.Count).Select(cells => cells[at].Length <= SampleLength ? cells[at] : cells[at][..SampleLength] + "…")]));
            }
        }
        Heads = heads;
        SheetNames = string.Join('、', looked.Value.Sheets.Select(s => s.Name).Where(name => name.Length > 0));
        SheetsLeft = string.Join('、', looked.Value.Left);
    }

    private async Task ReadAsync(int after, CancellationToken ct)
    {
        var all = db.Set<PatentImportRow>().AsNoTracking().Where(r => r.ImportId == Import.Id && r.Outcome == Show);
        var rows = await all.Where(r => r.Ordinal > after).OrderBy(r => r.Ordinal).Take(PageSize).ToListAsync(ct);
        if (rows.Count == 0) return;
        Rows = rows.ConvertAll(Shown);
        var (first, last) = (rows[0].Ordinal, rows[^1].Ordinal);
        From = await all.CountAsync(r => r.Ordinal < first, ct) + 1;
        if (From > 1)
        {
            var before = await all.Where(r => r.Ordinal < first).OrderByDescending(r => r.Ordinal).Select(r => r.Ordinal).Take(PageSize + 1).ToListAsync(ct);
            Previous = $"/portfolio/imports/{Import.Id}?show={Show}&after={(before.Count > PageSize ? before[^1] : 0).ToString(CultureInfo.InvariantCulture)}";
        }
        if (await all.AnyAsync(r => r.Ordinal > last, ct)) Next = $"/portfolio/imports/{Import.Id}?show={Show}&after={last.ToString(CultureInfo.InvariantCulture)}";
    }

    private static Row Shown(PatentImportRow row)
    {
        var faults = row.Faults is { } json ? JsonSerializer.Deserialize<List<PatentFault>>(json, JsonSerializerOptions.Web)! : [];
        var changes = new List<Change>();
        if (row.Differences is { } differences)
        {
            using var all = JsonDocument.Parse(differences);
            foreach (var column in PatentColumns.Plan.Columns)
                if (all.RootElement.TryGetProperty(column.Key, out var pair)) changes.Add(new(column.Title, PatentImportNames.Say(pair[0].ToString()), PatentImportNames.Say(pair[1].ToString())));
        }
        var place = row.Number.ToString(CultureInfo.InvariantCulture);
        return new(row.Sheet.Length > 0 ? $"{row.Sheet}!{place}" : place, row.ApplicationNo is { } no ? PatentNumber.Show(no) : "", row.Title, faults, changes);
    }
}
