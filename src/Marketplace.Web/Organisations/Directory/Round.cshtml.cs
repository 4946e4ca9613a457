using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Directory;

/// <summary>One round of invitations: can be taken back, is being sent, was sent.</summary>
[Access(Act.KeepDirectory)]
public sealed class InvitationRoundModel(AppDbContext db, DirectoryInvitations invitations, AccessCheck access, TimeProvider time) : PageModel
{
    public RoundLine Line { get; private set; } = null!;
    public InvitationRound Round { get; private set; } = null!;
    public bool MayWithdraw => Round.State == InvitationRoundState.Waiting && time.GetUtcNow() < Round.NotBefore;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        var line = await RoundLine.Of(db, db.Set<InvitationRound>().AsNoTracking().Where(r => r.Id == id)).SingleOrDefaultAsync(ct);
        if (line is not { Round: { } round } || !access.May(Act.KeepDirectory, round.Target)) return NotFound();
        (Line, Round) = (line, round);
        if (round.State is InvitationRoundState.Waiting or InvitationRoundState.Sending) Response.Headers["Refresh"] = round.State == InvitationRoundState.Sending ? "2" : "30";
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        if (await OnGetAsync(id, ct) is NotFoundResult notFound) return notFound;
        if (await invitations.WithdrawAsync(id, ct) is not { } failure) return Redirect($"/directory/invitations/{id}");
        await OnGetAsync(id, ct);
        return this.Refuse(failure);
    }

    public static string StateName(InvitationRoundState state) => state switch
    {
        InvitationRoundState.Waiting => DirectoryTexts.RoundWaiting,
        InvitationRoundState.Sending => DirectoryTexts.RoundSending,
        InvitationRoundState.Sent => DirectoryTexts.RoundSent,
        _ => DirectoryTexts.RoundWithdrawn,
    };
}
