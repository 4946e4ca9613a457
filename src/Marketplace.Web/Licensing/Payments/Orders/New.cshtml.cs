using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Licensing.Payments.Orders;

/// <summary>Before the till: what is paid, to whom, and what will be true afterwards.</summary>
[Access(Act.KeepLicences)]
public sealed class NewOrderModel(OrderDesk desk, LicenceReach reach, Data.AppDbContext db) : AnsweringPage
{
    public LicenceView View { get; private set; } = null!;
    public Guid Once { get; private set; } = Guid.CreateVersion7();
    public string Provider { get; private set; } = "";
    public bool Offered { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct) => await ReadAsync(id, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id, Guid once, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await ReadAsync(id, ct)) return NotFound();
        var order = await desk.StartAsync(id, once == Guid.Empty ? Once : once, ct);
        return order.Succeeded ? Redirect($"/payments/orders/{order.Value.Id}") : Refused(order.Failures);
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (desk.Title is not { } title || await reach.FindAsync(id, ct) is not (var licence, Side.Taker)) return false;
        (View, Provider, Offered) = (await LicenceView.OfAsync(db, licence, ct), title, desk.Offers(licence));
        return true;
    }
}
