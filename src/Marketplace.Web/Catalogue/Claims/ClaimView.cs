using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Claims;

/// <summary>A claim with what both sides and the bureau must see.</summary>
public sealed record ClaimView(PatentClaim Claim, string Claimant, int Count, IReadOnlyList<(string No, string Title)> Patents)
{
    private const int Shown = 50;

    internal static async Task<ClaimView> OfAsync(AppDbContext db, ClaimDesk desk, PatentClaim claim, CancellationToken ct)
    {
        var together = desk.Together(claim);
        var first = await together.AsNoTracking().Take(Shown).Join(db.Set<Patent>(), c => c.ApplicationNo, p => p.ApplicationNo, (c, p) => new { p.ApplicationNo, Title = p.RemovedAt == null ? p.Title : "" }).OrderBy(p => p.ApplicationNo).ToListAsync(ct);
        var claimant = await db.Set<Organisation>().AsNoTracking().Where(o => o.Id == claim.ClaimantId).Select(o => o.Name).SingleAsync(ct);
        return new(claim, claimant, await together.CountAsync(ct), first.ConvertAll(p => (p.ApplicationNo, p.Title)));
    }
}
