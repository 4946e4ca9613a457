using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Registration;

/// <summary>The code comes first: it says whether the organisation is here already, listed, or new.</summary>
[Access(Act.RegisterOrganisation)]
public sealed class StartModel(RegistrationDesk desk, JoinDesk joining, AppDbContext db, Actor actor) : AnsweringPage
{
    [BindProperty(Name = "uscc", SupportsGet = true)]
    public string? Typed { get; set; }

    [BindProperty(Name = "reason")]
    public string? Reason { get; set; }

    /// <summary>What somebody who asks to join says about themselves.</summary>
    [BindProperty(Name = "note")]
    public string? Note { get; set; }

    public bool AsksReason { get; private set; }
    public bool OffersJoining { get; private set; }
    public IReadOnlyList<RegistrationCase> Own { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        await LoadAsync(ct);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        ModelState.Clear();
        var begun = await desk.StartAsync(actor.Id, Typed, Reason, ct);
        if (begun.Succeeded) return Redirect("/organisations/register/" + begun.Value.Id);
        return await AgainAsync(begun.Failures, ct);
    }

    public async Task<IActionResult> OnPostJoinAsync(CancellationToken ct)
    {
        ModelState.Clear();
        var asked = await joining.AskAsync(actor.Id, Typed, Note, ct);
        return asked.Succeeded ? Went("/organisations", RegistrationTexts.JoinAsked.Fill(asked.Value.Name)) : await AgainAsync(asked.Failures, ct);
    }

    private async Task<IActionResult> AgainAsync(IReadOnlyList<Failure> failures, CancellationToken ct)
    {
        await LoadAsync(ct);
        AsksReason = failures.Any(f => f.Code == "uscc_check_digit" || f.Field == "reason");
        OffersJoining = failures.Any(f => f.Code is "uscc_taken" or "note_too_long");
        return Refused(failures);
    }

    private async Task LoadAsync(CancellationToken ct) => Own = await db.Set<RegistrationCase>().AsNoTracking().Where(r => r.ApplicantId == actor.Id && r.State != OrganisationState.Active)
        .OrderByDescending(r => r.Id).Take(20).ToListAsync(ct);
}
