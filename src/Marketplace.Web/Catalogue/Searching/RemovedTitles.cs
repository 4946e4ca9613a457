using System.Collections.Concurrent;

namespace Marketplace.Web.Catalogue.Searching;

/// <summary>Titles that were taken out of the catalogue since suggestions were last put together: not offered any more, though the list still has them.</summary>
public sealed class RemovedTitles
{
    private readonly ConcurrentDictionary<string, int> _titles = new(StringComparer.Ordinal);
    private int _round;

    public bool IsEmpty => _titles.IsEmpty;

    public void Add(string title) => _titles[title] = Volatile.Read(ref _round);

    public bool Contains(string title) => _titles.ContainsKey(title);

    /// <summary>A list is being put together from now on; what is taken out meanwhile may be in it.</summary>
    public int Begin() => Interlocked.Increment(ref _round);

    /// <summary>The list begun with <paramref name="round"/> stands: what had gone before is not in it.</summary>
    public void Forget(int round)
    {
        foreach (var (title, added) in _titles)
            if (added < round) _titles.TryRemove(new(title, added));
    }
}
