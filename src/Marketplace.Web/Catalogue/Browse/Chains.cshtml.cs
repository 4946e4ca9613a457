using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.Searching;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Catalogue.Browse;

/// <summary>产业链 of the regions, each a question to the whole catalogue: supply from elsewhere is the normal case.</summary>
[Access(Act.ReadPublic)]
public sealed class BrowseChainsModel(Industries industries, RegionTree regions, PatentSearch search, BrowseCounts counts) : BrowsePage(search, counts)
{
    public override string Root => "/browse/chains";
    public override string TreeTitle => BrowseTexts.Chains;
    public override string Lead => BrowseTexts.ChainsLead;

    public async Task<IActionResult> OnGetAsync(string? name, CancellationToken ct)
    {
        var places = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var code in industries.Chains.Select(chain => chain.Region).Distinct(StringComparer.Ordinal)) places[code] = (await regions.FindAsync(code, ct))?.Name ?? code;
        if (string.IsNullOrEmpty(name))
            return await ShowAsync(PatentSchema.Chain, [.. industries.Chains.Select(chain => (chain.Name, Node(chain) with { Code = places[chain.Region] }))], ct);
        name = name.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        if (industries.Chains.FirstOrDefault(chain => chain.Name == name) is not { } here) return NotFound();
        Here = Node(here) with { Code = places[here.Region] };
        Trail = [(TreeTitle, Root)];
        Query = Query.With("chain", here.Name);
        return await ShowAsync(PatentSchema.Chain, [], ct);
    }

    private BrowseNode Node(Chain chain) => new("", chain.Name, $"{Root}/{Uri.EscapeDataString(chain.Name)}");
}
