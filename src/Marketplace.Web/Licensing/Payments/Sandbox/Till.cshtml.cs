using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Licensing.Payments.Sandbox;

/// <summary>收银台: the provider's page, as the sandbox plays it. There is none of it outside of a demonstration.</summary>
[Access(Act.ReadPublic)]
public sealed class TillModel(IServiceProvider services) : AnsweringPage
{
    public string No { get; private set; } = "";
    public TillOrder Order { get; private set; } = null!;
    public bool Waits => Order.State == "pending";
    public bool RefundWaits => Order.Refunded.Exists(refund => refund.State == "pending");

    private SandboxTill Till => services.GetRequiredService<SandboxTill>();

    public IActionResult OnGet(string no)
    {
        if (Till.Find(no) is not { } order) return NotFound();
        (No, Order) = (no, order);
        return Page();
    }

    public IActionResult OnPost(string no, TillAct act, TillRefunds refunds)
    {
        ModelState.Clear();
        if (Till.Find(no) is null) return NotFound();
        return Went("/sandbox/till/" + no, Till.Act(no, act, refunds) ? PaymentTexts.TillDone : PaymentTexts.TillNot);
    }
}
