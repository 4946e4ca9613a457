using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Organisations;

[Access(Act.SuperviseOrganisations)]
public sealed class StandingPageModel(Standing standing, AppDbContext db, AccessCheck access) : OrganisationPage(db, access)
{
    [BindProperty(Name = "act")]
    public string? Chosen { get; set; }

    [BindProperty(Name = "into")]
    public string? Into { get; set; }

    [BindProperty(Name = "reason")]
    public string? Reason { get; set; }

    [BindProperty(Name = "typed")]
    public string? Typed { get; set; }

    public IReadOnlyList<StandingAct> Acts => Standing.From(Organisation.State);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        return await OpenAsync(Act.SuperviseOrganisations, ct) is { Status: StatusCodes.Status404NotFound } ? NotFound() : Page();
    }

    public async Task<IActionResult> OnPostAsync(IFormFile? proof, CancellationToken ct)
    {
        ModelState.Clear();
        if (await OpenAsync(Act.SuperviseOrganisations, ct) is { } refused) return Refused([refused]);
        if (Typed?.Trim() != OrganisationTexts.StandingWord) return Refused([new Failure("not_confirmed", 400, OrganisationTexts.NotConfirmed, "typed")]);
        var changed = await standing.ChangeAsync(Organisation.Id, Organisations.Chosen.One<StandingAct>(Chosen), Into, Reason, proof, ct);
        return changed.Succeeded ? Went(Address, OrganisationTexts.Saved) : Refused(changed.Failures);
    }
}
