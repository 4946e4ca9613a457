using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Fees.Statistics;

/// <summary>What the imported tables say about an industry.</summary>
public sealed class LicenceStatistics(AppDbContext db, Industries industries)
{
    /// <summary>Some years of some levels; more nobody compares.</summary>
    private const int Most = 12;

    /// <summary>Of these industries and those above them, the closest first, then the newest.</summary>
    public async Task<IReadOnlyList<LicenceStatistic>> OfAsync(IEnumerable<string> codes, CancellationToken ct)
    {
        var wanted = codes.SelectMany(Upwards).Distinct(StringComparer.Ordinal).ToArray();
        return await db.Set<LicenceStatistic>().AsNoTracking().Where(s => wanted.Contains(s.Industry))
            .OrderByDescending(s => s.Industry.Length).ThenByDescending(s => s.Year).ThenBy(s => s.Industry).ThenByDescending(s => s.Id).Take(Most).ToListAsync(ct);
    }

    public string Name(string code) => industries.Find(code) is { } industry ? $"{industry.Code} {industry.Name}" : code;

    /// <summary>3572 → 3572, 357, 35, C.</summary>
    private IEnumerable<string> Upwards(string code)
    {
        for (var length = code.Length; length >= 2; length--) yield return code[..length];
        if (industries.Find(code) is { } industry) yield return industry.Section;
    }
}
