using System.Net;

namespace Marketplace.Web.Platform.SignIn;

/// <summary>Passkeys are bound to a name; browsers give none to a site that is called by a number.</summary>
internal static class HostName
{
    /// <summary>The same page under a name; null when it has one, or when there is none to move to.</summary>
    public static string? Move(HttpRequest request, SignInOptions options)
    {
        if (!IPAddress.TryParse(request.Host.Host.Trim('[', ']'), out var number)) return null;
        var name = options.Domain ?? (IPAddress.IsLoopback(number) ? "localhost" : null);
        return name is null ? null : $"{request.Scheme}://{(request.Host.Port is { } port ? new HostString(name, port) : new HostString(name))}";
    }
}
