using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Directory;

/// <summary>How many of a place's enterprises are listed, reachable, invited, registered.</summary>
public sealed record Coverage(string Place, int Total, int WithPhone, int Invited, int Registered, string? Region = null, string? Zone = null)
{
    public decimal? Share(int part) => Total == 0 ? null : (decimal)part / Total;
}

/// <summary>覆盖情况: by county and by zone.</summary>
public sealed class DirectoryCoverage(AppDbContext db, DirectoryQuery query)
{
    public async Task<(IReadOnlyList<Coverage> Counties, IReadOnlyList<Coverage> Zones)> OfAsync(string reach, CancellationToken ct)
    {
        var invited = db.Set<DirectoryInvitation>();
        var groups = await query.Lines(reach, new()).Where(l => l.Stage != DirectoryStage.Gone)
            .Select(l => new { l.RegionPath, l.Place, Phone = l.ContactPhone != null ? 1 : 0, Invited = invited.Any(i => i.Uscc == l.Uscc && i.SentAt != null) ? 1 : 0, Registered = l.Stage == DirectoryStage.Registered ? 1 : 0 })
            .GroupBy(l => new { l.RegionPath, l.Place })
            .Select(g => new { g.Key.RegionPath, g.Key.Place, Total = g.Count(), Phone = g.Sum(l => l.Phone), Invited = g.Sum(l => l.Invited), Registered = g.Sum(l => l.Registered) })
            .ToListAsync(ct);
        var counties = await db.Set<Region>().AsNoTracking().Where(r => r.Path.StartsWith(reach) && r.Level == RegionLevel.County).OrderBy(r => r.Path).ToListAsync(ct);
        // A county nobody listed anything for is the one to see: it stays, with nought.
        return ([.. counties.Select(c => groups.Where(g => g.RegionPath.StartsWith(c.Path, StringComparison.Ordinal))
                .Aggregate(new Coverage(c.Name, 0, 0, 0, 0, c.Code), (sum, g) => sum with { Total = sum.Total + g.Total, WithPhone = sum.WithPhone + g.Phone, Invited = sum.Invited + g.Invited, Registered = sum.Registered + g.Registered }))],
            [.. groups.Where(g => g.Place is not null).GroupBy(g => g.Place!, StringComparer.Ordinal).OrderByDescending(g => g.Sum(x => x.Total)).ThenBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => new Coverage(g.Key, g.Sum(x => x.Total), g.Sum(x => x.Phone), g.Sum(x => x.Invited), g.Sum(x => x.Registered), Zone: g.Key))]);
    }

    public static IReadOnlyList<SheetField<Coverage>> Fields() =>
    [
        new(DirectoryTexts.CoveragePlace, c => c.Place) { Width = 30 },
        new(DirectoryTexts.CoverageTotal, c => c.Total) { Form = SheetForm.Whole },
        new(DirectoryTexts.CoverageRegistered, c => c.Registered) { Form = SheetForm.Whole },
        new(DirectoryTexts.CoverageRegisteredShare, c => c.Share(c.Registered)) { Form = SheetForm.Percent },
        new(DirectoryTexts.CoverageInvited, c => c.Invited) { Form = SheetForm.Whole },
        new(DirectoryTexts.CoveragePhone, c => c.WithPhone) { Form = SheetForm.Whole },
        new(DirectoryTexts.CoveragePhoneShare, c => c.Share(c.WithPhone)) { Form = SheetForm.Percent },
    ];
}
