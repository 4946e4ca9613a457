using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Names;

/// <summary>Finds an organisation by any name it has or had, however that is written; patent registers keep the names of the day of filing.</summary>
public static class OrganisationNames
{
    /// <summary>Null when nobody has the name. A merged organisation answers with the one it went into.</summary>
    public static async Task<Organisation?> FindAsync(AppDbContext db, string name, CancellationToken ct)
    {
        var folded = NameFolding.Fold(name);
        var found = await db.Set<Organisation>().AsNoTracking()
            .Where(o => o.FoldedName == folded || db.Set<OrganisationName>().Any(n => n.OrganisationId == o.Id && n.FoldedName == folded))
            // Who bears the name today before who bore it once; who is here before who is only listed or gone.
            .OrderByDescending(o => o.FoldedName == folded).ThenByDescending(o => o.State == OrganisationState.Active)
            .ThenByDescending(o => o.State == OrganisationState.Suspended || o.State == OrganisationState.Listed).ThenBy(o => o.Id)
            .FirstOrDefaultAsync(ct);
        // A chain of mergers is short; each step leads to a younger body, and the limit stands against a ring made by hand.
        for (var step = 0; found is { State: OrganisationState.Merged, MergedInto: { } next } && step < 10; step++)
            found = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == next, ct);
        return found;
    }
}
