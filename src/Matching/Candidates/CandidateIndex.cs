namespace Marketplace.Matching.Candidates;

/// <summary>
/// All needs, or all offers, with the words and vectors they are found by. Vectors are looked through whole: at a few nanoseconds each an approximate index would save little
/// and miss some. Readers take no lock: an item is only ever written behind what they know of, and one that is replaced or removed is crossed out where it stands.
/// </summary>
public sealed class CandidateIndex<TKey, TItem> where TKey : notnull where TItem : class, IReadable<TKey>
{
    /// <summary>A processor of its own is worth the way to it for so many.</summary>
    private const int LeastChunks = 4;

    /// <summary>As many as one that asks alone may have.</summary>
    public int Processors { get; init; } = Environment.ProcessorCount;

    private readonly Lock _writing = new();
    private readonly Dictionary<TKey, int> _places = [];
    private volatile State _state = new([], new(), 0);

    internal sealed record State(Chunk<TItem>[] Chunks, WordPostings Words, int Used);

    public int Count
    {
        get
        {
            lock (_writing) return _places.Count;
        }
    }

    public TItem? Find(TKey key)
    {
        lock (_writing) return _places.TryGetValue(key, out var place) ? At(place) : null;
    }

    /// <summary>All there are, in the order they came.</summary>
    public IReadOnlyList<TItem> All()
    {
        lock (_writing) return [.. _places.Values.Order().Select(At)];
    }

    public void Set(TItem item)
    {
        lock (_writing)
        {
            CrossOut(item.Key);
            // Half of what readers walk over is crossed out: time to write anew what is left.
            if (_state.Used >= 2 * (_places.Count + Chunk<TItem>.Size)) Compact();
            Append(item);
        }
    }

    /// <summary>What it was, or null.</summary>
    public TItem? Remove(TKey key)
    {
        lock (_writing) return CrossOut(key);
    }

    /// <summary>The best for each that asks, the best first. A chunk is read for all of them before the next.</summary>
    public IReadOnlyList<Candidate<TItem>>[] Search(IReadOnlyList<CandidateQuery> asked, CandidateWeights weights)
    {
        var state = _state;
        // Several that ask are shared out by whoever asks for them; one alone has all processors.
        var parts = asked.Count == 1 ? Math.Clamp(state.Chunks.Length / LeastChunks, 1, Processors) : 1;
        if (parts == 1) return [.. Runs(state, asked, weights, 0, state.Chunks.Length).Select(run => CandidateRun<TItem>.InOrder([run]))];
        var runs = new CandidateRun<TItem>[parts];
        Parallel.For(0, parts, part => runs[part] = Runs(state, asked, weights, state.Chunks.Length * part / parts, state.Chunks.Length * (part + 1) / parts)[0]);
        return [CandidateRun<TItem>.InOrder(runs)];
    }

    private static CandidateRun<TItem>[] Runs(State state, IReadOnlyList<CandidateQuery> asked, CandidateWeights weights, int first, int end)
    {
        var runs = asked.Select(query => new CandidateRun<TItem>(query, weights, state.Words, first * Chunk<TItem>.Size)).ToArray();
        for (var chunk = first; chunk < end; chunk++)
        {
            var count = Math.Min(Chunk<TItem>.Size, state.Used - chunk * Chunk<TItem>.Size);
            foreach (var run in runs) run.Look(state.Chunks[chunk], chunk * Chunk<TItem>.Size, count);
        }
        return runs;
    }

    /// <summary>The best of some that were looked for elsewhere, as <see cref="Search"/> would give them were there no others.</summary>
    public IReadOnlyList<Candidate<TItem>> Among(IEnumerable<TKey> keys, CandidateQuery query, CandidateWeights weights)
    {
        List<(int Place, TItem Item)> there = [];
        lock (_writing)
        {
            foreach (var key in keys) if (_places.TryGetValue(key, out var place)) there.Add((place, At(place)));
        }
        return [.. there.Where(one => (one.Item.Forms & query.Forms) != 0).Select(one => (one.Place, Candidate: new Candidate<TItem>(one.Item, weights.Sum(query, one.Item))))
            .OrderByDescending(one => one.Candidate.Sum).ThenBy(one => one.Place).Take(query.Most).Select(one => one.Candidate)];
    }

    private TItem At(int place) => _state.Chunks[place / Chunk<TItem>.Size].Items[place % Chunk<TItem>.Size];

    private TItem? CrossOut(TKey key)
    {
        if (!_places.Remove(key, out var place)) return null;
        _state.Chunks[place / Chunk<TItem>.Size].CrossOut(place % Chunk<TItem>.Size);
        return At(place);
    }

    private void Append(TItem item)
    {
        var (chunks, words, used) = _state;
        if (used == chunks.Length * Chunk<TItem>.Size) chunks = [.. chunks, Chunk<TItem>.After(chunks.LastOrDefault())];
        chunks[used / Chunk<TItem>.Size].Write(used % Chunk<TItem>.Size, item, item.Terms, item.Words.Unit, item.Forms);
        words.Add(used, item.Words);
        _places[item.Key] = used;
        _state = new(chunks, words, used + 1);
    }

    private void Compact()
    {
        var left = _places.Values.Order().Select(At).ToList();
        _state = new([], new(), 0);
        foreach (var item in left) Append(item);
    }
}
