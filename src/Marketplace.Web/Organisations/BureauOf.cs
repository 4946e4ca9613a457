using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations;

/// <summary>Which bureau (知识产权管理部门) looks after a place: the active one nearest above it in the tree.</summary>
public static class BureauOf
{
    public static Task<Organisation?> RegionAsync(AppDbContext db, string regionPath, CancellationToken ct) => NearestAsync(db, Upwards(regionPath), ct);

    /// <summary>The one above: nobody reviews or supervises a bureau of their own place.</summary>
    public static Task<Organisation?> AboveAsync(AppDbContext db, string regionPath, CancellationToken ct) =>
        NearestAsync(db, [.. Upwards(regionPath).Where(path => path != regionPath)], ct);

    /// <summary>Who reviews an organisation of this kind there; null: the platform's security administrator.</summary>
    public static Task<Organisation?> ForAsync(AppDbContext db, OrganisationKind kind, string regionPath, CancellationToken ct) =>
        kind == OrganisationKind.Bureau ? AboveAsync(db, regionPath, ct) : RegionAsync(db, regionPath, ct);

    /// <summary><c>/650000/652700/</c> → itself and <c>/650000/</c>.</summary>
    internal static List<string> Upwards(string path)
    {
        var paths = new List<string>();
        for (var end = path.IndexOf('/', 1); end > 0; end = path.IndexOf('/', end + 1)) paths.Add(path[..(end + 1)]);
        return paths;
    }

    private static Task<Organisation?> NearestAsync(AppDbContext db, List<string> paths, CancellationToken ct) => db.Set<Organisation>().AsNoTracking()
        .Where(o => o.Kind == OrganisationKind.Bureau && o.State == OrganisationState.Active && paths.Contains(o.RegionPath))
        .OrderByDescending(o => o.RegionPath.Length).ThenBy(o => o.ActiveSince).ThenBy(o => o.Id).FirstOrDefaultAsync(ct);
}
