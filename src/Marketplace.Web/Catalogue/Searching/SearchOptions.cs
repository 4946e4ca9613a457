using Marketplace.Search.Elasticsearch;

namespace Marketplace.Web.Catalogue.Searching;

/// <summary>Which engines answer. Section <c>Search</c>.</summary>
public sealed class SearchOptions
{
    public const string Section = "Search";

    /// <summary>Whether this program keeps an index of its own. Without Elasticsearch it always does.</summary>
    public bool Embedded { get; set; } = true;

    /// <summary>With at least one address: Elasticsearch answers, and the embedded index stands in for it.</summary>
    public ElasticsearchOptions Elasticsearch { get; set; } = new();

    /// <summary>How often count and checksum are held against the database.</summary>
    public TimeSpan CheckEvery { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How often the embedded index is written to its file while it changes: a start has so much to catch up with at most.</summary>
    public TimeSpan SaveEvery { get; set; } = TimeSpan.FromMinutes(5);

    public bool HasElasticsearch => Elasticsearch.Addresses.Count > 0;

    public string? Fault() => CheckEvery <= TimeSpan.Zero || SaveEvery <= TimeSpan.Zero ? "An interval of Search must be longer than nothing." : HasElasticsearch ? Elasticsearch.Fault() : null;

    /// <summary>For verbs, which build no host.</summary>
    public static SearchOptions From(IConfiguration configuration) => configuration.GetSection(Section).Get<SearchOptions>() ?? new();
}
