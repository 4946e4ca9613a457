using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Approvals;

/// <summary>审批流程: which steps an organisation's cases go through before they bind it.</summary>
[Access(Act.ManageMembers)]
public sealed class ApprovalRouteModel(ApprovalRouteDesk desk, ApprovalPeople people, AppDbContext db, AccessCheck access) : OrganisationPage(db, access)
{
    /// <summary>The choice that is no role.</summary>
    public const string Named = "named";

    public IReadOnlyList<ApprovalRouteStep> Steps { get; private set; } = [];
    public IReadOnlyList<Approver> Members { get; private set; } = [];
    public IReadOnlyList<Role> Roles => RolesOfKind.Of(Organisation.Kind);
    public IReadOnlyList<string> Kinds => desk.Kinds;
    public Guid Once { get; private set; } = Guid.CreateVersion7();

    /// <summary>What was typed, when the page comes back.</summary>
    public (string? Name, string? Who, string? FromAmount, string[] Members, string[] Kinds) Typed { get; private set; } = (null, null, null, [], []);

    public IEnumerable<SelectListItem> MemberOptions => Members.DistinctBy(m => m.PersonId).Select(m => new SelectListItem(m.Name, m.PersonId.ToString(), Typed.Members.Contains(m.PersonId.ToString(), StringComparer.Ordinal)));
    public IEnumerable<SelectListItem> KindOptions => Kinds.Select(kind => new SelectListItem(ApprovalWords.Kind(kind), kind, Typed.Kinds.Contains(kind, StringComparer.Ordinal)));

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        if (await OpenAsync(Act.ManageMembers, ct) is { } closed) return Closed(closed);
        await ReadAsync(ct);
        return Page();
    }

    public Task<IActionResult> OnPostAddAsync(Guid once, string? name, string? who, string[] members, string? fromAmount, string[] kinds, CancellationToken ct) => DoAsync(async () =>
    {
        (Typed, Once) = ((name, who, fromAmount, members, kinds), once == Guid.Empty ? Once : once);
        var failures = new List<Failure>();
        decimal? from = string.IsNullOrWhiteSpace(fromAmount) ? null : new Fees.Typed(failures).Number(fromAmount, "fromAmount");
        if (failures.Count > 0) return failures;
        // People that were ticked before a role was chosen are not meant.
        var named = who == Named ? members.Select(member => Guid.TryParse(member, out var id) ? id : Guid.Empty).ToList() : [];
        return await desk.AddAsync(Organisation, new(Once, name, Enum.TryParse<Role>(who, out var role) ? role : null, named, from, kinds), ct);
    }, ct);

    public Task<IActionResult> OnPostUpAsync(Guid id, CancellationToken ct) => DoAsync(() => desk.MoveAsync(Organisation, id, true, ct), ct);

    public Task<IActionResult> OnPostDownAsync(Guid id, CancellationToken ct) => DoAsync(() => desk.MoveAsync(Organisation, id, false, ct), ct);

    public Task<IActionResult> OnPostRemoveAsync(Guid id, CancellationToken ct) => DoAsync(() => desk.RemoveAsync(Organisation, id, ct), ct);

    private async Task<IActionResult> DoAsync(Func<Task<Outcome<Organisation>>> act, CancellationToken ct)
    {
        ModelState.Clear();
        if (await OpenAsync(Act.ManageMembers, ct) is { } closed) return Closed(closed);
        var done = await act();
        if (done.Succeeded) return Went($"{Address}/approvals", OrganisationTexts.Saved);
        await ReadAsync(ct);
        return Refused(done.Failures);
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        Steps = await Db.Set<ApprovalRouteStep>().AsNoTracking().Where(s => s.OrganisationId == Organisation.Id).OrderBy(s => s.Place).ThenBy(s => s.Id).ToListAsync(ct);
        Members = await people.MembersAsync(Organisation.Id, ct);
    }
}
