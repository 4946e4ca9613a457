using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Directory;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Pushes;

/// <summary>What was sent before or elsewhere: one row by hand, or a table; and what was entered lately.</summary>
[Access(Act.PushPatents)]
public sealed class OutsideModel(AppDbContext db, OutsideDesk desk, DirectoryDesk directory) : AnsweringPage
{
    public IReadOnlyList<Push> Earlier { get; private set; } = [];
    public OutsideTyped Typed { get; private set; } = new(null, null, null, null, null, null, null);
    public string? Note { get; private set; }

    /// <summary>All that is wrong with a table, row by row; the summary has room for one of a field.</summary>
    public IReadOnlyList<string> Faults { get; private set; } = [];

    public static IReadOnlyList<SelectListItem> Channels => [.. OutsideColumns.Channels.Select(c => new SelectListItem(PushWords.Name(c.Value), c.Key))];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        if (await directory.BureauAsync(ct) is not { } bureau) return NotFound();
        Earlier = await db.Set<Push>().AsNoTracking().Where(p => p.BureauId == bureau.Id && p.Source == PushSource.Outside).OrderByDescending(p => p.Id).Take(50).ToListAsync(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostRowAsync(string? code, string? no, string? on, string? channel, string? recipient, string? read, string? note, List<IFormFile> evidence, CancellationToken ct)
    {
        (Typed, Note) = (new(code, null, no, on, channel, recipient, read), note);
        // Several patents sent at one time are typed together.
        var rows = (no ?? "").Split([' ', '\n', '\r', ',', '，', ';', '；', '、'], StringSplitOptions.RemoveEmptyEntries).DefaultIfEmpty("").Select((one, n) => (n + 1, Typed with { No = one })).ToList();
        return await DoAsync(bureau => desk.TakeAsync(bureau, rows, evidence, note, null, ct), ct);
    }

    public Task<IActionResult> OnPostSheetAsync(IFormFile? sheet, string? note, List<IFormFile> evidence, CancellationToken ct) => DoAsync(bureau => desk.TakeSheetAsync(bureau, sheet, evidence, note, ct), ct);

    private async Task<IActionResult> DoAsync(Func<Organisation, Task<Outcome<Push>>> take, CancellationToken ct)
    {
        ModelState.Clear();
        if (await directory.BureauAsync(ct) is not { } bureau) return NotFound();
        var taken = await take(bureau);
        if (taken.Succeeded) return Redirect($"/pushes/outside/{taken.Value.Id}");
        await OnGetAsync(ct);
        Faults = [.. taken.Failures.Where(f => f.Field == "sheet").Select(f => f.Message)];
        return Refused(taken.Failures);
    }
}
