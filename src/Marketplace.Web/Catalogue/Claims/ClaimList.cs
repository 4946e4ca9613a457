using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Claims;

/// <summary>Claims of one organisation on one name, which are settled together.</summary>
public sealed record ClaimGroup(Guid Id, string Claimant, string? HolderName, ClaimState State, int Count);

internal static class ClaimList
{
    private const int Shown = 200;

    /// <summary>Live ones first, then what was settled last.</summary>
    public static async Task<IReadOnlyList<ClaimGroup>> OfAsync(AppDbContext db, IQueryable<PatentClaim> claims, CancellationToken ct)
    {
        var groups = await claims.GroupBy(c => new { c.ClaimantId, c.HolderName, c.HolderId, c.State })
            .Select(g => new { g.Key.ClaimantId, g.Key.HolderName, g.Key.State, Id = g.OrderBy(c => c.ApplicationNo).Select(c => c.Id).First(), Count = g.Count() })
            .OrderBy(g => g.State == ClaimState.Granted || g.State == ClaimState.Refused || g.State == ClaimState.Dropped).ThenByDescending(g => g.Count).ThenBy(g => g.Id).Take(Shown).ToListAsync(ct);
        var ids = groups.ConvertAll(g => g.ClaimantId);
        var names = await db.Set<Organisation>().AsNoTracking().Where(o => ids.Contains(o.Id)).ToDictionaryAsync(o => o.Id, o => o.Name, ct);
        return groups.ConvertAll(g => new ClaimGroup(g.Id, names[g.ClaimantId], g.HolderName, g.State, g.Count));
    }
}
