using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Organisations.Registration;

/// <summary>Down the tree by links, or by a search: no script, and the same on a phone.</summary>
[Access(Act.RegisterOrganisation)]
public sealed class PlaceModel(RegistrationDesk desk, RegionTree regions, AppDbContext db, AccessCheck access) : RegistrationPage(db, access)
{
    [BindProperty(Name = "at", SupportsGet = true)]
    public string? At { get; set; }

    [BindProperty(Name = "q", SupportsGet = true)]
    public string? Words { get; set; }

    public IReadOnlyList<Region> Trail { get; private set; } = [];
    public IReadOnlyList<Region> Children { get; private set; } = [];
    public IReadOnlyList<(Region Region, string Name)> Found { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await OpenAsync(ct)) return NotFound();
        At ??= Registration.RegionCode;
        await LoadAsync(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await OpenAsync(ct)) return NotFound();
        var saved = await desk.SaveRegionAsync(Id, At, ct);
        if (!saved.Succeeded) await LoadAsync(ct);
        return After(saved, Tasks + (Registration.Address is null ? "/people" : ""));
    }

    private async Task LoadAsync(CancellationToken ct)
    {
        if (await regions.FindAsync(At, ct) is { } here) Trail = (await regions.TrailsAsync([here.Path], ct))[here.Path];
        Children = await regions.ChildrenAsync(Trail.Count > 0 ? Trail[^1].Code : null, ct);
        if (string.IsNullOrWhiteSpace(Words)) return;
        var found = await regions.SearchAsync(Words, ct);
        var trails = await regions.TrailsAsync([.. found.Select(r => r.Path)], ct);
        Found = [.. found.Select(r => (r, string.Join(' ', trails[r.Path].Select(step => step.Name))))];
    }
}
