using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Approvals;

/// <summary>One approval: what is asked, who has said what, and what the reader can say.</summary>
[Access(Act.UseAccount)]
public sealed class ApprovalModel(AppDbContext db, ApprovalDesk desk, ApprovalPeople people, Actor actor) : AnsweringPage
{
    public ApprovalSeen Seen { get; private set; } = null!;
    public ApprovalRun Run => Seen.Run;
    public bool MayDecide => Seen.Next is not null && Seen.Able.Any(able => able.PersonId == actor.PersonId);
    public IReadOnlyList<Approver> Members { get; private set; } = [];
    public IReadOnlyDictionary<Guid, string> Names { get; private set; } = new Dictionary<Guid, string>();
    public IReadOnlyList<CaseStep> Log { get; private set; } = [];
    public string? Reason { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        return await ReadAsync(id, ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, int place, bool agrees, string? reason, CancellationToken ct)
    {
        ModelState.Clear();
        var decided = await desk.DecideAsync(id, place, agrees, reason, ct);
        if (decided.Succeeded) return Went($"/approvals/{id}", agrees ? ApprovalTexts.AgreedDone : ApprovalTexts.RefusedDone);
        Reason = reason;
        return await ReadAsync(id, ct) ? Refused(decided.Failures) : NotFound();
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await desk.FindAsync(id, ct) is not { } seen) return false;
        Seen = seen;
        Members = await people.MembersAsync(seen.Run.OrganisationId, ct);
        Log = await db.Set<CaseStep>().AsNoTracking().Where(s => s.CaseId == id).OrderBy(s => s.Number).ToListAsync(ct);
        var ids = seen.Steps.Select(step => step.PersonId).Append(seen.Run.AskedBy).OfType<Guid>().ToList();
        Names = await db.Set<Person>().AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.DisplayName, ct);
        return true;
    }
}
