using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Members;

/// <summary>Where the link of an invitation leads, once its reader is signed in.</summary>
[Access(Act.UseAccount)]
public sealed class AcceptModel(InvitationDesk desk, AppDbContext db, Actor actor) : AnsweringPage
{
    public Invitation Invitation { get; private set; } = null!;
    public Organisation Organisation { get; private set; } = null!;
    public Failure? Refusal { get; private set; }

    public async Task<IActionResult> OnGetAsync(string token, CancellationToken ct)
    {
        if (!await LoadAsync(token, ct)) return NotFound();
        return Refusal is null ? Page() : Refused([Refusal]);
    }

    public async Task<IActionResult> OnPostAsync(string token, CancellationToken ct)
    {
        if (!await LoadAsync(token, ct)) return NotFound();
        var accepted = await desk.AcceptAsync(token, actor.Id, ct);
        return accepted.Succeeded ? Went("/organisations", MemberTexts.AcceptedDone.Fill(accepted.Value.Name)) : Refused(accepted.Failures);
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
