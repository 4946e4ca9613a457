using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Catalogue.Searching;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Marketplace.Web.Catalogue.Holders;

[Access(Act.ReadPublic)]
public sealed class HolderModel(HolderDesk desk, FacetWords words) : PageModel
{
    public const int PageSize = 20;
    public const int OffersShown = 10;

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    [BindProperty(SupportsGet = true)]
    public int From { get; set; } = 1;

    public Organisation Organisation { get; private set; } = null!;
    public HolderView View { get; private set; } = null!;
    public IReadOnlyList<Patent> Patents { get; private set; } = [];
    public IReadOnlyList<(Listing Listing, string Title)> Offers { get; private set; } = [];
    public string? Next { get; private set; }

    public string Address => "/holders/" + Organisation.Uscc;

    /// <summary>The search for this holder's patents, narrowed by one more filter.</summary>
    public string Search(string? facet = null, string? value = null)
    {
        var query = new PatentQuery().With("holder", Organisation.Uscc);
        return "/patents" + (facet is null ? query : query.With(facet, value!)).ToQueryString();
    }

    public string Word(string facet, string value) => words.ValueOf(facet, FacetWords.Camel(value));

    public async Task<IActionResult> OnGetAsync(string uscc, CancellationToken ct)
    {
        ModelState.Clear();
        if (await desk.FindAsync(uscc, ct) is not { } found) return NotFound();
        Organisation = found;
        if (uscc != found.Uscc) return RedirectPermanent(Address);
        View = await desk.ReadAsync(found, ct);
        if (string.IsNullOrEmpty(After)) From = 1;
        var patents = await desk.PatentsAsync(found, string.IsNullOrEmpty(After) ? null : After, PageSize + 1, ct);
        Patents = [.. patents.Take(PageSize)];
        if (patents.Count > PageSize) Next = $"{Address}?after={Patents[^1].ApplicationNo}&from={From + PageSize}";
        if (From == 1) Offers = await desk.OffersAsync(found, OffersShown, ct);
        return Page();
    }
}
