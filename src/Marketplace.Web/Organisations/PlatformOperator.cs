using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Regions;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations;

/// <summary>平台运营单位: the one organisation whose people run the platform.</summary>
internal static class PlatformOperator
{
    /// <summary>Stands in for the operator's own code until it is known; no real code has letters that repeat so.</summary>
    public const string Placeholder = "PLATFORM0000000000";

    /// <summary>Made when it is first needed: work may wait for its people before the first of them was invited.</summary>
    public static async Task<Guid> IdAsync(AppDbContext db, CancellationToken ct)
    {
        var known = await db.Set<Organisation>().Where(o => o.Kind == OrganisationKind.PlatformOperator).OrderBy(o => o.CreatedAt).ThenBy(o => o.Id)
            .Select(o => (Guid?)o.Id).FirstOrDefaultAsync(ct);
        if (known is { } id) return id;
        // Where it sits decides nothing: only a bureau's rights reach into a region.
        var region = await db.Set<Region>().AsNoTracking().OrderBy(r => r.Code).FirstAsync(r => r.Level == RegionLevel.Province, ct);
        await db.Database.ExecuteSqlAsync($"""
            insert into organisations (id, uscc, name, folded_name, kind, region_code, region_path, state, state_owned, created_at, active_since)
            values ({Guid.CreateVersion7()}, {Placeholder}, '平台运营单位', '平台运营单位', 'PlatformOperator', {region.Code}, {region.Path}, 'Active', false, now(), now())
            on conflict (uscc) do nothing
            """, ct);
        return await db.Set<Organisation>().Where(o => o.Uscc == Placeholder).Select(o => o.Id).SingleAsync(ct);
    }
}
