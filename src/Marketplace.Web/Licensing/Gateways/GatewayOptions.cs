using System.Text.RegularExpressions;
using Marketplace.Web.Platform.Messages;

namespace Marketplace.Web.Licensing.Gateways;

/// <summary>A provider over HTTP: of payments, of electronic signatures. Without a URL there is none (the sandbox brings its own).</summary>
public abstract partial class GatewayOptions(string section) : ICheckedOptions
{
    /// <summary><c>real</c>, or <c>sandbox</c>: the provider is then played by this program under /sandbox.</summary>
    public string Gateway { get; set; } = "real";
    public Uri? Url { get; set; }

    /// <summary>Part of the address the provider calls, /hooks/…/NAME.</summary>
    public string Name { get; set; } = "gateway";

    /// <summary>What people know it by.</summary>
    public string Title { get; set; } = "";

    /// <summary>Who we are to it.</summary>
    public string MerchantId { get; set; } = "";
    public string Secret { get; set; } = "";
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long somebody has at the provider's page.</summary>
    public TimeSpan OrderLife { get; set; } = TimeSpan.FromMinutes(30);

    public bool IsSandbox => Gateway == "sandbox";

    public string? Fault() => Gateway is not ("real" or "sandbox") ? $"{section}:Gateway is real or sandbox."
        : Url is null ? null
        : !Url.IsAbsoluteUri ? $"{section}:Url is not an absolute address."
        : MerchantId == "" || Secret == "" || Title == "" ? $"{section} needs MerchantId, Secret and Title."
        : !NameShape.IsMatch(Name) ? $"{section}:Name is 2 to 20 small letters, digits and hyphens."
        : Timeout <= TimeSpan.Zero || OrderLife < TimeSpan.FromMinutes(1) ? $"{section}:Timeout must be positive, {section}:OrderLife at least a minute."
        : null;

    [GeneratedRegex("^[a-z0-9-]{2,20}$", RegexOptions.ExplicitCapture, 100)]
    private static partial Regex NameShape { get; }
}
