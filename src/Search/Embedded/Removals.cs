using Marketplace.Search.Documents;

namespace Marketplace.Search.Embedded;

/// <summary>Versions of what was taken out last, so that an older change that comes late does not bring it back.</summary>
internal sealed class Removals
{
    /// <summary>The outbox keeps the order of one document's changes; this many later removals is more than any race spans.</summary>
    private const int Kept = 100_000;

    private readonly Dictionary<string, long> versions = new(StringComparer.Ordinal);
    private readonly Queue<string> oldestFirst = new();

    public IReadOnlyDictionary<string, long> Versions => versions;

    public long VersionOf(string id) => versions.GetValueOrDefault(id, long.MinValue);

    public void Note(IndexChange change)
    {
        if (change.Document is not null) return;
        if (versions.TryAdd(change.Id, change.Version)) oldestFirst.Enqueue(change.Id);
        else versions[change.Id] = change.Version;
        if (oldestFirst.Count > Kept) versions.Remove(oldestFirst.Dequeue());
    }
}
