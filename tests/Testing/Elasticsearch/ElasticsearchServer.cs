namespace Marketplace.Testing.Elasticsearch;

/// <summary>
/// One Elasticsearch for a test assembly, from the first test that asks until the last has run: the one that ELASTICSEARCH_URL names, else the one beside the checkout.
/// Tests keep apart by index prefix.
/// </summary>
public sealed class ElasticsearchServer : IAsyncDisposable
{
    // Some indexes of a few hundred documents.
    private const string Heap = "320m";

    private readonly Lazy<Task<ElasticsearchNode>> _node = new(() => ElasticsearchNode.StartAsync(Heap));

    /// <summary>Null when there is none to be had: the test is skipped.</summary>
    public async Task<Uri?> FindAsync()
    {
        if (Environment.GetEnvironmentVariable("ELASTICSEARCH_URL") is { Length: > 0 } address) return new(address);
        return ElasticsearchNode.Tool is null || !HasJava() ? null : (await _node.Value).Address;
    }

    public async ValueTask DisposeAsync()
    {
        if (_node.IsValueCreated) await (await _node.Value).DisposeAsync();
    }

    private static bool HasJava() =>
        Environment.GetEnvironmentVariable("JAVA_HOME") is { Length: > 0 }
        || Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, "java")));
}
