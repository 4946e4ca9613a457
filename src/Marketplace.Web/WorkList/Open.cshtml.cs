using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.WorkList;

/// <summary>From the list to where an item is done: acts for its organisation from then on, so that the page behind the link opens.</summary>
[Access(Act.UseAccount)]
public sealed class WorkOpenModel(AppDbContext db, WorkBoard board, Actor actor) : PageModel
{
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await board.FindAsync(actor.Id, actor.All, id, ct) is not { } item) return NotFound();
        if (item.OrganisationId is { } organisation && organisation != actor.ActingFor && HttpContext.Features.Get<SignInSession>() is { } session)
            await db.Set<SignInSession>().Where(s => s.Id == session.Id).ExecuteUpdateAsync(set => set.SetProperty(s => s.ActingFor, organisation), ct);
        return LocalRedirect(item.Link);
    }
}
