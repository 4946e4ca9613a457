using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Marketplace.Web.Organisations.Members;

/// <summary>One colleague, or oneself: roles, and leaving with all that is open handed over.</summary>
[Access(Act.ReadOrganisation)]
public sealed class MemberDetailModel(MemberDesk members, Actor actor, AppDbContext db, AccessCheck access) : OrganisationPage(db, access)
{
    [FromRoute(Name = "person")]
    public Guid PersonId { get; set; }

    [BindProperty(Name = "roles")]
    public List<string>? Roles { get; set; }

    [BindProperty(Name = "heir")]
    public Guid? Heir { get; set; }

    public Member Member { get; private set; } = null!;
    public IReadOnlyList<Member> Colleagues { get; private set; } = [];
    public int OpenItems { get; private set; }
    public bool IsSelf => PersonId == actor.PersonId;
    public bool MayManage => May(Act.ManageMembers);

    public IEnumerable<SelectListItem> RoleOptions => RolesOfKind.Of(Organisation.Kind).Select(role =>
        new SelectListItem(role.Name(), role.ToString(), Roles is null ? Member.Roles.Contains(role) : Roles.Contains(role.ToString(), StringComparer.Ordinal)));

    public IEnumerable<SelectListItem> HeirOptions =>
        [new(MemberTexts.ChooseHeir, ""), .. Colleagues.Select(c => new SelectListItem(c.Name, c.Id.ToString()))];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await OpenMemberAsync(ct) is null ? Page() : NotFound();

    public async Task<IActionResult> OnPostRolesAsync(CancellationToken ct)
    {
        if (await OpenMemberAsync(ct) is not null || !MayManage) return NotFound();
        var changed = await members.ChangeRolesAsync(Organisation, PersonId, Chosen.Of<Role>(Roles), ct);
        return changed.Succeeded ? Went(Address + "/members", MemberTexts.RolesDone.Fill(Member.Name)) : Refused(changed.Failures);
    }

    public async Task<IActionResult> OnPostRemoveAsync(CancellationToken ct)
    {
        if (await OpenMemberAsync(ct) is not null) return NotFound();
        var left = await members.RemoveAsync(Organisation, PersonId, Heir, ct);
        if (!left.Succeeded) return Refused(left.Failures);
        return IsSelf ? Went("/organisations", MemberTexts.LeftDone.Fill(Organisation.Name)) : Went(Address + "/members", MemberTexts.RemovedDone.Fill(Member.Name));
    }

    private async Task<Failure?> OpenMemberAsync(CancellationToken ct)
    {
        ModelState.Clear();
        if (await OpenAsync(Act.ReadOrganisation, ct) is { } refused) return refused;
        if (!MayManage && !IsSelf) return Failures.OfStatus(StatusCodes.Status404NotFound);
        var all = await members.ListAsync(Organisation.Id, ct);
        if (all.FirstOrDefault(m => m.Id == PersonId) is not { } found) return Failures.OfStatus(StatusCodes.Status404NotFound);
        Member = found;
        Colleagues = [.. all.Where(m => m.Id != PersonId)];
        OpenItems = await members.OpenItemsAsync(Organisation.Id, PersonId, ct);
        return null;
    }
}
