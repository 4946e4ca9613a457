using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Platform.Messages;

/// <summary>Where this program is reached: by readers of its messages, and (sandbox) by itself.</summary>
public sealed class PublicAddress(IServer server, IOptions<MessageOptions> options, IHttpContextAccessor http)
{
    public string Of(string path) => (options.Value.PublicUrl ?? Asked() ?? Own()).TrimEnd('/') + path;

    /// <summary>Where on this site a link of a message leads; null: elsewhere. Messages were written under whatever address was known then.</summary>
    public string? PathOf(string link) => Uri.TryCreate(link, UriKind.Absolute, out var uri) && (IsAt(uri, Of("/")) || IsAt(uri, Own()) || (uri.IsLoopback && uri.Port == new Uri(Own()).Port))
        ? uri.PathAndQuery + uri.Fragment : null;

    private static bool IsAt(Uri link, string address) => string.Equals(link.GetLeftPart(UriPartial.Authority), new Uri(address).GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase);

    public Uri Sandbox(string path) => Local("/sandbox/" + path);

    public Uri Local(string path) => new(Own() + path);

    /// <summary>
    /// Somebody trying the program on their own machine reads its messages there too: 127.0.0.1 and localhost are two sites to a browser, and a link
    /// to the other one would find them signed out. Only there: elsewhere the name asked for is whatever a stranger says it is.
    /// </summary>
    private string? Asked() => http.HttpContext is { Connection.RemoteIpAddress: { } from, Request: { Host: { HasValue: true } host } request } && IPAddress.IsLoopback(from)
        && (host.Host == "localhost" || (IPAddress.TryParse(host.Host.Trim('[', ']'), out var number) && IPAddress.IsLoopback(number))) ? $"{request.Scheme}://{host}" : null;

    private string Own()
    {
        var first = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://localhost";
        // "Any address" is nothing one can call.
        return first.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal)
            .Replace("//*", "//localhost", StringComparison.Ordinal).Replace("//+", "//localhost", StringComparison.Ordinal).TrimEnd('/');
    }
}
