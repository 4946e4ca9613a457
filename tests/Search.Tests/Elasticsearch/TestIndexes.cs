using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Marketplace.Search.Elasticsearch;
using Marketplace.Testing.Elasticsearch;
using Xunit;

namespace Marketplace.Search.Tests.Elasticsearch;

/// <summary>Indexes of one test, kept apart by a prefix and removed in the end. Without a server the test is skipped.</summary>
internal sealed class TestIndexes(ElasticsearchServer server) : IAsyncDisposable
{
    private Uri? _address;

    public string Prefix { get; } = $"t{Guid.CreateVersion7():N}-";

    public async Task<ElasticsearchOptions> NewOptionsAsync()
    {
        _address = await server.FindAsync();
        Assert.SkipWhen(_address is null, "No Elasticsearch: set ELASTICSEARCH_URL, or put shared/elasticsearch beside the checkout and install Java 17.");
        return OptionsAt(_address!);
    }

    /// <summary>Patient: others may be using the machine.</summary>
    public ElasticsearchOptions OptionsAt(Uri address) => new() { Addresses = [address], IndexPrefix = Prefix, SearchTimeout = TimeSpan.FromSeconds(30) };

    public async ValueTask DisposeAsync()
    {
        if (_address is null) return;
        using var http = new HttpClient { BaseAddress = _address };
        var indexes = await http.GetFromJsonAsync<JsonObject>(new Uri($"{Prefix}*/_alias", UriKind.Relative));
        foreach (var (index, _) in indexes!) await http.DeleteAsync(new Uri(index, UriKind.Relative));
    }
}
