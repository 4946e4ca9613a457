using Marketplace.Web.Data;
using Marketplace.Web.Needs;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Meetings;

/// <summary>What the owner of a need opened to whom, and what they looked at.</summary>
[Access(Act.KeepNeeds)]
public sealed class DisclosuresModel(AppDbContext db, AccessCheck access, DisclosureDesk desk) : AnsweringPage
{
    public Need Need { get; private set; } = null!;
    public IReadOnlyList<DisclosedTo> Holders { get; private set; } = [];
    public string Address => $"/needs/{Need.Id}/disclosures";

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        return await ReadAsync(id, ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostGrantAsync(Guid id, Guid holder, List<DisclosedPart> parts, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await ReadAsync(id, ct)) return NotFound();
        var given = await desk.GrantAsync(id, holder, parts, ct);
        return given.Succeeded ? Went(Address, MeetingTexts.Granted) : Refused(given.Failures);
    }

    public async Task<IActionResult> OnPostRevokeAsync(Guid id, Guid holder, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await ReadAsync(id, ct)) return NotFound();
        var ended = await desk.RevokeAsync(id, holder, ct);
        return ended.Succeeded ? Went(Address, MeetingTexts.Revoked) : Refused(ended.Failures);
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await db.Set<Need>().AsNoTracking().SingleOrDefaultAsync(n => n.Id == id, ct) is not { } need || !access.May(Act.KeepNeeds, need.Target)) return false;
        (Need, Holders) = (need, await desk.ListAsync(id, ct));
        return true;
    }
}
