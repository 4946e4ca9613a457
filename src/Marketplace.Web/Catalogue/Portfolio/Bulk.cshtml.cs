using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Portfolio;

/// <summary>What shall happen to many of one's own patents: given out as a table at once, or made drafts of listings after terms were chosen.</summary>
[Access(Act.ReadPortfolio)]
public sealed class BulkPatentsModel(AppDbContext db, BatchDesk batches, PortfolioExport export, StatusOptions options, Actor actor, AccessCheck access, TimeProvider time) : BulkTermsPage
{
    [BindProperty(Name = "no")] public List<string> Numbers { get; set; } = [];

    /// <summary>All that the list showed, over all its pages: then the filter travels, not thousands of numbers.</summary>
    [BindProperty(Name = "all")] public bool All { get; set; }
    [BindProperty(Name = "filterQ")] public string? FilterQ { get; set; }
    [BindProperty(Name = "filterState")] public string? FilterState { get; set; }
    [BindProperty(Name = "filterKind")] public string? FilterKind { get; set; }
    [BindProperty(Name = "filterListed")] public string? FilterListed { get; set; }
    [BindProperty(Name = "filterFee")] public string? FilterFee { get; set; }

    protected override string NoModel => ListingTexts.Choose;

    private PortfolioFilter Filter => new() { Q = FilterQ, State = FilterState, Kind = FilterKind, Listed = FilterListed, Fee = FilterFee };

    public IActionResult OnGet() => Redirect("/portfolio");

    public async Task<IActionResult> OnPostAsync(string? act, bool? go, CancellationToken ct)
    {
        ModelState.Clear();
        if (actor.ActingFor is not { } own || !access.May(Act.ReadPortfolio, new(own))) return NotFound();
        if (!All && Numbers.Count == 0) return Went(Filter.Address("/portfolio"), ListingTexts.NoPatentChosen);
        if (act == "export") return new FileAnswer(await export.FileAsync(All ? Filter : new(), "xlsx", ct, All ? null : Numbers));
        if (act != "draft") return BadRequest();
        if (!access.May(Act.KeepListings, new(own))) return NotFound();
        if (All) Numbers = await Filter.Of(db, own, options, Dates.Today(time)).OrderByDescending(p => p.ApplicationNo).Take(BatchDesk.Most).Select(p => p.ApplicationNo).ToListAsync(ct);
        if (go != true) return Page();
        var failures = new List<Failure>();
        var order = Terms(failures);
        if (failures.Count > 0) return Refused(failures);
        var begun = await batches.DraftAsync(order, Numbers, ct);
        return begun.Succeeded ? Redirect($"/listings/batches/{begun.Value.Id}") : Refused(begun.Failures);
    }

    /// <summary>An answer of an endpoint, from a page.</summary>
    private sealed class FileAnswer(IResult file) : IActionResult
    {
        public Task ExecuteResultAsync(ActionContext context) => file.ExecuteAsync(context.HttpContext);
    }
}
