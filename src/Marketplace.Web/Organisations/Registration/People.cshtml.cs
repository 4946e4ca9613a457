using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Organisations.Registration;

[Access(Act.RegisterOrganisation)]
public sealed class PeopleModel(RegistrationDesk desk, AppDbContext db, AccessCheck access) : RegistrationPage(db, access)
{
    [BindProperty(Name = "address")]
    public string? Address { get; set; }

    [BindProperty(Name = "legal")]
    public string? Legal { get; set; }

    [BindProperty(Name = "operator")]
    public string? OperatorName { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await OpenAsync(ct)) return NotFound();
        (Address, Legal, OperatorName) = (Registration.Address, Registration.LegalRepresentative, Registration.OperatorName);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct) => await OpenAsync(ct)
        ? After(await desk.SavePeopleAsync(Id, Address, Legal, OperatorName, ct), Tasks + (Registration.LicenceFile is null ? "/papers" : "")) : NotFound();
}
