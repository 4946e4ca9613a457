namespace Marketplace.Web.Matchmaking.Matches;

/// <summary>Of one need and one side the offers that are kept, as the database has them.</summary>
internal sealed class KeptMatches(int most)
{
    public sealed record Kept(double Score, string Hash, string Version);

    private readonly Dictionary<string, Kept> _offers = new(StringComparer.Ordinal);

    public int Count => _offers.Count;

    public bool IsFull => _offers.Count >= most;

    public IEnumerable<string> Offers => _offers.Keys;

    public Kept? Of(string offer) => _offers.GetValueOrDefault(offer);

    public void Put(string offer, Kept kept) => _offers[offer] = kept;

    public bool Remove(string offer) => _offers.Remove(offer);

    /// <summary>Would it be among the best?</summary>
    public bool Takes(double score) => !IsFull || score > _offers.Values.Min(kept => kept.Score);

    /// <summary>The one too many, the worst; null when there is none.</summary>
    public string? TooMany() => _offers.Count <= most ? null : _offers.OrderBy(offer => offer.Value.Score).ThenByDescending(offer => offer.Key, StringComparer.Ordinal).First().Key;
}
