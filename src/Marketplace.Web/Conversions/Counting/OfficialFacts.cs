using System.Collections;
using Marketplace.Web.Conversions.Facts;

namespace Marketplace.Web.Conversions.Counting;

/// <summary>What is official in one quarter by one basis. Asked for a region first and then for those below it, it looks through the facts once. For one reader at a time.</summary>
public sealed class OfficialFacts
{
    private readonly FactColumns _columns;
    private readonly int[] _regions;
    private readonly long _asOf;
    private readonly long[]? _frozen;                    // By place; null: nothing is locked.
    private readonly Dictionary<Sieve, (string Path, long[] Rows)> _chosen = [];

    internal OfficialFacts(FactColumns columns, RegionBasis basis, IReadOnlyCollection<PeriodLock> locks, DateTimeOffset asOf)
    {
        (_columns, Basis, _regions, _asOf) = (columns, basis, columns.Regions[(int)basis], asOf.UtcTicks);
        if (locks.Count == 0) return;
        _frozen = new long[columns.Paths.Length];
        Array.Fill(_frozen, long.MaxValue);
        foreach (var one in locks)
        {
            var (start, end) = columns.Below(one.RegionPath);
            for (var p = start; p < end; p++) _frozen[p] = Math.Min(_frozen[p], one.At.UtcTicks);
        }
    }

    public RegionBasis Basis { get; }

    public decimal Count(Question question)
    {
        var rows = Chosen(question);
        var (columns, sum) = (_columns, 0L);
        switch (question.Rule.Entity)
        {
            case CountEntity.Contracts:
                foreach (var key in rows) if (!columns.Kinds[columns.Kind[(int)key]].PartOf) sum++;
                return sum;
            case CountEntity.Times:
                foreach (var key in rows) if (!columns.Kinds[columns.Kind[(int)key]].PartOf) sum += columns.Patents[(int)key].Length;
                return sum;
            case CountEntity.Amount:
                foreach (var key in rows) sum += columns.New[(int)key];
                return sum / 100m;
            case CountEntity.Paid:
                foreach (var key in rows) sum += columns.Paid[(int)key];
                return sum / 100m;
            case CountEntity.Patents:
                var patents = new BitArray(columns.PatentCount);
                foreach (var key in rows) foreach (var patent in columns.Patents[(int)key]) sum += Met(patents, patent);
                return sum;
            default:
                return TakersOf(rows, question.Rule.Entity == CountEntity.SmallTakers ? columns.Small : columns.Takers);
        }
    }

    /// <summary>Who took and did not hand on. Most conversions are alone in their chain: only of the others must be remembered who handed on.</summary>
    private int TakersOf(ReadOnlySpan<long> rows, int[][] counted)
    {
        var (columns, sum) = (_columns, 0);
        var handedOn = new HashSet<(int Chain, int Party)>();
        foreach (var key in rows)
        {
            if (columns.Chains[(int)key] is var chain and >= 0 && columns.Linked[chain]) foreach (var giver in columns.Givers[(int)key]) handedOn.Add((chain, giver));
        }
        var takers = new BitArray(columns.PartyCount);
        foreach (var key in rows)
        {
            var chain = columns.Chains[(int)key];
            foreach (var taker in counted[(int)key])
            {
                if (chain < 0 || (columns.Linked[chain] ? !handedOn.Contains((chain, taker)) : !columns.Givers[(int)key].Contains(taker))) sum += Met(takers, taker);
            }
        }
        return sum;
    }

    /// <summary>What stands behind a figure.</summary>
    public IReadOnlyList<Countable> Facts(Question question)
    {
        var found = new List<Countable>();
        foreach (var key in Chosen(question)) found.Add(_columns.Facts[(int)key]!);
        return found;
    }

    private ReadOnlySpan<long> Chosen(Question question)
    {
        var rule = question.Rule;
        var sieve = new Sieve(rule.Types, rule.Dates, rule.Least, rule.MarketOnly, rule.FromPublic, question.From?.DayNumber ?? 1, question.On.DayNumber);
        if (!_chosen.TryGetValue(sieve, out var there) || !question.RegionPath.StartsWith(there.Path, StringComparison.Ordinal)) _chosen[sieve] = there = (question.RegionPath, Choose(sieve, rule, question.RegionPath));
        var (start, end) = _columns.Below(question.RegionPath);
        return FactColumns.Run(there.Rows, start, end);
    }

    private long[] Choose(Sieve sieve, CountRule rule, string path)
    {
        var (start, end) = _columns.Below(path);
        var (days, chosen) = (_columns.Days[(int)rule.Dates], new List<long>());
        var here = _columns.ByRegion(Basis, start, end);
        var then = _columns.ByDay(rule.Dates, sieve.First, sieve.Last);
        var takes = Array.ConvertAll(_columns.Kinds, rule.Takes);
        var byRegion = here.Length <= then.Length;
        foreach (var key in byRegion ? here : then)
        {
            var row = (int)key;
            if (byRegion ? days[row] < sieve.First || days[row] > sieve.Last : _regions[row] < start || _regions[row] >= end) continue;
            if (takes[_columns.Kind[row]] && IsOfficial(row)) chosen.Add(((long)_regions[row] << 32) | (uint)row);
        }
        if (!byRegion) chosen.Sort();
        return [.. chosen];
    }

    /// <summary>One thing at most is said of a conversion: what was known where it was frozen first; else what is known now, where nothing is frozen.</summary>
    private bool IsOfficial(int row)
    {
        if (_columns.From[row] > _asOf) return false;
        if (_frozen is null) return _asOf < _columns.Until[row];
        if (_frozen[_regions[row]] == long.MaxValue ? _asOf >= _columns.Until[row] : !IsFrozen(row)) return false;
        for (var earlier = _columns.First[row]; earlier < row; earlier++) if (_regions[earlier] >= 0 && IsFrozen(earlier)) return false;
        return true;
    }

    private bool IsFrozen(int row) => _frozen![_regions[row]] is var at && at != long.MaxValue && _columns.From[row] <= at && at < _columns.Until[row];

    private static int Met(BitArray seen, int id)
    {
        if (seen[id]) return 0;
        seen[id] = true;
        return 1;
    }

    /// <summary>What rules of one kind have in common: those that only differ in what they count share what they look through.</summary>
    private sealed record Sieve(IReadOnlyList<ConversionType> Types, DateBasis Dates, EvidenceLevel? Least, bool MarketOnly, bool FromPublic, int First, int Last);
}
