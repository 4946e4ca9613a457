using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Approvals;

/// <param name="PersonId">Who.</param>
/// <param name="Name">As colleagues know them.</param>
/// <param name="Role">In which they decide.</param>
public sealed record Approver(Guid PersonId, string Name, Role Role);

/// <summary>Who can decide a step now. Asked anew each time: people come and leave while an approval waits.</summary>
public sealed class ApprovalPeople(AppDbContext db)
{
    public async Task<IReadOnlyList<Approver>> MembersAsync(Guid organisation, CancellationToken ct) =>
        await (from m in db.Set<Membership>().AsNoTracking()
               join p in db.Set<Person>() on m.PersonId equals p.Id
               where m.OrganisationId == organisation && m.Until == null && p.DisabledAt == null && p.ErasedAt == null
               orderby p.DisplayName, p.Id, m.Role
               select new Approver(p.Id, p.DisplayName, m.Role)).ToListAsync(ct);

    /// <summary>
    /// Those the step names, but not who asked nor who decided a step before (four eyes); where nobody of them is left, the administrators stand in; and whoever is really alone decides what they
    /// asked for themselves, for otherwise nobody could.
    /// </summary>
    public async Task<IReadOnlyList<Approver>> OfAsync(ApprovalRun run, IReadOnlyList<ApprovalRunStep> steps, ApprovalRunStep step, CancellationToken ct)
    {
        var members = await MembersAsync(run.OrganisationId, ct);
        var named = members.Where(m => step.Role is { } role ? m.Role == role : step.Members.Contains(m.PersonId)).DistinctBy(m => m.PersonId).ToList();
        var substitutes = members.Where(m => m.Role == Role.Administrator).ToList();
        var before = steps.Where(other => other.Agreed is not null).Select(other => other.PersonId).Append(run.AskedBy).ToHashSet();
        return new[] { named.FindAll(m => !before.Contains(m.PersonId)), substitutes.FindAll(m => !before.Contains(m.PersonId)), named, substitutes }.FirstOrDefault(able => able.Count > 0) ?? [];
    }
}
