using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Members;

/// <summary>Who works for the organisation here, and who is invited.</summary>
[Access(Act.ReadOrganisation)]
public sealed class MembersModel(MemberDesk members, InvitationDesk invitations, Actor actor, TimeProvider time, AppDbContext db, AccessCheck access) : OrganisationPage(db, access)
{
    [BindProperty(Name = "addresses")]
    public string? Addresses { get; set; }

    [BindProperty(Name = "roles")]
    public List<string>? Roles { get; set; }

    public IReadOnlyList<Member> All { get; private set; } = [];
    /// <summary>Who asks to be let in, with the name they go by.</summary>
    public IReadOnlyList<(JoinRequest Request, string Name)> Asking { get; private set; } = [];
    public IReadOnlyList<Invitation> Invited { get; private set; } = [];
    public IReadOnlyList<MissingStep> Missing { get; private set; } = [];
    public DateTimeOffset Now => time.GetUtcNow();
    public Guid Reader => actor.Id;
    public bool MayManage => May(Act.ManageMembers);

    public IEnumerable<SelectListItem> RoleOptions => RolesOfKind.Of(Organisation.Kind)
        .Select(role => new SelectListItem(role.Name(), role.ToString(), Roles?.Contains(role.ToString(), StringComparer.Ordinal) == true));

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        // Colleagues know each other; a bureau that looks after the organisation has no business with its people.
        if (await OpenAsync(Act.ReadOrganisation, ct) is { } closed) return Closed(closed);
        if (!IsColleague) return NotFound();
        await LoadAsync(ct);
        return Page();
    }

    public Task<IActionResult> OnPostInviteAsync(CancellationToken ct) => DoAsync(
        async () => await invitations.InviteAsync(Organisation, Addresses, Chosen.Of<Role>(Roles), actor.Id, ct), made => MemberTexts.InvitedDone.Fill(made.Count), ct);

    public Task<IActionResult> OnPostResendAsync(Guid id, CancellationToken ct) => DoAsync(() => invitations.ResendAsync(Organisation, id, ct), _ => MemberTexts.ResentDone, ct);

    public Task<IActionResult> OnPostWithdrawAsync(Guid id, CancellationToken ct) => DoAsync(() => invitations.WithdrawAsync(Organisation, id, ct), _ => MemberTexts.WithdrawnDone, ct);

    private bool IsColleague => actor.Grants.Any(g => g.OrganisationId == Organisation.Id && g.DelegatedActs is null);

    private async Task<IActionResult> DoAsync<T>(Func<Task<Outcome<T>>> act, Func<T, string> done, CancellationToken ct) where T : class
    {
        ModelState.Clear();
        if (await OpenAsync(Act.ManageMembers, ct) is { } refused)
        {
            if (refused.Status != StatusCodes.Status409Conflict || !IsColleague) return Closed(refused);
            await LoadAsync(ct);
            return Refused([refused]);
        }
        var outcome = await act();
        if (outcome.Succeeded) return Went(Address + "/members", done(outcome.Value));
        await LoadAsync(ct);
        return Refused(outcome.Failures);
    }

    private async Task LoadAsync(CancellationToken ct)
    {
        All = await members.ListAsync(Organisation.Id, ct);
        Invited = await Db.Set<Invitation>().AsNoTracking().Where(i => i.OrganisationId == Organisation.Id && i.AcceptedAt == null && i.WithdrawnAt == null)
            .OrderByDescending(i => i.SentAt).ThenBy(i => i.Id).Take(InvitationDesk.AtOnce).ToListAsync(ct);
        if (MayManage)
        {
            var after = time.GetUtcNow() - JoinRequest.Life;
            Asking = [.. (await (from r in Db.Set<JoinRequest>().AsNoTracking()
                                 join p in Db.Set<Person>() on r.PersonId equals p.Id
                                 where r.OrganisationId == Organisation.Id && r.State == JoinState.Open && r.AskedAt > after
                                 orderby r.AskedAt, r.Id
                                 select new { Request = r, p.DisplayName }).Take(InvitationDesk.AtOnce).ToListAsync(ct)).Select(x => (x.Request, x.DisplayName))];
        }
        if (Organisation.Kind == OrganisationKind.Bureau) Missing = await SecondPerson.MissingAsync(Db, Organisation.Id, ct);
    }
}
