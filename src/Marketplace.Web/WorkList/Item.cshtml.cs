using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.WorkList;

/// <summary>One item: what happened to it, and what can be done with it beside doing it.</summary>
[Access(Act.UseAccount)]
public sealed class WorkItemModel(AppDbContext db, WorkBoard board, WorkKinds kinds, WorkActions actions, Actor actor) : PageModel
{
    public WorkItem Item { get; private set; } = null!;
    public string What { get; private set; } = "";
    public string Why { get; private set; } = "";
    public string? Organisation { get; private set; }
    public WorkPutOff? PutOff { get; private set; }
    public IReadOnlyList<Colleague> Takers { get; private set; } = [];
    public IReadOnlyList<(DateTimeOffset At, string From, string To, string Reason)> Transfers { get; private set; } = [];
    public IReadOnlyList<DateTimeOffset> Urges { get; private set; } = [];

    [BindProperty(Name = "until")]
    public DateOnly? Until { get; set; }

    [BindProperty(Name = "to")]
    public Guid? To { get; set; }

    [BindProperty(Name = "reason")]
    public string? Reason { get; set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct) => await ReadAsync(id, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostLaterAsync(Guid id, CancellationToken ct) =>
        Until is null ? await AnswerAsync(id, new Failure("put_off_day_wrong", 400, WorkTexts.PutOffDayWrong, "until"), ct) : await AnswerAsync(id, await actions.PutOffAsync(id, Until, ct), ct);

    public async Task<IActionResult> OnPostHideAsync(Guid id, CancellationToken ct) => await AnswerAsync(id, await actions.PutOffAsync(id, null, ct), ct);

    public async Task<IActionResult> OnPostBackAsync(Guid id, CancellationToken ct) => await AnswerAsync(id, await actions.BringBackAsync(id, ct), ct);

    public async Task<IActionResult> OnPostTransferAsync(Guid id, CancellationToken ct) => await AnswerAsync(id, await actions.TransferAsync(id, To, Reason, ct), ct);

    private async Task<IActionResult> AnswerAsync(Guid id, Outcome<WorkItem> outcome, CancellationToken ct)
    {
        if (outcome.Succeeded) return Redirect("/tasks");
        if (outcome.Failures[0].Status == StatusCodes.Status404NotFound || !await ReadAsync(id, ct)) return NotFound();
        return this.Refuse(outcome.Failures);
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await board.FindAsync(actor.Id, actor.All, id, ct) is not { } item) return false;
        Item = item;
        (What, Why) = (kinds.Text(item), kinds.Why(item));
        Organisation = await db.Set<Organisation>().Where(o => o.Id == item.OrganisationId).Select(o => o.Name).SingleOrDefaultAsync(ct);
        var me = actor.Id;
        PutOff = await db.Set<WorkPutOff>().AsNoTracking().SingleOrDefaultAsync(p => p.PersonId == me && p.WorkItemId == id, ct);
        Takers = await actions.TakersAsync(item, ct);
        Transfers = [.. (await (from t in db.Set<WorkTransfer>()
                                join f in db.Set<Person>() on t.FromPersonId equals f.Id
                                join p in db.Set<Person>() on t.ToPersonId equals p.Id
                                where t.WorkItemId == id
                                orderby t.Id descending
                                select new { t.At, From = f.DisplayName, To = p.DisplayName, t.Reason }).ToListAsync(ct)).Select(t => (t.At, t.From, t.To, t.Reason))];
        Urges = await db.Set<WorkUrge>().Where(u => u.WorkItemId == id).OrderByDescending(u => u.Workday).Select(u => u.At).ToListAsync(ct);
        return true;
    }
}
