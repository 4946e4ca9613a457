namespace Marketplace.Search.Elasticsearch;

/// <summary>Where the cluster is and how it is spoken to. A settable class: it is bound from configuration.</summary>
public sealed class ElasticsearchOptions
{
    /// <summary>One or several nodes of one cluster; a node that does not answer is passed over.</summary>
    public IList<Uri> Addresses { get; init; } = [];
    public string? User { get; set; }
    public string? Password { get; set; }

    /// <summary>As Elasticsearch hands it out ("encoded"). Goes before user and password.</summary>
    public string? ApiKey { get; set; }

    /// <summary>PEM of the authority that signed the nodes' certificates, when the system does not know it.</summary>
    public string? CaFile { get; set; }

    /// <summary>Before every index and alias: several installations can share a cluster.</summary>
    public string IndexPrefix { get; set; } = "";

    /// <summary>For one try of a write. A bulk of 5 MB takes well under a second; 30 s is what Elasticsearch's own clients wait.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>For one try of a search, which people wait for: longer, and the embedded engine or an honest message serves them better.</summary>
    public TimeSpan SearchTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>0 for a single node; 1 and three nodes lose nothing when one dies.</summary>
    public int Replicas { get; set; }

    /// <summary>One holds some ten million documents, counts facets exactly and scores as the embedded engine does.</summary>
    public int Shards { get; set; } = 1;

    /// <summary>How long a look at version and mapping holds good. Both change only by somebody's hand.</summary>
    public TimeSpan CheckInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>What is wrong with them, for who reads the configuration; null when nothing is.</summary>
    public string? Fault()
    {
        if (Addresses.Count == 0) return "Elasticsearch needs at least one address.";
        if (Addresses.FirstOrDefault(address => !address.IsAbsoluteUri || address.Scheme is not ("http" or "https")) is { } odd) return $"'{odd}' is no http or https address.";
        if (CaFile is not null && !File.Exists(CaFile)) return $"There is no CA file '{CaFile}'.";
        if (User is null != Password is null) return "Elasticsearch needs user and password, or neither.";
        if (IndexPrefix.Any(character => character is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '_' or '.')) || (IndexPrefix.Length > 0 && !char.IsAsciiLetterLower(IndexPrefix[0])))
        {
            return $"The index prefix '{IndexPrefix}' must begin with a lower case letter and hold only such letters, digits and - _ .";
        }
        if (Shards < 1 || Replicas < 0) return "Elasticsearch needs at least one shard and no negative number of replicas.";
        return RequestTimeout <= TimeSpan.Zero || SearchTimeout <= TimeSpan.Zero ? "A timeout must be longer than nothing." : null;
    }
}
