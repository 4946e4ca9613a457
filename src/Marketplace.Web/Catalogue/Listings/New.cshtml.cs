using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Catalogue.Listings;

/// <summary>A new listing, of the patents in the address.</summary>
[Access(Act.KeepListings)]
public sealed class NewListingModel(AppDbContext db, ListingDesk desk, Industries industries, TimeProvider time) : EditPage(db, desk, industries)
{
    public async Task<IActionResult> OnGetAsync([FromQuery(Name = "no")] string[] no, CancellationToken ct)
    {
        ModelState.Clear();
        Form = new() { Once = Guid.CreateVersion7(), Numbers = [.. no.Select(n => PatentNumber.Parse(n, out var fault) is { } number && fault is null ? number.Body : null).OfType<string>().Distinct(StringComparer.Ordinal).Take(ListingRules.MostPatents)] };
        if (!await LoadAsync(ct)) return NotFound();
        // What the organisation says of itself is a beginning.
        (Form.ContactName, Form.ContactPhone, Form.ContactMail) = (Owner.ContactName, Owner.ContactPhone, Owner.ContactMail);
        var year = Dates.Today(time).AddYears(1);
        Form.ExpiresOn = (Patents.Count > 0 && Patents.Min(p => p.LastDay) is var last && last < year ? last : year).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? act, CancellationToken ct)
    {
        ModelState.Clear();
        if (act == "patents") return await AgainAsync(ct);
        var failures = new List<Failure>();
        var draft = Form.Draft(failures);
        if (failures.Count > 0) return await RefusedFormAsync(failures, ct);
        var made = await Desk.CreateAsync(draft, Form.Once, ct);
        if (!made.Succeeded) return await RefusedFormAsync(made.Failures, ct);
        return Went($"/listings/{made.Value.Id}/review", ListingTexts.Saved);
    }
}
