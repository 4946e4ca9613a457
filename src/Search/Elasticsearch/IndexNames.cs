using System.Globalization;
using System.Text.RegularExpressions;
using Marketplace.Search.Documents;

namespace Marketplace.Search.Elasticsearch;

/// <summary>What indexes and aliases of a schema are called. A schema's name has no dot, so none of these is another schema's.</summary>
internal sealed partial class IndexNames(IndexSchema schema, ElasticsearchOptions options, TimeProvider time)
{
    /// <summary>The alias that is searched.</summary>
    public string Live { get; } = options.IndexPrefix + schema.Name;

    /// <summary>The alias of the index that is being filled beside it; whoever applies a change, in whatever process, finds it there.</summary>
    public string Next { get; } = options.IndexPrefix + schema.Name + ".next";

    /// <summary>Every index ever made for the schema, and some of others: see <see cref="IsOurs"/>.</summary>
    public string Pattern { get; } = $"{options.IndexPrefix}{schema.Name}-v*";

    /// <summary>Never used twice, so that an answer that got lost can be asked for again.</summary>
    public string NewIndex()
    {
        var (now, chance) = (time.GetUtcNow(), Random.Shared.Next(1 << 24));
        return string.Create(CultureInfo.InvariantCulture, $"{Live}-v{schema.Version}-{now:yyyyMMdd-HHmmss}-{chance:x6}");
    }

    /// <summary>An alias of one rebuild alone: what it writes never gets into the index of another.</summary>
    public static string Filling(string index) => index + ".fill";

    public bool IsOurs(string index) => index.StartsWith(Live, StringComparison.Ordinal) && Ending().IsMatch(index.AsSpan(Live.Length));

    [GeneratedRegex(@"\A-v[0-9]+-[0-9]{8}-[0-9]{6}-[0-9a-f]{6}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ending();
}
