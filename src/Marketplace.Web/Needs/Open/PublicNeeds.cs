using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Regions;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Needs.Open;

/// <summary>A need as everybody may see it. Made of columns by name, so that nothing else can come along.</summary>
public sealed record PublicNeed
{
    public required Guid Id { get; init; }
    public required string Title { get; init; }
    public required string Summary { get; init; }
    public string? Industry { get; init; }
    public string? IndustryName { get; init; }
    public required IReadOnlyList<string> Ipc { get; init; }
    public required IReadOnlyList<string> Chains { get; init; }
    public required IReadOnlyList<Catalogue.Listings.OfferForm> Forms { get; init; }
    public required IReadOnlyList<Cooperation> Cooperation { get; init; }
    public int? MaturityLeast { get; init; }
    public DateOnly? Deadline { get; init; }
    public string? Crop { get; init; }

    /// <summary>Down to the prefecture.</summary>
    public string? Region { get; init; }
    public string? RegionName { get; init; }
    public string? OwnerUscc { get; init; }
    public string? OwnerName { get; init; }
    public DateTimeOffset? OpenedAt { get; init; }
    public DateOnly? ExpiresOn { get; init; }
}

/// <summary>The needs whose owners show them to everybody: the one place that says which.</summary>
public sealed class PublicNeeds(AppDbContext db, RegionTree regions, Industries industries)
{
    public IQueryable<Need> All() => db.Set<Need>().AsNoTracking().Where(n => n.State == NeedState.Open && n.Visibility == NeedVisibility.Public
        && db.Set<Organisation>().Any(o => o.Id == n.OwnerId && o.State == OrganisationState.Active));

    public IQueryable<Need> Of(NeedFilter filter) => (filter with { State = null, Region = Wide(filter.Region) }).Narrow(All());

    public async Task<IReadOnlyList<PublicNeed>> ShownAsync(IReadOnlyCollection<Need> needs, CancellationToken ct)
    {
        var owners = needs.Select(n => n.OwnerId).OfType<Guid>().ToList();
        var names = await db.Set<Organisation>().AsNoTracking().Where(o => owners.Contains(o.Id)).ToDictionaryAsync(o => o.Id, o => (o.Uscc, o.Name), ct);
        var paths = needs.Select(n => Prefecture(n.RegionPath)).ToList();
        var trails = await regions.TrailsAsync([.. paths], ct);
        return [.. needs.Zip(paths, (n, path) => new PublicNeed
        {
            Id = n.Id,
            Title = n.Title,
            Summary = n.Summary,
            Industry = n.Industry,
            IndustryName = n.Industry is { } code ? industries.Find(code)?.Name : null,
            Ipc = n.Ipc,
            Chains = n.Chains,
            Forms = n.Forms,
            Cooperation = n.Cooperation,
            MaturityLeast = n.MaturityLeast,
            Deadline = n.Deadline,
            Crop = n.Crop,
            Region = trails[path].Count > 0 ? trails[path][^1].Code : null,
            RegionName = trails[path].Count > 0 ? string.Join(' ', trails[path].Select(r => r.Name)) : null,
            OwnerUscc = n.OwnerId is { } owner && names.TryGetValue(owner, out var name) ? name.Uscc : null,
            OwnerName = n.OwnerId is { } by && names.TryGetValue(by, out var called) ? called.Name : null,
            OpenedAt = n.OpenedAt,
            ExpiresOn = n.ExpiresOn,
        })];
    }

    /// <summary>Provinces and prefectures that can be chosen: those with at least one public need.</summary>
    public async Task<IReadOnlyList<(string Code, string Name)>> RegionsAsync(CancellationToken ct)
    {
        var paths = await All().Select(n => n.RegionPath).Distinct().ToListAsync(ct);
        var trails = await regions.TrailsAsync([.. paths.Select(Prefecture)], ct);
        return [.. trails.Values.Where(trail => trail.Count > 0).SelectMany(trail => trail.Select((r, i) => (r.Code, string.Join(' ', trail.Take(i + 1).Select(t => t.Name))))).DistinctBy(r => r.Code, StringComparer.Ordinal).OrderBy(r => r.Code, StringComparer.Ordinal)];
    }

    /// <summary>/650000/652700/652701/ → /650000/652700/: nearer nobody else needs to know.</summary>
    public static string Prefecture(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } codes ? $"/{string.Join('/', codes.Take(2))}/" : path;

    /// <summary>Filters below the prefecture would tell what the list does not show.</summary>
    private static string? Wide(string? region) => region is { Length: 6 } code && (code.EndsWith("00", StringComparison.Ordinal) || code is ['1' or '3' or '5', ..]) && code.All(char.IsAsciiDigit) ? code : string.IsNullOrWhiteSpace(region) ? null : "none";
}
