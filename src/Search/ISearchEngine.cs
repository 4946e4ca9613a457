using Marketplace.Search.Documents;
using Marketplace.Search.Queries;

namespace Marketplace.Search;

/// <summary>
/// An index of documents of one schema: in this process or in Elasticsearch.
/// One contract suite runs over both. What is in it is derived from a truth elsewhere: lost, it is rebuilt.
/// </summary>
public interface ISearchEngine
{
    IndexSchema Schema { get; }

    /// <exception cref="EngineAwayException">The engine cannot answer now.</exception>
    ValueTask<EngineResult> SearchAsync(EngineQuery query, CancellationToken cancellationToken = default);

    ValueTask<SearchDocument?> GetAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Visible to every search that begins after this returns. A change not newer than what is there is passed over: the same change twice is harmless.</summary>
    ValueTask<ApplyResult> ApplyAsync(IReadOnlyList<IndexChange> changes, CancellationToken cancellationToken = default);

    /// <summary>Fills a new index beside the living one and puts it in its place. Changes applied meanwhile are in both.</summary>
    Task RebuildAsync(IAsyncEnumerable<SearchDocument> documents, CancellationToken cancellationToken = default);

    ValueTask<EngineState> StateAsync(CancellationToken cancellationToken = default);
}

/// <summary><see cref="Stale"/> counts changes passed over; <see cref="Refused"/> says which could not be taken, and why (id, reason).</summary>
public sealed record ApplyResult(int Applied, int Stale, IReadOnlyList<(string Id, string Reason)> Refused);

/// <summary>
/// <see cref="Ready"/>: searches are answered. <see cref="Checksum"/>: sum (wrapping) over all documents of <see cref="Documents.DocumentMark.Of"/>, to be compared with the truth's;
/// null where it was not asked for or cannot be had. <see cref="Problem"/>: a stable code of what is wrong, null when nothing is.
/// </summary>
public sealed record EngineState(bool Ready, long DocumentCount, ulong? Checksum, string? Problem);

/// <summary>The engine is not there or does not answer in time: tell people to come back, lose nothing.</summary>
public sealed class EngineAwayException(string code, Exception? inner = null) : Exception($"The search engine cannot answer: {code}.", inner)
{
    public string Code { get; } = code;
}
