using Marketplace.Web.Licensing.Gateways;

namespace Marketplace.Web.Licensing.Payments.Orders;

/// <summary>Section <c>Payments</c>. Without a URL nobody pays online. Thirty minutes at the till are what the large providers give by default.</summary>
public sealed class ProviderOptions() : GatewayOptions(Section)
{
    public const string Section = "Payments";
}
