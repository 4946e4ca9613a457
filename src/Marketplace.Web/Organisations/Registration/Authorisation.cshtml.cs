using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Registration;

/// <summary>授权书: to print, stamp and photograph; with the names of one's own registration, else with lines to fill in by hand.</summary>
[Access(Act.RegisterOrganisation)]
public sealed class AuthorisationModel(AppDbContext db, AccessCheck access) : PageModel
{
    public RegistrationCase? Registration { get; private set; }

    public async Task OnGetAsync(Guid? registration, CancellationToken ct)
    {
        var found = await db.Set<RegistrationCase>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == registration, ct);
        if (found is not null && access.May(Act.RegisterOrganisation, found.Own)) Registration = found;
    }
}
