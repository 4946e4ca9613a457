using System.Text.Json;
using Marketplace.Search.Queries;
using Shouldly;

namespace Marketplace.Search.Tests.Contract;

/// <summary>
/// Two engines agree: same totals, counts and hits in the same order. Scores may differ in their last bits, as sums of floats do in another order; then two hits that
/// all but tie may stand either way round.
/// </summary>
internal static class Agreement
{
    private const float LastBits = 1e-5f;

    public static async Task<EngineResult> CheckAsync(ISearchEngine engine, ISearchEngine reference, EngineQuery query, CancellationToken ct)
    {
        var asked = JsonSerializer.Serialize(query) + string.Concat(query.Filters.Select(filter => $" {filter}"));
        var expected = await reference.SearchAsync(query, ct);
        var found = await engine.SearchAsync(query, ct);
        found.Total.ShouldBe(expected.Total, asked);
        found.Hits.Count.ShouldBe(expected.Hits.Count, asked);
        foreach (var facet in query.Facets) found.Facets[facet.Column].ShouldBe(expected.Facets[facet.Column], asked);
        for (var i = 0; i < expected.Hits.Count; i++)
        {
            var (hit, wanted) = (found.Hits[i], expected.Hits[i]);
            if (query.Order is null) hit.Score.ShouldBe(wanted.Score, (wanted.Score * LastBits) + float.Epsilon, asked);
            else hit.Number.ShouldBe(wanted.Number, asked);
            if (query.Order is null && TiesWithNeighbour(expected.Hits, i)) continue;
            hit.Document.Id.ShouldBe(wanted.Document.Id, asked);
        }
        return expected;
    }

    public static async Task CheckPagesAsync(ISearchEngine engine, ISearchEngine reference, EngineQuery query, CancellationToken ct)
    {
        var seen = new List<string>();
        for (var page = query; ;)
        {
            var found = await engine.SearchAsync(page, ct);
            if (found.Hits.Count == 0) break;
            seen.AddRange(found.Hits.Select(hit => hit.Document.Id));
            page = page with { After = found.Hits[^1].Place(query.Order is null) };
        }
        // Page by page one gets every hit once.
        seen.Count.ShouldBe(seen.Distinct(StringComparer.Ordinal).Count());
        ((long)seen.Count).ShouldBe((await reference.SearchAsync(query, ct)).Total);
    }

    /// <summary>Equal to the bit is no excuse: then the id decides. The last hit's neighbour is on the next page.</summary>
    private static bool TiesWithNeighbour(IReadOnlyList<EngineHit> hits, int i) =>
        i == hits.Count - 1 || Near(hits[i].Score, hits[i + 1].Score) || (i > 0 && Near(hits[i].Score, hits[i - 1].Score));

    private static bool Near(float one, float other) => one != other && Math.Abs(one - other) <= one * LastBits;
}
