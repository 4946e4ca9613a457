using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.Searching;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Catalogue.Browse;

/// <summary>门类、大类、中类、小类 (GB/T 4754).</summary>
[Access(Act.ReadPublic)]
public sealed class BrowseIndustriesModel(Industries industries, PatentSearch search, BrowseCounts counts) : BrowsePage(search, counts)
{
    public override string Root => "/browse/industries";
    public override string TreeTitle => BrowseTexts.Industries;
    public override string Lead => BrowseTexts.IndustriesLead;

    public async Task<IActionResult> OnGetAsync(string? code, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(code)) return await ShowAsync(PatentSchema.Industry, Below(null), ct);
        if (industries.Find(code.ToUpperInvariant()) is not { } here) return NotFound();
        Here = Node(here);
        Trail = [(TreeTitle, Root), .. Above(here).Select(above => ($"{above.Code} {above.Name}", $"{Root}/{above.Code}"))];
        Query = Query.With("industry", here.Code);
        return await ShowAsync(PatentSchema.Industry, Below(here), ct);
    }

    private IReadOnlyList<(string, BrowseNode)> Below(Industry? here) =>
        [.. industries.All.Where(each => here is null ? each.Level == 1 : each.Level == here.Level + 1 && (here.Level == 1 ? each.Section == here.Code : each.Code.StartsWith(here.Code, StringComparison.Ordinal)))
            .OrderBy(each => each.Code, StringComparer.Ordinal).Select(each => (each.Code, Node(each)))];

    private IEnumerable<Industry> Above(Industry here)
    {
        if (here.Level > 1 && industries.Find(here.Section) is { } section) yield return section;
        for (var length = 2; length < here.Code.Length; length++)
            if (industries.Find(here.Code[..length]) is { } above) yield return above;
    }

    private BrowseNode Node(Industry industry) => new(industry.Code, industry.Name, $"{Root}/{industry.Code}");
}
