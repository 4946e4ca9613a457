using Marketplace.Web.Catalogue.Searching;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Catalogue.Browse;

/// <summary>Where the holders are.</summary>
[Access(Act.ReadPublic)]
public sealed class BrowseRegionsModel(RegionTree regions, PatentSearch search, BrowseCounts counts) : BrowsePage(search, counts)
{
    public override string Root => "/browse/regions";
    public override string TreeTitle => BrowseTexts.Regions;
    public override string Lead => BrowseTexts.RegionsLead;

    public async Task<IActionResult> OnGetAsync(string? code, CancellationToken ct)
    {
        if (!string.IsNullOrEmpty(code))
        {
            if (await regions.FindAsync(code, ct) is not { } here) return NotFound();
            Here = Node(here);
            Trail = [(TreeTitle, Root), .. (await regions.TrailsAsync([here.Path], ct))[here.Path].Where(above => above.Code != here.Code).Select(above => (above.Name, $"{Root}/{above.Code}"))];
            Query = Query.With("region", here.Code);
        }
        var children = await regions.ChildrenAsync(Here is null ? null : code, ct);
        return await ShowAsync(PatentSchema.Region, [.. children.Select(child => (child.Code, Node(child)))], ct);
    }

    private BrowseNode Node(Region region) => new("", region.Name, $"{Root}/{region.Code}");
}
