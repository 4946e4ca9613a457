using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Platform.Messages;

/// <summary>Where this program is reached: by readers of its messages, and (sandbox) by itself.</summary>
public sealed class PublicAddress(IServer server, IOptions<MessageOptions> options)
{
    public string Of(string path) => (options.Value.PublicUrl ?? Own()).TrimEnd('/') + path;

    public Uri Sandbox(string path) => Local("/sandbox/" + path);

    public Uri Local(string path) => new(Own() + path);

    private string Own()
    {
        var first = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://localhost";
        // "Any address" is nothing one can call.
        return first.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal)
            .Replace("//*", "//localhost", StringComparison.Ordinal).Replace("//+", "//localhost", StringComparison.Ordinal).TrimEnd('/');
    }
}
