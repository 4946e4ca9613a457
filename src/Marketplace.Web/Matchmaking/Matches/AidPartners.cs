using Marketplace.Web.Catalogue.Classifications;

namespace Marketplace.Web.Matchmaking.Matches;

/// <summary>对口援疆: which provinces are partners of which places, from a table beside the program.</summary>
public sealed class AidPartners
{
    private readonly Lazy<ILookup<string, string>> _pairs = new(() => TableFile.Rows("aid.tsv", "regions").ToLookup(row => row[0], row => row[1], StringComparer.Ordinal));

    /// <summary>Paths of the places that the provinces of these are partners of.</summary>
    public IReadOnlyList<string> Of(IEnumerable<string> holders) =>
        [.. holders.Select(path => path.Split('/', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault()).OfType<string>().Distinct(StringComparer.Ordinal)
            .SelectMany(province => _pairs.Value[province]).Select(place => $"/{place[..2]}0000/{place}/").Distinct(StringComparer.Ordinal)];
}
