using Microsoft.AspNetCore.Http.Extensions;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Directory;

/// <summary>How far an enterprise of the list has come.</summary>
public enum DirectoryStage
{
    Listed,
    Invited,

    /// <summary>Somebody of it has begun to register.</summary>
    Coming,
    Registered,

    /// <summary>注销、合并, or refused.</summary>
    Gone,
}

/// <summary>One line of the list, with the contact still in full: whoever shows it masks it.</summary>
public sealed record DirectoryLine
{
    public required string Uscc { get; init; }
    public required string Name { get; init; }
    public required string RegionCode { get; init; }
    public required string RegionPath { get; init; }
    public string? Place { get; init; }
    public string? ContactName { get; init; }
    public string? ContactPhone { get; init; }
    public string? ContactMail { get; init; }
    public EnterpriseSize? Size { get; init; }
    public string? Industry { get; init; }
    public required Guid BureauId { get; init; }
    public required DirectoryStage Stage { get; init; }
}

/// <summary>What the reader asked for; stands in the address, so that it can be sent to a colleague.</summary>
public sealed record DirectoryFilter
{
    [FromQuery(Name = "region")] public string? Region { get; init; }
    [FromQuery(Name = "size")] public string? Size { get; init; }
    [FromQuery(Name = "label")] public string? Label { get; init; }
    [FromQuery(Name = "place")] public string? Place { get; init; }
    [FromQuery(Name = "stage")] public string? Stage { get; init; }
    [FromQuery(Name = "q")] public string? Q { get; init; }

    /// <summary>One of <see cref="DirectoryOrder.Columns"/>, with a hyphen before it downwards; anything else is the order of codes.</summary>
    [FromQuery(Name = "sort")] public string? Sort { get; init; }

    public DirectoryStage? StageValue => Enum.TryParse<DirectoryStage>(Stage, ignoreCase: true, out var stage) && Enum.IsDefined(stage) ? stage : null;

    public bool IsEmpty => Region is null && Size is null && Label is null && Place is null && Stage is null && Q is null;

    /// <summary>As a query, without what is empty; <paramref name="more"/> is put behind.</summary>
    public string Address(string path, params ReadOnlySpan<(string Name, string? Value)> more)
    {
        var query = new QueryBuilder([.. Fields().Where(f => !string.IsNullOrEmpty(f.Value)).Select(f => KeyValuePair.Create(f.Name, f.Value!))]);
        foreach (var (name, value) in more) if (value is not null) query.Add(name, value);
        return path + query.ToQueryString();
    }

    public IEnumerable<(string Name, string? Value)> Fields() =>
        [("region", Region), ("size", Size), ("label", Label), ("place", Place), ("stage", Stage), ("q", Q), ("sort", Sort)];
}

/// <summary>The list behind every page, export and invitation: one filter, one meaning.</summary>
public sealed class DirectoryQuery(AppDbContext db, TimeProvider time)
{
    /// <param name="reach">The region of the bureau that asks: nothing outside it is ever seen.</param>
    /// <param name="filter">What it asks for.</param>
    /// <param name="anyStage">Leaves the stage out, for counting the stages.</param>
    public IQueryable<DirectoryLine> Lines(string reach, DirectoryFilter filter, bool anyStage = false)
    {
        var entries = db.Set<DirectoryEntry>().AsNoTracking().Where(e => e.RegionPath.StartsWith(reach));
        if (filter.Region is { Length: > 0 } region) entries = entries.Where(e => e.RegionPath.Contains("/" + region + "/"));
        if (Enum.TryParse<EnterpriseSize>(filter.Size, out var size)) entries = entries.Where(e => e.Size == size);
        else if (filter.Size == "none") entries = entries.Where(e => e.Size == null);
        if (filter.Place is { Length: > 0 } place) entries = entries.Where(e => e.Place == place);
        if (filter.Label is { Length: > 0 } label)
        {
            // A label that has run out is no label.
            var today = Dates.Today(time);
            entries = entries.Where(e => db.Set<DirectoryLabel>().Any(l => l.Uscc == e.Uscc && l.Kind == label && (l.ValidTo == null || l.ValidTo >= today)));
        }
        var lines = from e in entries
                    join o in db.Set<Organisation>() on e.OrganisationId equals o.Id
                    select new { e, o };
        if (filter.Q?.Trim() is { Length: > 0 } q)
        {
            var (code, name) = (Uscc.Clean(q), NameFolding.Fold(q));
            lines = lines.Where(x => x.e.Uscc.StartsWith(code) || x.o.FoldedName.Contains(name));
        }
        var all = lines.Select(x => new DirectoryLine
        {
            Uscc = x.e.Uscc,
            Name = x.o.Name,
            RegionCode = x.e.RegionCode,
            RegionPath = x.e.RegionPath,
            Place = x.e.Place,
            ContactName = x.e.ContactName,
            ContactPhone = x.e.ContactPhone,
            ContactMail = x.e.ContactMail,
            Size = x.e.Size,
            Industry = x.e.Industry,
            BureauId = x.e.BureauId,
            Stage = x.o.State == OrganisationState.Listed
                ? (db.Set<DirectoryInvitation>().Any(i => i.Uscc == x.e.Uscc && i.SentAt != null) ? DirectoryStage.Invited : DirectoryStage.Listed)
                : x.o.State == OrganisationState.Active || x.o.State == OrganisationState.Suspended ? DirectoryStage.Registered
                : x.o.State == OrganisationState.Draft || x.o.State == OrganisationState.Submitted || x.o.State == OrganisationState.Returned ? DirectoryStage.Coming
                : DirectoryStage.Gone,
        });
        return filter.StageValue is { } stage && !anyStage ? all.Where(l => l.Stage == stage) : all;
    }

    public async Task<IReadOnlyDictionary<DirectoryStage, int>> StagesAsync(string reach, DirectoryFilter filter, CancellationToken ct) =>
        (await Lines(reach, filter, anyStage: true).GroupBy(l => l.Stage).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct)).ToDictionary(g => g.Key, g => g.Count);
}
