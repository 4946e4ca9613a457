using System.Diagnostics;
using OpenTelemetry;

namespace Marketplace.Web.Platform.Telemetry;

/// <summary>
/// Takes paths and queries out of spans before they leave: ours hold what people searched for and tokens of links, those of gateways hold
/// our credentials. The route and the host, which stay, say enough to find a slow page.
/// </summary>
internal sealed class WithoutAddresses : BaseProcessor<Activity>
{
    private static readonly string[] s_addresses = ["url.path", "url.query", "url.full", "http.target", "http.url", "http.request.header.referer"];

    public override void OnEnd(Activity data)
    {
        foreach (var name in s_addresses) data.SetTag(name, null);
    }
}
