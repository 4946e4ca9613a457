using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Catalogue.Listings;

/// <summary>Where a sheet of listing fields comes back.</summary>
[Access(Act.KeepListings)]
public sealed class ImportListingsModel(BatchDesk batches, ListingDesk desk) : AnsweringPage
{
    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await desk.OwnerAsync(ct) is null ? NotFound() : Page();

    public async Task<IActionResult> OnPostAsync(IFormFile? file, CancellationToken ct)
    {
        ModelState.Clear();
        var taken = await batches.TakeAsync(BatchKind.Import, file, ct);
        return taken.Succeeded ? Redirect($"/listings/batches/{taken.Value.Id}") : Refused(taken.Failures);
    }
}
