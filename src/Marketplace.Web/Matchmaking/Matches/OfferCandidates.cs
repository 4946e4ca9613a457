using System.Collections.Concurrent;
using Marketplace.Matching.Scoring;
using Marketplace.Matching.Texts;
using Marketplace.Web.Catalogue.Searching;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Matchmaking.Matches;

using Ranked = Ranked<Guid, string>;

/// <summary>
/// The best offers for needs. Where search runs on Elasticsearch, that finds the candidates; else, and while it cannot answer, the index in memory does. What comes after, all
/// factors and the order, is the same.
/// </summary>
public sealed class OfferCandidates(MatchIndex index, CatalogueIndex catalogue, PatentSearch search, IOptions<SearchOptions> options)
{
    /// <summary>By words, and by vectors: so many that hardly one of the best twenty by both is missed.</summary>
    internal const int Near = 400;

    /// <summary>Offers in memory that the catalogue's index may not have yet: matched with their needs already, they would be missed by a need that comes now.</summary>
    private readonly ConcurrentDictionary<string, long> _ahead = new(StringComparer.Ordinal);
    private long _loaded = long.MaxValue;

    /// <summary>Memory holds all offers as they were at this position of the catalogue's changes.</summary>
    public void Loaded(long position) => Volatile.Write(ref _loaded, position);

    public void Changed(IEnumerable<string> numbers, long position)
    {
        if (!options.Value.HasElasticsearch) return;
        foreach (var number in numbers) _ahead[number] = position;
    }

    /// <param name="needs">One side of some needs.</param>
    /// <param name="isSealed">What is asked holds more than others may see: it does not leave this program.</param>
    /// <param name="most">So many for each.</param>
    /// <param name="today">The day.</param>
    /// <param name="ct">Whoever asked left.</param>
    public async Task<List<Ranked>[]> BestAsync(IReadOnlyList<MatchableNeed<Guid>> needs, Func<Guid, bool> isSealed, int most, DateOnly today, CancellationToken ct)
    {
        var best = new List<Ranked>?[needs.Count];
        var open = Enumerable.Range(0, needs.Count).Where(i => !isSealed(needs[i].Key)).ToList();
        if (await NearAsync([.. open.Select(i => needs[i])], ct) is { } near)
            Parallel.For(0, open.Count, i => best[open[i]] = index.Ranker.ForNeed(index.Offers, near[i], needs[open[i]], MayMeet, most, today));
        var left = Enumerable.Range(0, needs.Count).Where(i => best[i] is null).ToList();
        var found = new Queue<List<Ranked>>(index.Ranker.ForNeeds(index.Offers, [.. left.Select(i => needs[i])], MayMeet, most, today));
        return [.. best.Select(ranked => ranked ?? found.Dequeue())];
    }

    internal static OfferQuery Asking<TKey>(MatchableNeed<TKey> need, Vocabulary vocabulary) where TKey : notnull =>
        new([.. need.Words.Numbers.Zip(need.Words.Values, (number, value) => (vocabulary.TextOf(number), value * need.Words.Unit))], need.Terms.Bytes, Near);

    private async Task<IReadOnlyList<IEnumerable<string>>?> NearAsync(IReadOnlyList<MatchableNeed<Guid>> needs, CancellationToken ct)
    {
        var position = catalogue.Position;
        if (needs.Count == 0 || !options.Value.HasElasticsearch || position < Volatile.Read(ref _loaded)) return null;
        foreach (var (number, changed) in _ahead) if (changed <= position) _ahead.TryRemove(KeyValuePair.Create(number, changed));
        var ahead = _ahead.Keys.ToList();
        return await search.OffersNearAsync([.. needs.Select(need => Asking(need, index.Texts.Vocabulary))], ct) is { } found ? [.. found.Select(near => near.Union(ahead, StringComparer.Ordinal))] : null;
    }

    private bool MayMeet(Guid need, string offer) => index.MayMeet(index.Faces(need)?.Owner, offer);
}
