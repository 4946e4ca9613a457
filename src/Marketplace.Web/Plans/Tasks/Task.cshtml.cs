using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Plans.Tasks;

/// <summary>One task: what it asks, what was told of it quarter by quarter, and 督办.</summary>
[Access(Act.ReadPlans)]
public sealed class PlanTaskModel(AppDbContext db, PlanDesk plans, TaskDesk desk, TimeProvider time) : AnsweringPage
{
    /// <summary>Two years back: who tells more later has waited too long.</summary>
    private const int QuartersBack = 8;

    public sealed record ProgressLine(TaskProgress Progress, string? By, IReadOnlyList<StoredFile> Papers);

    public Plan Plan { get; private set; } = null!;
    public PlanTask Task { get; private set; } = null!;
    public TaskState State { get; private set; } = null!;
    public IReadOnlyList<ProgressLine> Told { get; private set; } = [];
    public IReadOnlyList<TaskUrge> Urges { get; private set; } = [];

    /// <summary>What was typed and refused.</summary>
    public string? Text { get; private set; }
    public string? Urge { get; private set; }
    public bool MayKeep => plans.May(Act.KeepPlans, Plan) && Plan.State != PlanState.Closed;
    public bool MayRead => plans.May(Act.ReadFigures, Plan);
    public DateOnly Today => Dates.Today(time);

    public IEnumerable<SelectListItem> Quarters
    {
        get
        {
            var day = Today;
            return Enumerable.Range(0, QuartersBack).Select(back => Quarter.Of(day.AddMonths(-3 * back)).ToString()).Select(name => new SelectListItem(name, name));
        }
    }

    public IEnumerable<SelectListItem> Units => Task.LeadUnits.Concat(Task.JointUnits).Distinct(StringComparer.Ordinal).Select(unit => new SelectListItem(unit, unit));

    public async Task<IActionResult> OnGetAsync(string key, string code, CancellationToken ct)
    {
        ModelState.Clear();
        return await ReadAsync(key, code, ct) ? Page() : NotFound();
    }

    public Task<IActionResult> OnPostTellAsync(string key, string code, string? quarter, string? text, [FromForm] IReadOnlyList<IFormFile>? evidence, CancellationToken ct)
    {
        Text = text;
        return DoAsync(key, code, desk.TellAsync(key, code, quarter, text, evidence ?? [], ct), PlanTexts.Told, ct);
    }

    public Task<IActionResult> OnPostFinishAsync(string key, string code, CancellationToken ct) => DoAsync(key, code, desk.FinishAsync(key, code, done: true, ct), PlanTexts.Finished, ct);

    public Task<IActionResult> OnPostReopenAsync(string key, string code, CancellationToken ct) => DoAsync(key, code, desk.FinishAsync(key, code, done: false, ct), PlanTexts.Reopened, ct);

    public Task<IActionResult> OnPostUrgeAsync(string key, string code, string? unit, string? urge, DateOnly? due, CancellationToken ct)
    {
        Urge = urge;
        return DoAsync(key, code, desk.UrgeAsync(key, code, unit, urge, due, ct), PlanTexts.Urged, ct);
    }

    public Task<IActionResult> OnPostReplyAsync(string key, string code, Guid id, string? reply, CancellationToken ct) => DoAsync(key, code, desk.ReplyAsync(key, code, id, reply, ct), PlanTexts.Answered, ct);

    private async Task<IActionResult> DoAsync(string key, string code, Task<Failure?> act, string done, CancellationToken ct)
    {
        ModelState.Clear();
        var failure = await act;
        db.ChangeTracker.Clear();
        if (!await ReadAsync(key, code, ct)) return NotFound();
        return failure is null ? Went(PlanWords.At(Plan, Task), done) : Refused([failure]);
    }

    private async Task<bool> ReadAsync(string key, string code, CancellationToken ct)
    {
        if (await desk.FindAsync(key, code, ct) is not var (plan, task)) return false;
        (Plan, Task) = (plan, task);
        var told = await db.Set<TaskProgress>().AsNoTracking().Where(p => p.TaskId == task.Id).OrderByDescending(p => p.Quarter).ThenByDescending(p => p.At).ThenBy(p => p.Id)
            .Select(p => new { p, By = db.Set<Person>().Where(x => x.Id == p.PersonId).Select(x => x.DisplayName).FirstOrDefault() }).ToListAsync(ct);
        var subjects = told.ConvertAll(t => $"{TaskPapers.KindName}:{t.p.Id}");
        var papers = MayRead ? (await db.Set<StoredFile>().AsNoTracking().Where(f => subjects.Contains(f.Subject)).OrderBy(f => f.Id).ToListAsync(ct)).ToLookup(f => f.Subject, StringComparer.Ordinal) : null;
        Told = [.. told.Select(t => new ProgressLine(t.p, t.By, papers is null ? [] : [.. papers[$"{TaskPapers.KindName}:{t.p.Id}"]]))];
        Urges = await db.Set<TaskUrge>().AsNoTracking().Where(u => u.TaskId == task.Id).OrderByDescending(u => u.At).ThenBy(u => u.Id).ToListAsync(ct);
        State = TaskState.Of(plan, task, told.Select(t => t.p.Quarter), Urges, Today);
        return true;
    }
}
