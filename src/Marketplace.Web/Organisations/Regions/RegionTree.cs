using Marketplace.Web.Data;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Regions;

/// <summary>The places of today, for choosing one and for writing its full name.</summary>
public sealed class RegionTree(AppDbContext db, TimeProvider time)
{
    /// <summary>More hits than a screen holds are no help; the search is made narrower.</summary>
    private const int Hits = 30;

    public Task<List<Region>> ChildrenAsync(string? parent, CancellationToken ct) => Valid().Where(r => r.Parent == parent).OrderBy(r => r.Code).ToListAsync(ct);

    public Task<Region?> FindAsync(string? code, CancellationToken ct) => Valid().SingleOrDefaultAsync(r => r.Code == code, ct);

    public async Task<List<Region>> SearchAsync(string words, CancellationToken ct)
    {
        var text = words.Trim().Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);
        return text.Length == 0 ? [] : await Valid().Where(r => EF.Functions.Like(r.Name, $"%{text}%")).OrderBy(r => r.Path.Length).ThenBy(r => r.Code).Take(Hits).ToListAsync(ct);
    }

    /// <summary>The places from the root down to each of these paths, by path.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<Region>>> TrailsAsync(IReadOnlyCollection<string> paths, CancellationToken ct)
    {
        var codes = paths.SelectMany(path => path.Split('/', StringSplitOptions.RemoveEmptyEntries)).Distinct(StringComparer.Ordinal).ToList();
        var places = await db.Set<Region>().AsNoTracking().Where(r => codes.Contains(r.Code)).ToDictionaryAsync(r => r.Code, StringComparer.Ordinal, ct);
        return paths.Distinct(StringComparer.Ordinal).ToDictionary(path => path, path => (IReadOnlyList<Region>)
            [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(places.ContainsKey).Select(code => places[code])], StringComparer.Ordinal);
    }

    /// <summary>新疆维吾尔自治区 博尔塔拉蒙古自治州 博乐市</summary>
    public async Task<string> NameAsync(string? path, CancellationToken ct) =>
        path is null ? "" : string.Join(' ', (await TrailsAsync([path], ct))[path].Select(r => r.Name));

    private IQueryable<Region> Valid()
    {
        var today = Dates.Today(time);
        return db.Set<Region>().AsNoTracking().Where(r => r.ValidTo == null || r.ValidTo > today);
    }
}
