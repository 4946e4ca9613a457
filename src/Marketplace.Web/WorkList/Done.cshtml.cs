using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.WorkList;

/// <summary>已办: what this person did, newest first, and what settled itself of their own.</summary>
[Access(Act.UseAccount)]
public sealed class WorkDoneModel(AppDbContext db, WorkKinds kinds, Actor actor) : PageModel
{
    public const int PageSize = 25;

    [BindProperty(SupportsGet = true)]
    public Guid? After { get; set; }

    [BindProperty(SupportsGet = true)]
    public int From { get; set; } = 1;

    public IReadOnlyList<(WorkItem Item, string What, string? Organisation)> Rows { get; private set; } = [];
    public int Total { get; private set; }
    public Guid? Next { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        var me = actor.Id;
        var found = db.Set<WorkItem>().Where(w => w.DoneAt != null && (w.DoneBy == me || (w.PersonId == me && w.DoneBy == null)));
        Total = await found.CountAsync(ct);
        var last = After is { } id ? await found.Where(w => w.Id == id).Select(w => new { w.DoneAt, w.Id }).SingleOrDefaultAsync(ct) : null;
        if (last is not null) found = found.Where(w => w.DoneAt < last.DoneAt || (w.DoneAt == last.DoneAt && w.Id < last.Id));
        else From = 1;
        var rows = await (from w in found
                          orderby w.DoneAt descending, w.Id descending
                          select new { Item = w, Organisation = db.Set<Organisation>().Where(o => o.Id == w.OrganisationId).Select(o => o.Name).FirstOrDefault() })
            .Take(PageSize + 1).AsNoTracking().ToListAsync(ct);
        if (rows.Count > PageSize) Next = rows[PageSize - 1].Item.Id;
        Rows = [.. rows.Take(PageSize).Select(r => (r.Item, kinds.Text(r.Item), r.Organisation))];
    }
}
