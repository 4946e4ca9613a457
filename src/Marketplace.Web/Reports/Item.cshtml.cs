using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Reports;

/// <summary>One report with everything joined to it, and the answer.</summary>
[Access(Act.AnswerReports)]
public sealed class ReportItemModel(ReportDesk desk, AppDbContext db) : PageModel
{
    public Report Report { get; private set; } = null!;

    /// <summary>The first one and those who said the same later, each with their evidence.</summary>
    public IReadOnlyList<(Report Said, IReadOnlyList<(string Name, string Link)> Files)> Said { get; private set; } = [];

    [BindProperty(Name = "outcome")]
    public ReportOutcome? Outcome { get; set; }

    [BindProperty(Name = "answer")]
    public string? Answer { get; set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct) => await ReadAsync(id, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        var answered = await desk.AnswerAsync(id, Outcome, Answer, ct);
        if (answered.Succeeded) return Redirect($"/reports/{id}");
        return answered.Failures[0].Status == StatusCodes.Status404NotFound || !await ReadAsync(id, ct) ? NotFound() : this.Refuse(answered.Failures);
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        Response.Headers.CacheControl = "no-store";
        if (await desk.FindAsync(id, ct) is not { } report) return false;
        Report = report;
        var all = await db.Set<Report>().AsNoTracking().Where(r => r.Id == id || r.JoinedTo == id).OrderBy(r => r.Id).Take(50).ToListAsync(ct);
        var subjects = all.Select(r => $"report:{r.Id}").ToList();
        var evidence = (await db.Set<StoredFile>().AsNoTracking().Where(f => subjects.Contains(f.Subject)).OrderBy(f => f.Id).ToListAsync(ct)).ToLookup(f => f.Subject, StringComparer.Ordinal);
        Said = [.. all.Select(r => (r, (IReadOnlyList<(string, string)>)[.. evidence[$"report:{r.Id}"].Select(f => (f.Name, FileStore.PaperAt(f.Id)))]))];
        return true;
    }
}
