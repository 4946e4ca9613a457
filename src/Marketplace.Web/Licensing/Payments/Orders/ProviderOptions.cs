using System.Text.RegularExpressions;
using Marketplace.Web.Platform.Messages;

namespace Marketplace.Web.Licensing.Payments.Orders;

/// <summary>Section <c>Payments</c>. Without a URL nobody pays online (the sandbox brings its own).</summary>
public sealed partial class ProviderOptions : ICheckedOptions
{
    public const string Section = "Payments";

    /// <summary><c>real</c>, or <c>sandbox</c>: the provider is then played by this program under /sandbox.</summary>
    public string Gateway { get; set; } = "real";
    public Uri? Url { get; set; }

    /// <summary>Part of the address the provider calls: /hooks/payments/NAME.</summary>
    public string Name { get; set; } = "gateway";

    /// <summary>What payers know it by.</summary>
    public string Title { get; set; } = "";
    public string MerchantId { get; set; } = "";
    public string Secret { get; set; } = "";
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a payer has at the till: what the large ones give by default.</summary>
    public TimeSpan OrderLife { get; set; } = TimeSpan.FromMinutes(30);

    public bool IsSandbox => Gateway == "sandbox";

    public string? Fault() => Gateway is not ("real" or "sandbox") ? "Payments:Gateway is real or sandbox."
        : Url is null ? null
        : !Url.IsAbsoluteUri ? "Payments:Url is not an absolute address."
        : MerchantId == "" || Secret == "" || Title == "" ? "Payments needs MerchantId, Secret and Title."
        : !NameShape.IsMatch(Name) ? "Payments:Name is 2 to 20 small letters, digits and hyphens."
        : Timeout <= TimeSpan.Zero || OrderLife < TimeSpan.FromMinutes(1) ? "Payments:Timeout must be positive, Payments:OrderLife at least a minute."
        : null;

    [GeneratedRegex("^[a-z0-9-]{2,20}$", RegexOptions.ExplicitCapture, 100)]
    private static partial Regex NameShape { get; }
}
