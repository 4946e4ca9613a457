using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.WorkList;

/// <summary>What others have to do for the reader, who may urge (催办) once a working day.</summary>
[Access(Act.UseAccount)]
public sealed class WorkWaitingModel(AppDbContext db, WorkBoard board, WorkKinds kinds, WorkActions actions, Actor actor) : PageModel
{
    public const int PageSize = 25;

    [BindProperty(SupportsGet = true)]
    public Guid? After { get; set; }

    [BindProperty(SupportsGet = true)]
    public int From { get; set; } = 1;

    [BindProperty(SupportsGet = true)]
    public bool Urged { get; set; }

    public IReadOnlyList<(WorkItem Item, string What, string? Organisation)> Rows { get; private set; } = [];
    public int Total { get; private set; }
    public Guid? Next { get; private set; }

    public Task OnGetAsync(CancellationToken ct) => ReadAsync(ct);

    /// <param name="id">Which item.</param>
    /// <param name="back">The page of the thing, when it was urged there.</param>
    /// <param name="ct">The request ended.</param>
    public async Task<IActionResult> OnPostAsync(Guid id, string? back, CancellationToken ct)
    {
        var urged = await actions.UrgeAsync(id, ct);
        if (urged.Succeeded) return Url.IsLocalUrl(back) ? LocalRedirect(back) : Redirect("/tasks/waiting?urged=true");
        if (urged.Failures[0].Status == StatusCodes.Status404NotFound) return NotFound();
        await ReadAsync(ct);
        return this.Refuse(urged.Failures);
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        ModelState.Clear();
        var found = board.Waiting(actor.Id, actor.All);
        Total = await found.CountAsync(ct);
        if (After is null) From = 1;
        // The id is the order of asking: who waits longest stands first.
        var rows = await found.Where(w => After == null || w.Id > After).OrderBy(w => w.Id).Take(PageSize + 1)
            .Select(w => new { Item = w, Organisation = db.Set<Organisation>().Where(o => o.Id == w.OrganisationId).Select(o => o.Name).FirstOrDefault() })
            .AsNoTracking().ToListAsync(ct);
        if (rows.Count > PageSize) Next = rows[PageSize - 1].Item.Id;
        Rows = [.. rows.Take(PageSize).Select(r => (r.Item, kinds.Text(r.Item), r.Organisation))];
    }
}
