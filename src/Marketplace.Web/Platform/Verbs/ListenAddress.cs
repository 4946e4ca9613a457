using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Marketplace.Web.Platform.Verbs;

/// <summary>Where the program answers: the setting <c>Listen</c> and the port.</summary>
internal sealed class ListenAddress
{
    private readonly string _host;
    private readonly IPAddress[] _addresses;
    private readonly int _port;

    public ListenAddress(IConfiguration configuration, int port)
    {
        // Loopback in both families, so that the name localhost works whichever a browser tries first; a proxy stands before it.
        _host = configuration["Listen"] is { Length: > 0 } set ? set : "localhost";
        _port = port;
        // Kestrel takes any name it does not know for "every address": a slip of the pen would open the program to the world.
        _addresses = _host == "localhost" ? [IPAddress.Loopback, IPAddress.IPv6Loopback]
            : IPAddress.TryParse(_host, out var address) ? [address]
            : throw ConfigurationFault.Wrong(string.Format(VerbTexts.Culture, VerbTexts.ListenUnknown, _host));
    }

    public string Url
    {
        get
        {
            var host = _addresses is [{ AddressFamily: AddressFamily.InterNetworkV6 }] ? $"[{_addresses[0]}]" : _host;
            // A port of the system's choosing (0) can be had for one address only.
            return string.Create(CultureInfo.InvariantCulture, $"http://{(_port == 0 && host == "localhost" ? "127.0.0.1" : host)}:{_port}");
        }
    }

    /// <summary>Said before anything is started; the bind settles it.</summary>
    public void CheckFree()
    {
        foreach (var address in _addresses)
        {
            try
            {
                using var probe = new TcpListener(address, _port);
                probe.Start();
            }
            catch (SocketException e) when (address.Equals(IPAddress.IPv6Loopback) && e.SocketErrorCode != SocketError.AddressAlreadyInUse)
            {
                // A machine without IPv6: Kestrel answers on 127.0.0.1 alone then.
            }
            catch (SocketException e)
            {
                throw Refused(e);
            }
        }
    }

    /// <summary>What the operator can do about a failed bind.</summary>
    public OperatorException Refused(SocketException e) => e.SocketErrorCode == SocketError.AddressAlreadyInUse
        ? new(ExitCode.PortTaken, string.Format(VerbTexts.Culture, VerbTexts.PortTaken, _port))
        : ConfigurationFault.Wrong(string.Format(VerbTexts.Culture, VerbTexts.ListenRefused, _host, _port, e.Message));
}
