namespace Marketplace.Search.Elasticsearch;

/// <summary>The stable codes of what can be wrong with an Elasticsearch, in <see cref="EngineState.Problem"/> and <see cref="EngineAwayException.Code"/>.</summary>
public static class ElasticsearchProblem
{
    /// <summary>It cannot be reached, has no master, lacks shards, or refuses our credentials.</summary>
    public const string Away = "elasticsearch_away";

    /// <summary>It is there and does not answer in time.</summary>
    public const string Slow = "elasticsearch_slow";

    /// <summary>Its disk is over the flood-stage mark: it answers searches and takes no changes. It lifts the block itself once there is room.</summary>
    public const string Full = "elasticsearch_full";

    /// <summary>Somebody blocked the index for writing or reading.</summary>
    public const string ReadOnly = "elasticsearch_read_only";

    /// <summary>Another major version, or another product.</summary>
    public const string Version = "elasticsearch_version";

    /// <summary>The index is not as we made it, or of another version of the schema. A rebuild puts it right.</summary>
    public const string Mapping = "elasticsearch_mapping";

    /// <summary>The index was deleted or never built. A rebuild puts it right.</summary>
    public const string MissingIndex = "elasticsearch_missing_index";

    /// <summary>A rebuild ended with fewer documents than it was given; the old index stays.</summary>
    public const string Incomplete = "elasticsearch_incomplete";

    /// <summary>The code for an error that the server answered with; null: the request was wrong, which is a bug of ours.</summary>
    internal static string? Of(int status, string type, string reason) => type switch
    {
        "index_not_found_exception" => MissingIndex,
        "strict_dynamic_mapping_exception" => Mapping,
        // Block 12 is the one that Elasticsearch sets itself when the disk is full; the others under 100 are set by hand; blocks of the cluster (no master, not recovered) pass.
        "cluster_block_exception" => reason.Contains("/12/", StringComparison.Ordinal) ? Full : status is 403 ? ReadOnly : Away,
        _ => status is 401 or 403 or 408 or 429 or >= 500 ? Away : null,
    };
}

/// <summary>The server refused a request for what stands in it: a bug of ours.</summary>
internal sealed class ElasticsearchException(int status, string type, string reason) : Exception($"Elasticsearch answered {status}, {type}: {reason}")
{
    public int Status { get; } = status;
    public string Type { get; } = type;
}
