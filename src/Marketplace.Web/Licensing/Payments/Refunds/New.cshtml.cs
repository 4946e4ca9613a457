using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Licensing.Payments.Refunds;

/// <summary>Money paid once more, or too late: shown as a payment is, and kept as what it is.</summary>
[Access(Act.KeepLicences)]
public sealed class NewRefundModel(LicenceReach reach, PaymentDesk payments) : AnsweringPage
{
    public Licence Licence { get; private set; } = null!;
    public NewPayment Typed { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await ReadAsync(id, ct)) return NotFound();
        Typed = new(Guid.CreateVersion7(), null, null, Licence.LicenseeName, null, null);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, Guid once, decimal? amount, DateOnly? paidOn, string? payer, string? onBehalf, string? bankReference, IFormFile? voucher, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await ReadAsync(id, ct)) return NotFound();
        Typed = new(once == Guid.Empty ? Guid.CreateVersion7() : once, amount, paidOn, payer, onBehalf, bankReference);
        var shown = await payments.ShowAsync(id, Typed, voucher, ct);
        // A notice that still waits for its payment was paid by it.
        if (shown.Succeeded) return Went($"/licences/{id}", LicenceTexts.Done);
        return shown.Failures is [{ } only] && PaymentDesk.BuysNothing.Contains(only.Code) ? Went($"/payments/refunds/{Typed.Once}", PaymentTexts.RefundKept) : Refused(shown.Failures);
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await reach.FindAsync(id, ct) is not (var licence, Side.Taker)) return false;
        Licence = licence;
        return true;
    }
}
