using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Organisations.Registration;

[Access(Act.RegisterOrganisation)]
public sealed class IdentityModel(RegistrationDesk desk, AppDbContext db, AccessCheck access) : RegistrationPage(db, access)
{
    [BindProperty(Name = "kind")]
    public string? Kind { get; set; }

    [BindProperty(Name = "name")]
    public string? Name { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await OpenAsync(ct)) return NotFound();
        (Kind, Name) = (Registration.Kind?.ToString(), Registration.Name);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct) => await OpenAsync(ct)
        ? After(await desk.SaveIdentityAsync(Id, Chosen.One<OrganisationKind>(Kind), Name, ct), Tasks + (Registration.RegionPath is null ? "/region" : "")) : NotFound();
}
