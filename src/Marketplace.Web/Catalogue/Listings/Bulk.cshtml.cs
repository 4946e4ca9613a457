using Marketplace.Web.Catalogue.Listings.Declarations;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Listings;

/// <summary>What shall happen to many listings: said as a number before it is begun.</summary>
[Access(Act.KeepListings)]
public sealed class BulkListingsModel(AppDbContext db, ListingDesk desk, ListingQuery query, BatchDesk batches) : BulkTermsPage
{
    [BindProperty(Name = "ids")] public List<Guid> Ids { get; set; } = [];

    /// <summary>All that the list showed, over all its pages: then the filter travels, not thousands of ids.</summary>
    [BindProperty(Name = "all")] public bool All { get; set; }
    [BindProperty(Name = "filterQ")] public string? FilterQ { get; set; }
    [BindProperty(Name = "filterState")] public string? FilterState { get; set; }
    [BindProperty(Name = "filterForm")] public string? FilterForm { get; set; }
    [BindProperty(Name = "kind")] public BatchKind Kind { get; set; }
    [BindProperty(Name = "reason")] public string? Reason { get; set; }

    // Of declarations.
    [BindProperty(Name = "attests")] public bool Attests { get; set; }
    [BindProperty(Name = "licenceFrom")] public string? LicenceFrom { get; set; }
    [BindProperty(Name = "feeBasis")] public string? FeeBasis { get; set; }
    [BindProperty(Name = "payee")] public string? Payee { get; set; }

    [TempData] public bool NothingChosen { get; set; }

    /// <summary>Of those chosen: they offer something else than an open licence.</summary>
    public int NotOpen { get; private set; }

    public IEnumerable<SelectListItem> AttestOptions => [new(DeclarationTexts.AttestText, "true", Attests)];

    public IActionResult OnGet() => Redirect("/listings");

    public async Task<IActionResult> OnPostAsync(bool? go, CancellationToken ct)
    {
        ModelState.Clear();
        if (await desk.OwnerAsync(ct) is not { } owner) return NotFound();
        if (Kind is BatchKind.Import or BatchKind.Gazette or BatchKind.Draft || !Enum.IsDefined(Kind)) return BadRequest();
        if (All) Ids = await (await query.OfAsync(owner, new() { Q = FilterQ, State = FilterState == "gazette" ? null : FilterState, Form = FilterForm }, ct)).OrderByDescending(l => l.Id).Take(BatchDesk.Most).Select(l => l.Id).ToListAsync(ct);
        if (Ids.Count == 0)
        {
            NothingChosen = true;
            return Redirect(new ListingFilter { Q = FilterQ, State = FilterState, Form = FilterForm }.Address("/listings"));
        }
        if (Kind == BatchKind.PrepareDeclarations) NotOpen = await db.Set<Listing>().CountAsync(l => Ids.Contains(l.Id) && l.OwnerId == owner.Id && !l.Forms.Contains(OfferForm.OpenLicence), ct);
        if (go != true) return Page();
        var failures = new List<Failure>();
        var order = Kind == BatchKind.SetTerms ? Terms(failures) : new() { Reason = Reason };
        if (Kind == BatchKind.PrepareDeclarations)
        {
            DateOnly? from = null;
            if (Blank(LicenceFrom) is { } typed && (from = SheetDates.Read(typed)) is null) failures.Add(new("licence_from_wrong", 400, DeclarationTexts.FromWrong, "licenceFrom"));
            order = new() { Attests = Attests ? true : null, From = from, Basis = Blank(FeeBasis)?.Trim(), Payee = Blank(Payee)?.Trim() };
        }
        if (failures.Count > 0) return Refused(failures);
        var begun = await batches.BeginAsync(Kind, order, Ids, ct);
        return begun.Succeeded ? Redirect($"/listings/batches/{begun.Value.Id}") : Refused(begun.Failures);
    }
}
