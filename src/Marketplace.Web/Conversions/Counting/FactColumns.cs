using System.Collections;
using Marketplace.Web.Platform.Calendar;

namespace Marketplace.Web.Conversions.Counting;

/// <summary>
/// Facts in flat columns, a row for each thing known of a conversion in turn. What lies below a region stands together, so a region's figure costs what the region holds. Numbers are the same as
/// <see cref="Recount"/>'s: a property test sees to it.
/// </summary>
public sealed class FactColumns
{
    private readonly int[] _first;                       // Of each conversion, its first row; one more than there are.
    private readonly long[] _from, _until;               // Ticks; long.MaxValue: still.
    private readonly Countable?[] _facts;
    private readonly int[][] _days;                      // By date basis: day numbers, 0 for none.
    private readonly int[][] _regions;                   // By region basis: place of the path, -1 for none.
    private readonly int[][] _byRegion;                  // By region basis: rows with a fact, in the order of paths.
    private readonly long[] _new, _paid;                 // Fen.
    private readonly int[][] _patents, _givers, _takers, _small;
    private readonly int[] _chains;
    private readonly string[] _paths;
    private readonly int _patentCount, _partyCount;

    public FactColumns(IReadOnlyList<History> histories)
    {
        var rows = histories.Sum(h => h.Known.Count);
        (_first, _from, _until, _facts) = (new int[histories.Count + 1], new long[rows], new long[rows], new Countable?[rows]);
        (_new, _paid, _chains) = (new long[rows], new long[rows], new int[rows]);
        (_patents, _givers, _takers, _small) = (new int[rows][], new int[rows][], new int[rows][], new int[rows][]);
        _days = [.. Enum.GetValues<DateBasis>().Select(_ => new int[rows])];
        _regions = [.. Enum.GetValues<RegionBasis>().Select(_ => new int[rows])];
        var (patents, parties, chains) = (new Dictionary<string, int>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal), new Dictionary<Guid, int>());
        _paths = [.. histories.SelectMany(h => h.Known).Select(k => k.Fact).OfType<Countable>().SelectMany(f => (string[])[f.GiverRegion, f.TakerRegion]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var places = _paths.Index().ToDictionary(p => p.Item, p => p.Index, StringComparer.Ordinal);
        var row = 0;
        foreach (var (i, history) in histories.Index())
        {
            _first[i] = row;
            foreach (var known in history.Known)
            {
                (_from[row], _until[row], _facts[row]) = (known.From.UtcTicks, known.Until?.UtcTicks ?? long.MaxValue, known.Fact);
                if (known.Fact is { } fact)
                {
                    foreach (var basis in Enum.GetValues<DateBasis>()) _days[(int)basis][row] = fact.Day(basis)?.DayNumber ?? 0;
                    foreach (var basis in Enum.GetValues<RegionBasis>()) _regions[(int)basis][row] = places[fact.Region(basis)];
                    (_new[row], _paid[row]) = (Fen(fact.New), Fen(fact.Paid));
                    (_patents[row], _givers[row], _takers[row], _small[row]) = (Ids(fact.Patents, patents), Ids(fact.Givers, parties), Ids(fact.Takers, parties), Ids(fact.Small, parties));
                    _chains[row] = fact.Chain is { } chain ? Id(chain, chains) : -1;
                }
                else
                {
                    foreach (var regions in _regions) regions[row] = -1;
                }
                row++;
            }
        }
        _first[^1] = row;
        (_patentCount, _partyCount) = (patents.Count, parties.Count);
        _byRegion = [.. _regions.Select(regions => Enumerable.Range(0, rows).Where(r => regions[r] >= 0).OrderBy(r => regions[r]).ToArray())];
    }

    public int Conversions => _first.Length - 1;

    /// <summary>What is official in a quarter, once for all the questions about it.</summary>
    public OfficialRows Official(RegionBasis basis, Quarter quarter, IEnumerable<PeriodLock> locks, DateTimeOffset asOf)
    {
        var (until, regions) = (asOf.UtcTicks, _regions[(int)basis]);
        var frozen = new long[_paths.Length];
        Array.Fill(frozen, long.MaxValue);
        foreach (var one in locks.Where(l => l.Quarter == quarter && l.At <= asOf))
        {
            var (start, end) = Below(one.RegionPath);
            for (var p = start; p < end; p++) frozen[p] = Math.Min(frozen[p], one.At.UtcTicks);
        }
        var chosen = new BitArray(_facts.Length);
        for (var c = 0; c < Conversions; c++)
        {
            var (pick, last) = (-1, -1);
            for (var r = _first[c]; r < _first[c + 1] && _from[r] <= until; r++)
            {
                last = r;
                if (regions[r] is var place and >= 0 && frozen[place] != long.MaxValue && _from[r] <= frozen[place] && frozen[place] < _until[r])
                {
                    pick = r;
                    break;
                }
            }
            if (pick < 0 && last >= 0 && regions[last] is var now and >= 0 && frozen[now] == long.MaxValue) pick = last;
            if (pick >= 0) chosen[pick] = true;
        }
        // In the order of regions, so that a region is a slice.
        var rows = _byRegion[(int)basis].Where(r => chosen[r]).ToArray();
        return new(basis, rows, [.. rows.Select(r => regions[r])]);
    }

    public decimal Count(Question question, OfficialRows official)
    {
        var rule = question.Rule;
        var rows = Slice(official, question.RegionPath);
        var (days, first, last) = (_days[(int)rule.Dates], question.From?.DayNumber ?? 1, question.On.DayNumber);
        bool Counts(int r) => days[r] >= first && days[r] <= last && _facts[r] is { } fact && rule.Takes(fact);

        var sum = 0L;
        switch (rule.Entity)
        {
            case CountEntity.Contracts:
                foreach (var r in rows) if (Counts(r) && !_facts[r]!.PartOf) sum++;
                return sum;
            case CountEntity.Times:
                foreach (var r in rows) if (Counts(r) && !_facts[r]!.PartOf) sum += _patents[r].Length;
                return sum;
            case CountEntity.Amount:
                foreach (var r in rows) if (Counts(r)) sum += _new[r];
                return sum / 100m;
            case CountEntity.Paid:
                foreach (var r in rows) if (Counts(r)) sum += _paid[r];
                return sum / 100m;
            case CountEntity.Patents:
                var patents = new BitArray(_patentCount);
                foreach (var r in rows) if (Counts(r)) foreach (var patent in _patents[r]) sum += Met(patents, patent);
                return sum;
            default:
                var counted = rule.Entity == CountEntity.SmallTakers ? _small : _takers;
                var handedOn = new HashSet<(int Chain, int Party)>();
                foreach (var r in rows) if (_chains[r] >= 0 && Counts(r)) foreach (var giver in _givers[r]) handedOn.Add((_chains[r], giver));
                var takers = new BitArray(_partyCount);
                foreach (var r in rows) if (Counts(r)) foreach (var taker in counted[r]) if (_chains[r] < 0 || !handedOn.Contains((_chains[r], taker))) sum += Met(takers, taker);
                return sum;
        }
    }

    private ReadOnlySpan<int> Slice(OfficialRows official, string path)
    {
        var (start, end) = Below(path);
        return official.Rows.AsSpan(At(official.Places, start)..At(official.Places, end));
    }

    /// <summary>Paths at and below one: a run of the sorted ones.</summary>
    private (int Start, int End) Below(string path)
    {
        var start = Array.BinarySearch(_paths, path, StringComparer.Ordinal);
        if (start < 0) start = ~start;
        var end = start;
        while (end < _paths.Length && _paths[end].StartsWith(path, StringComparison.Ordinal)) end++;
        return (start, end);
    }

    /// <summary>Where the first that is not below a place stands.</summary>
    private static int At(int[] places, int place)
    {
        var (low, high) = (0, places.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (places[middle] < place) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private static int Met(BitArray seen, int id)
    {
        if (seen[id]) return 0;
        seen[id] = true;
        return 1;
    }

    private static long Fen(decimal yuan) => (long)(yuan * 100);

    private static int[] Ids(IReadOnlyList<string> keys, Dictionary<string, int> known) => [.. keys.Select(key => Id(key, known))];

    private static int Id<TKey>(TKey key, Dictionary<TKey, int> known) where TKey : notnull
    {
        if (!known.TryGetValue(key, out var id)) known[key] = id = known.Count;
        return id;
    }
}

/// <summary>The rows that are official in one quarter by one basis, in the order of regions.</summary>
public sealed record OfficialRows(RegionBasis Basis, int[] Rows, int[] Places);
