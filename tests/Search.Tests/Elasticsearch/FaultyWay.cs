using System.Net;
using System.Net.Sockets;

namespace Marketplace.Search.Tests.Elasticsearch;

internal enum Way
{
    Open,

    /// <summary>Connections are made and nothing comes back.</summary>
    Stalled,

    /// <summary>Connections are broken, old ones and new ones.</summary>
    Broken,
}

/// <summary>A way to a server that can be stalled or broken on purpose.</summary>
internal sealed class FaultyWay : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly List<TcpClient> _connections = [];
    private readonly Uri _server;
    private volatile Way _way;

    public FaultyWay(Uri server)
    {
        _server = server;
        _listener.Start();
        Address = new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _ = AcceptAsync();
    }

    public Uri Address { get; }

    public void Set(Way way)
    {
        _way = way;
        if (way == Way.Open || way == Way.Broken) CloseAll();
    }

    public void Dispose()
    {
        _end.Cancel();
        _listener.Stop();
        CloseAll();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync(_end.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
            _ = CarryAsync(client);
        }
    }

    private async Task CarryAsync(TcpClient client)
    {
        using var server = new TcpClient();
        lock (_connections) _connections.AddRange([client, server]);
        using (client)
        {
            try
            {
                if (_way == Way.Broken) return;
                await server.ConnectAsync(_server.Host, _server.Port, _end.Token);
                await Task.WhenAny(CopyAsync(client, server), CopyAsync(server, client));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
            {
            }
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to)
    {
        var buffer = new byte[65536];
        while (await from.GetStream().ReadAsync(buffer, _end.Token) is > 0 and var count)
        {
            while (_way == Way.Stalled) await Task.Delay(20, _end.Token);
            await to.GetStream().WriteAsync(buffer.AsMemory(0, count), _end.Token);
        }
    }

    private void CloseAll()
    {
        lock (_connections)
        {
            foreach (var connection in _connections) connection.Close();
            _connections.Clear();
        }
    }
}
