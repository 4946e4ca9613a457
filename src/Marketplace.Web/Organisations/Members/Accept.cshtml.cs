using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.SignIn;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Members;

/// <summary>Where the link of an invitation leads, once its reader is signed in.</summary>
[Access(Act.UseAccount)]
public sealed class AcceptModel(InvitationDesk desk, AppDbContext db, Actor actor) : AnsweringPage
{
    public Invitation Invitation { get; private set; } = null!;
    public Organisation Organisation { get; private set; } = null!;
    public Failure? Refusal { get; private set; }

    /// <summary>No invitation has this link, or has it any more; which of the two is nobody's business.</summary>
    public bool Unknown => Invitation is null;

    public async Task<IActionResult> OnGetAsync(string token, CancellationToken ct)
    {
        if (!await LoadAsync(token, ct)) return NotOurs();
        return Refusal is null ? Page() : Refused([Refusal]);
    }

    public async Task<IActionResult> OnPostAsync(string token, CancellationToken ct)
    {
        if (!await LoadAsync(token, ct)) return NotOurs();
        var accepted = await desk.AcceptAsync(token, actor.Id, ct);
        return accepted.Succeeded ? Went("/organisations", MemberTexts.AcceptedDone.Fill(accepted.Value.Name)) : Refused(accepted.Failures);
    }

    private PageResult NotOurs()
    {
        Response.StatusCode = StatusCodes.Status404NotFound;
        HttpContext.Features.Get<IStatusCodePagesFeature>()?.Enabled = false;   // Its page would not say whom to ask.
        return Page();
    }

    private async Task<bool> LoadAsync(string token, CancellationToken ct)
    {
        ModelState.Clear();
        if (await desk.OpenLinkAsync(token, ct) is not { } opened) return false;
        (Invitation, Organisation) = opened;
        Refusal = desk.Refusal(Invitation, Organisation, await db.Set<Person>().AsNoTracking().SingleAsync(p => p.Id == actor.Id, ct));
        return true;
    }
}
