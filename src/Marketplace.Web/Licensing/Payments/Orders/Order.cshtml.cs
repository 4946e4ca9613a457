using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Database;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Licensing.Payments.Orders;

/// <summary>Where the payer goes to the till from, and comes back to: it waits a moment, and says what the provider has said and no more.</summary>
[Access(Act.KeepLicences)]
public sealed class OrderModel(OrderDesk desk, DatabaseSignals signals) : AnsweringPage
{
    /// <summary>The provider's call and the payer's return race each other; mostly the call is a second behind.</summary>
    private static readonly TimeSpan s_moment = TimeSpan.FromSeconds(1.5);

    public PaymentOrder Order { get; private set; } = null!;
    public Licence Licence { get; private set; } = null!;
    public bool Live => Order.State!.Value.IsLive();

    /// <summary>The licence was paid another way meanwhile, or its notice is over: nobody is to pay any more.</summary>
    public bool Needless => Live && Licence.State is not (LicenceState.NoticeSent or LicenceState.NoticeReceived);

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        using var watch = new StepWatch(signals, PaymentWorker.Moved, id);
        if (!await ReadAsync(id, ct)) return NotFound();
        if (Live && !Needless && Request.Headers.Referer.Count == 0)
        {
            // From the till: another site names no page it comes from.
            await watch.WaitAsync(s_moment, ct);
            await ReadAsync(id, ct);
        }
        if (Live && !Needless) Response.Headers["Refresh"] = "5";
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        if (await desk.AskAsync(id, ct) is not null || !await ReadAsync(id, ct)) return NotFound();
        return Went($"/payments/orders/{id}", Live ? PaymentTexts.StillNothing : PaymentTexts.Answered);
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await desk.FindAsync(id, ct) is not var (order, licence)) return false;
        (Order, Licence) = (order, licence);
        return true;
    }
}
