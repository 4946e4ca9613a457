using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Regions;

/// <summary>The tree below a bureau; it keeps the local places itself. Official divisions come with the program.</summary>
[Access(Act.KeepRegions)]
public sealed class RegionsModel(RegionTree regions, AuditLog audit, TimeProvider time, Actor actor, AppDbContext db, AccessCheck access) : AnsweringPage
{
    private const int NameMax = 60;

    [BindProperty(Name = "at", SupportsGet = true)]
    public string? At { get; set; }

    [BindProperty(Name = "name")]
    public string? Name { get; set; }

    public Region Here { get; private set; } = null!;
    public IReadOnlyList<Region> Trail { get; private set; } = [];
    public IReadOnlyList<Region> Children { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await OpenAsync(ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAddAsync(CancellationToken ct)
    {
        if (!await OpenAsync(ct)) return NotFound();
        if (NameFailure() is { } wrong) return Refused([wrong]);
        var name = Name!.Trim();
        if (Children.Any(r => r.Name == name)) return Refused([new("region_exists", 409, OrganisationTexts.RegionExists, "name")]);
        // Ours begin with L: no official code does. Letters and digits that are not taken for each other.
        var code = "L-" + SpokenCode.New(8);
        var added = new Region { Code = code, Name = name, Parent = Here.Code, Level = RegionLevel.Local, Path = Here.Path + code + "/", ValidFrom = Dates.Today(time) };
        db.Add(added);
        return await SaveAsync("region.added", added, ct);
    }

    public async Task<IActionResult> OnPostRenameAsync(string code, CancellationToken ct)
    {
        if (await OwnAsync(code, ct) is not { } place) return NotFound();
        if (NameFailure() is { } wrong) return Refused([wrong]);
        place.Name = Name!.Trim();
        return await SaveAsync("region.renamed", place, ct);
    }

    public async Task<IActionResult> OnPostEndAsync(string code, CancellationToken ct)
    {
        if (await OwnAsync(code, ct) is not { } place) return NotFound();
        place.ValidTo = Dates.Today(time);
        return await SaveAsync("region.ended", place, ct);
    }

    private Failure? NameFailure() => string.IsNullOrWhiteSpace(Name) ? new("name_missing", 400, OrganisationTexts.Required.Fill(OrganisationTexts.RegionName), "name")
        : Name.Trim().Length > NameMax ? new("name_too_long", 400, OrganisationTexts.TooLong.Fill(OrganisationTexts.RegionName, NameMax), "name") : null;

    /// <summary>A local place within reach; the official ones are nobody's to change.</summary>
    private async Task<Region?> OwnAsync(string code, CancellationToken ct)
    {
        if (!await OpenAsync(ct)) return null;
        var place = await db.Set<Region>().SingleOrDefaultAsync(r => r.Code == code && r.Level == RegionLevel.Local && r.ValidTo == null, ct);
        return place is not null && access.May(Act.KeepRegions, new(RegionPath: place.Path)) ? place : null;
    }

    private async Task<IActionResult> SaveAsync(string what, Region place, CancellationToken ct)
    {
        audit.Record(db, what, "region:" + place.Code, new { place.Name });
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.SaveChangesAsync(ct);
        await RegionNamesFollower.TellAsync(db, ct);
        await transaction.CommitAsync(ct);
        return Went("/regions?at=" + Here.Code, OrganisationTexts.Saved);
    }

    private async Task<bool> OpenAsync(CancellationToken ct)
    {
        ModelState.Clear();
        var own = actor.Grants.FirstOrDefault(g => g.RegionPath.Length > 0)?.RegionPath;
        if (own is null || await regions.FindAsync(At ?? own.Split('/', StringSplitOptions.RemoveEmptyEntries)[^1], ct) is not { } here) return false;
        if (!access.May(Act.KeepRegions, new(RegionPath: here.Path))) return false;
        Here = here;
        Trail = [.. (await regions.TrailsAsync([here.Path], ct))[here.Path].Where(r => r.Path.StartsWith(own, StringComparison.Ordinal))];
        Children = await regions.ChildrenAsync(here.Code, ct);
        return true;
    }
}
