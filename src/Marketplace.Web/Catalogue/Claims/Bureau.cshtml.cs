using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Claims;

/// <summary>What the bureau has to settle, and what it settled.</summary>
[Access(Act.SettleClaims)]
public sealed class BureauClaimsModel(AppDbContext db, Actor actor) : PageModel
{
    public IReadOnlyList<ClaimGroup> Claims { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        var path = actor.Grants.FirstOrDefault(g => g.Role == Role.BureauReviewer)?.RegionPath ?? "";
        if (path.Length == 0) return;
        Claims = await ClaimList.OfAsync(db, db.Set<PatentClaim>().AsNoTracking().Where(c => c.RegionPath.StartsWith(path) && (c.State == ClaimState.WithBureau || c.DecidedAt != null)), ct);
    }
}
