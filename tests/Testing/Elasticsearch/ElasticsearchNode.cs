using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Marketplace.Testing.Elasticsearch;

/// <summary>
/// A node of the Elasticsearch that lies in <c>shared/elasticsearch</c> beside the checkout, in a process and a folder of its own. It ends when we do, whatever way we end:
/// the shell that started it reads from us, and stops it when there is nothing more to read.
/// </summary>
public sealed class ElasticsearchNode : IAsyncDisposable
{
    private const string Keep = """
        tool=$1 folder=$2; shift 2
        "$tool" start "$folder" "$@" </dev/null || exit 1
        cat >/dev/null
        "$tool" stop "$folder" 2>/dev/null
        rm -rf "$folder"
        """;

    /// <summary>A start takes ten seconds on an idle machine.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    private readonly Process _keeper;
    private readonly string _folder;

    private ElasticsearchNode(Process keeper, string folder, Uri address) => (_keeper, _folder, Address) = (keeper, folder, address);

    public Uri Address { get; }

    /// <summary>Null where there is none beside the checkout.</summary>
    public static string? Tool { get; } = FindTool();

    public static Task<ElasticsearchNode> StartAsync(string heap) => StartAsync(heap, NewFolder(), FreePort(), FreePort());

    /// <summary>Three nodes of one cluster.</summary>
    public static async Task<IReadOnlyList<ElasticsearchNode>> StartClusterAsync(string heap)
    {
        var ports = Enumerable.Range(0, 3).Select(_ => FreePort()).ToArray();
        var seeds = string.Join(',', ports.Select(port => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}")));
        return await Task.WhenAll(ports.Select((port, i) => StartAsync(heap, NewFolder(), FreePort(), port, "--name", $"n{i}", "--masters", "n0,n1,n2", "--seeds", seeds)));
    }

    /// <summary>Ends it as a crash would.</summary>
    public async Task KillAsync()
    {
        using var kill = Process.Start(new ProcessStartInfo("bash", [Tool!, "kill", _folder]) { RedirectStandardError = true })!;
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _keeper.StandardInput.Close();
        await _keeper.WaitForExitAsync().WaitAsync(s_patience);
        _keeper.Dispose();
    }

    private static async Task<ElasticsearchNode> StartAsync(string heap, string folder, int http, int transport, params string[] options)
    {
        var start = new ProcessStartInfo("bash",
            ["-c", Keep, "elasticsearch", Tool!, folder, "--http", http.ToString(CultureInfo.InvariantCulture), "--transport", transport.ToString(CultureInfo.InvariantCulture), .. options])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HEAP"] = heap;
        var keeper = Process.Start(start)!;
        var errors = keeper.StandardError.ReadToEndAsync();
        if (await keeper.StandardOutput.ReadLineAsync().WaitAsync(s_patience) is not { } line) throw new InvalidOperationException($"Elasticsearch did not start: {await errors}");
        // "http://127.0.0.1:9200 pid 123"
        return new(keeper, folder, new(line.Split(' ')[0]));
    }

    private static string NewFolder() => Path.Combine(Path.GetTempPath(), "marketplace-elasticsearch-" + Guid.CreateVersion7().ToString("N"));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string? FindTool()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var tool = Path.Combine(folder.FullName, "shared", "elasticsearch", "node");
            if (File.Exists(tool)) return tool;
        }
        return null;
    }
}
