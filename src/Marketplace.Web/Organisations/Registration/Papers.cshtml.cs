using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Organisations.Registration;

[Access(Act.RegisterOrganisation)]
public sealed class PapersModel(RegistrationDesk desk, AppDbContext db, AccessCheck access) : RegistrationPage(db, access)
{
    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await OpenAsync(ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(IFormFile? licence, IFormFile? authorisation, CancellationToken ct) => await OpenAsync(ct)
        ? After(await desk.SavePapersAsync(Id, licence, authorisation, ct), Tasks + "/check") : NotFound();
}
