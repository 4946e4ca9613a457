using Marketplace.Search.Documents;

namespace Marketplace.Search.Embedded;

/// <summary>Versions of what was taken out last, so that an older change that comes late does not bring it back.</summary>
internal sealed class Removals
{
    /// <summary>The outbox keeps the order of one document's changes; this many later removals is more than any race spans.</summary>
    private const int Kept = 100_000;

    private readonly Dictionary<string, long> _versions = new(StringComparer.Ordinal);
    private readonly Queue<string> _oldestFirst = new();

    public IReadOnlyDictionary<string, long> Versions => _versions;

    public long VersionOf(string id) => _versions.GetValueOrDefault(id, long.MinValue);

    public void Note(IndexChange change)
    {
        if (change.Document is not null) return;
        if (_versions.TryAdd(change.Id, change.Version)) _oldestFirst.Enqueue(change.Id);
        else _versions[change.Id] = change.Version;
        if (_oldestFirst.Count > Kept) _versions.Remove(_oldestFirst.Dequeue());
    }
}
