using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Privacy;
using Marketplace.Web.Platform.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Members;

/// <summary>One request to join, for an administrator to answer.</summary>
[Access(Act.ManageMembers)]
public sealed class RequestModel(JoinDesk desk, Actor actor, TimeProvider time, AppDbContext db, AccessCheck access) : OrganisationPage(db, access)
{
    [FromRoute(Name = "id")]
    public Guid Id { get; set; }

    [BindProperty(Name = "decision")]
    public string? Decision { get; set; }

    [BindProperty(Name = "roles")]
    public List<string>? Roles { get; set; }

    [BindProperty(Name = "reason")]
    public string? Reason { get; set; }

    public JoinRequest Asked { get; private set; } = null!;
    public Person Applicant { get; private set; } = null!;

    /// <summary>Masked: enough to recognise a colleague, no more until they are one.</summary>
    public string? Phone => Applicant.PhoneNumberConfirmed ? Masking.Phone(Applicant.PhoneNumber) : null;
    public string? Mail => Applicant.EmailConfirmed ? Masking.Mail(Applicant.Email) : null;
    public JoinState State => Asked.State == JoinState.Open && !Asked.Waits(time.GetUtcNow()) ? JoinState.Lapsed : Asked.State;

    public IEnumerable<SelectListItem> RoleOptions => RolesOfKind.Of(Organisation.Kind)
        .Select(role => new SelectListItem(role.Name(), role.ToString(), Roles?.Contains(role.ToString(), StringComparer.Ordinal) == true));

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await LoadAsync(ct) is { } closed ? Closed(closed) : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await LoadAsync(ct) is { } closed) return Closed(closed);
        var answered = Decision switch
        {
            "accept" => await desk.AcceptAsync(Organisation, Id, Chosen.Of<Role>(Roles), actor.Id, ct),
            "decline" => await desk.DeclineAsync(Organisation, Id, Reason, actor.Id, ct),
            _ => new Failure("decision_missing", 400, JoinTexts.DecisionMissing, "decision"),
        };
        if (answered.Succeeded)
            return Went(Address + "/members", (answered.Value.State == JoinState.Accepted ? JoinTexts.AcceptedDone : JoinTexts.DeclinedDone).Fill(Applicant.DisplayName));
        Db.ChangeTracker.Clear();
        return await LoadAsync(ct) is { } gone ? Closed(gone) : Refused(answered.Failures);
    }

    private async Task<Failure?> LoadAsync(CancellationToken ct)
    {
        ModelState.Clear();
        if (await OpenAsync(Act.ManageMembers, ct) is { } refused) return refused;
        if (await Db.Set<JoinRequest>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == Id && r.OrganisationId == Organisation.Id, ct) is not { } found)
            return Failures.OfStatus(StatusCodes.Status404NotFound);
        Asked = found;
        Applicant = await Db.Set<Person>().AsNoTracking().SingleAsync(p => p.Id == found.PersonId, ct);
        return null;
    }
}
