using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Catalogue.Listings;

/// <summary>Changing a listing.</summary>
[Access(Act.KeepListings)]
public sealed class EditListingModel(AppDbContext db, ListingDesk desk, Industries industries) : EditPage(db, desk, industries)
{
    /// <param name="id">Which.</param>
    /// <param name="fee">What an estimate proposes.</param>
    /// <param name="ct">The caller left.</param>
    public async Task<IActionResult> OnGetAsync(Guid id, [FromQuery] ProposedFee fee, CancellationToken ct)
    {
        ModelState.Clear();
        if (await OpenAsync(id, ct) is { } closed) return closed;
        Form = ListingForm.Of(await ListingFacts.DraftAsync(Db, Listing!, ct), Listing!.Version);
        fee.FillIn(Form);
        return await LoadAsync(ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, string? act, CancellationToken ct)
    {
        ModelState.Clear();
        if (await OpenAsync(id, ct) is { } closed) return closed;
        if (act == "patents") return await AgainAsync(ct);
        var failures = new List<Failure>();
        var draft = Form.Draft(failures);
        if (failures.Count > 0) return await RefusedFormAsync(failures, ct);
        var saved = await Desk.SaveAsync(id, draft, Form.Version ?? 0, ct);
        if (!saved.Succeeded) return await RefusedFormAsync(saved.Failures, ct);
        return Went($"/listings/{id}/review", ListingTexts.Saved);
    }

    private async Task<IActionResult?> OpenAsync(Guid id, CancellationToken ct)
    {
        Listing = await Desk.FindAsync(id, ct);
        return Listing?.OwnerId is null ? NotFound() : null;
    }
}

/// <summary>A fee proposed in the address: it stands in the form, and is nothing until that is saved.</summary>
public sealed class ProposedFee
{
    [FromQuery(Name = "feeModel")] public string? FeeModel { get; set; }
    [FromQuery(Name = "amount")] public string? Amount { get; set; }
    [FromQuery(Name = "rate")] public string? Rate { get; set; }
    [FromQuery(Name = "base")] public string? Base { get; set; }
    [FromQuery(Name = "feeReason")] public string? Reason { get; set; }

    internal void FillIn(ListingForm form)
    {
        if (FeeModel is null) return;
        form.FeeModel = FeeModel;
        form.Amount = Amount ?? form.Amount;
        form.Rate = Rate ?? form.Rate;
        form.Base = Base ?? form.Base;
        form.Reason = Reason ?? form.Reason;
    }
}
