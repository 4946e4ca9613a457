namespace Marketplace.Web.Conversions.Counting;

/// <summary>
/// All facts, kept: read once, and of each conversion again when more is known of it. What is asked is always answered from all that was known when it was asked.
/// </summary>
public sealed class FactStore : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private Kept? _kept;

    /// <summary>To be counted fast.</summary>
    public async Task<FactColumns> ColumnsAsync(FactReader reader, CancellationToken ct) => (await KeptAsync(reader, ct)).Columns;

    /// <summary>Each conversion.</summary>
    public async Task<IEnumerable<History>> HistoriesAsync(FactReader reader, CancellationToken ct)
    {
        var kept = await KeptAsync(reader, ct);
        return kept.Changed.Count == 0 ? kept.All : kept.All.Where(h => !kept.Changed.ContainsKey(h.Conversion)).Concat(kept.Changed.Values);
    }

    private async Task<Kept> KeptAsync(FactReader reader, CancellationToken ct)
    {
        if (_kept is { } kept && (await NewAsync(kept, reader, ct)).Count == 0) return kept;
        await _one.WaitAsync(ct);
        try
        {
            // Before the facts: what comes to be known while they are read is asked for again.
            var horizon = await reader.HorizonAsync(ct);
            if (_kept is not { } there)
            {
                var seen = await reader.SinceAsync(horizon, ct);
                var all = await reader.HistoriesAsync(only: null, ct);
                return _kept = new(horizon, [.. seen.Select(k => k.Id)], all, new Dictionary<Guid, History>(), new(all));
            }
            var changes = await reader.SinceAsync(there.Horizon, ct);
            if (changes.TrueForAll(k => there.Seen.Contains(k.Id))) return there;
            var histories = await reader.HistoriesAsync([.. changes.Where(k => !there.Seen.Contains(k.Id)).Select(k => k.ConversionId).Distinct()], ct);
            return _kept = there.With(horizon, [.. changes.Select(k => k.Id)], histories);
        }
        finally
        {
            _one.Release();
        }
    }

    private static async Task<List<KnownChange>> NewAsync(Kept kept, FactReader reader, CancellationToken ct) => (await reader.SinceAsync(kept.Horizon, ct)).FindAll(k => !kept.Seen.Contains(k.Id));

    public void Dispose() => _one.Dispose();

    /// <param name="Horizon">Whatever was written before it is in here.</param>
    /// <param name="Seen">Changes after the horizon that are in here already.</param>
    /// <param name="All">As first read.</param>
    /// <param name="Changed">Since then.</param>
    private sealed record Kept(long Horizon, HashSet<long> Seen, IReadOnlyList<History> All, IReadOnlyDictionary<Guid, History> Changed, FactColumns Columns)
    {
        public Kept With(long horizon, HashSet<long> seen, IReadOnlyList<History> histories)
        {
            var changed = new Dictionary<Guid, History>(Changed);
            foreach (var history in histories) changed[history.Conversion] = history;
            if (Columns.With(histories) is { } columns) return new(horizon, seen, All, changed, columns);
            IReadOnlyList<History> all = [.. All.Where(h => !changed.ContainsKey(h.Conversion)), .. changed.Values];
            return new(horizon, seen, all, new Dictionary<Guid, History>(), new(all));
        }
    }
}
