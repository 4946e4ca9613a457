namespace Marketplace.Web.Platform.Messages.Sandbox;

/// <summary>Leads a channel's requests from the real gateway to the same path of the sandbox, so that channels need not know of it.</summary>
public sealed class SandboxHandler(PublicAddress address, string gateway) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.RequestUri = address.Sandbox(gateway + request.RequestUri!.PathAndQuery);
        return base.SendAsync(request, cancellationToken);
    }
}
