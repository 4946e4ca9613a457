using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Regions;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Import;

/// <summary>Places as cells name them, all over the country: by code, by name, by a name behind those of what lies above it.</summary>
internal sealed class RegionCells
{
    private readonly Dictionary<string, Region> _byCode;
    private readonly ILookup<string, Region> _byName;
    private readonly IReadOnlyDictionary<string, string> _meant;

    /// <summary>A table of ten thousand rows names a few dozen places.</summary>
    private readonly Dictionary<string, IReadOnlyList<Region>> _seen = new(StringComparer.Ordinal);

    /// <param name="regions">All that are.</param>
    /// <param name="meant">What the bureau said that it means by a name.</param>
    public RegionCells(IReadOnlyList<Region> regions, IReadOnlyDictionary<string, string> meant)
    {
        _byCode = regions.ToDictionary(r => r.Code, StringComparer.Ordinal);
        _byName = regions.SelectMany(r => Short(r.Name) is { } brief ? new[] { (r.Name, r), (brief, r) } : [(r.Name, r)]).ToLookup(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);
        _meant = meant;
    }

    public static async Task<RegionCells> ReadAsync(AppDbContext db, IReadOnlyDictionary<string, string> meant, CancellationToken ct) =>
        new(await db.Set<Region>().AsNoTracking().Where(r => r.ValidTo == null).OrderBy(r => r.Path).ToListAsync(ct), meant);

    /// <summary>None: nowhere is called so. Several: the name alone does not say which.</summary>
    public IReadOnlyList<Region> Find(string written) => _seen.TryGetValue(written, out var known) ? known : _seen[written] = Look(_meant.GetValueOrDefault(written, written));

    private List<Region> Look(string written)
    {
        if (_byCode.TryGetValue(written, out var one)) return [one];
        if (_byName[written].ToList() is { Count: > 0 } named) return named;
        // 新疆博州博乐市: the longest name it ends in, below a place that the rest of it names.
        for (var start = 1; start < written.Length - 1; start++)
        {
            var above = written[..start];
            if (_byName[written[start..]].Where(r => Above(r).Any(a => above.EndsWith(a.Name, StringComparison.Ordinal) || Short(a.Name) is { } brief && above.EndsWith(brief, StringComparison.Ordinal))).ToList() is { Count: > 0 } below) return below;
        }
        return [];
    }

    private IEnumerable<Region> Above(Region region)
    {
        for (var code = region.Parent; code is not null && _byCode.TryGetValue(code, out var upper); code = upper.Parent) yield return upper;
    }

    /// <summary>博乐市 is also written 博乐; of 眉县 nothing would be left.</summary>
    private static string? Short(string name)
    {
        if (name.EndsWith("维吾尔自治区", StringComparison.Ordinal)) return name[..^6];
        return name.Length > 2 && (name[^1] is '省' or '市' or '县' or '区' or '旗') && !name.EndsWith("自治区", StringComparison.Ordinal) && !name.EndsWith("自治县", StringComparison.Ordinal) ? name[..^1] : null;
    }
}
