using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.OpenLicences;

/// <summary>What a certificate's code leads to: for whoever was shown the certificate, as it stands now.</summary>
[Access(Act.ReadPublic)]
public sealed class VerifyModel(AppDbContext db) : PageModel
{
    public LicenceView View { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string token, CancellationToken ct)
    {
        if (token.Length > 32 || await db.Set<Licence>().AsNoTracking().SingleOrDefaultAsync(l => l.VerifyToken == token, ct) is not { } licence) return NotFound();
        View = await LicenceView.OfAsync(db, licence, ct);
        // Not for search engines: whoever has the certificate has the address.
        Response.Headers["X-Robots-Tag"] = "noindex";
        return Page();
    }
}
