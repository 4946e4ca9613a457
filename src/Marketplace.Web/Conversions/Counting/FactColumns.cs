using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Platform.Calendar;

namespace Marketplace.Web.Conversions.Counting;

/// <summary>
/// Facts in flat columns, a row for each thing known of a conversion in turn, and in the order of regions and of days: a figure costs what its region or its days hold, whichever is less. Numbers are the
/// same as <see cref="Recount"/>'s: a property test sees to it. Never changed: what more is known makes another one, which shares the numbers given to patents and parties.
/// </summary>
public sealed class FactColumns
{
    private static readonly DateBasis[] s_dates = Enum.GetValues<DateBasis>();
    private static readonly RegionBasis[] s_bases = Enum.GetValues<RegionBasis>();

    private readonly FactNumbers _numbers;
    private readonly long[][] _byRegion, _byDay;          // By basis: place or day above, row below.

    /// <summary>What is asked for together, the days of a quarter, then stands together.</summary>
    public FactColumns(IReadOnlyCollection<History> histories) : this(null, [.. histories.OrderBy(h => h.Known.Select(k => k.Fact?.EffectiveOn).FirstOrDefault(day => day is not null))], PathsOf(histories))
    {
    }

    private FactColumns(FactColumns? before, IReadOnlyCollection<History> changed, string[] paths)
    {
        var kept = before?.Facts.Length ?? 0;
        var rows = kept + changed.Sum(h => h.Known.Count);
        (_numbers, Paths) = (before?._numbers ?? new(paths), paths);
        (First, From, Until, Facts) = (Longer(before?.First, rows), Longer(before?.From, rows), Longer(before?.Until, rows), Longer(before?.Facts, rows));
        (New, Paid, Chains, Kind) = (Longer(before?.New, rows), Longer(before?.Paid, rows), Longer(before?.Chains, rows), Longer(before?.Kind, rows));
        (Patents, Givers, Takers, Small) = (Longer(before?.Patents, rows), Longer(before?.Givers, rows), Longer(before?.Takers, rows), Longer(before?.Small, rows));
        Days = [.. s_dates.Select(basis => Longer(before?.Days[(int)basis], rows))];
        Regions = [.. s_bases.Select(basis => Longer(before?.Regions[(int)basis], rows))];
        var (row, gone) = (kept, new HashSet<int>());
        foreach (var history in changed)
        {
            if (_numbers.Rows.TryGetValue(history.Conversion, out var old)) gone.UnionWith(Enumerable.Range(old.First, old.Count));
            _numbers.Rows[history.Conversion] = (row, history.Known.Count);
            var first = row;
            foreach (var known in history.Known) Write(row++, first, known, history.Conversion);
        }
        (Linked, Kinds) = ([.. _numbers.Linked], [.. _numbers.Kinds]);
        (PatentCount, PartyCount) = (_numbers.Patents.Count, _numbers.Parties.Count);
        _byRegion = [.. s_bases.Select(basis => Sorted(before?._byRegion[(int)basis], gone, Regions[(int)basis], kept, 0))];
        _byDay = [.. s_dates.Select(basis => Sorted(before?._byDay[(int)basis], gone, Days[(int)basis], kept, 1))];
    }

    /// <summary>Of each row, where its conversion begins.</summary>
    internal int[] First { get; }

    /// <summary>Ticks; long.MaxValue: still.</summary>
    internal long[] From { get; }
    internal long[] Until { get; }
    internal Countable?[] Facts { get; }

    /// <summary>Of each row, which of the kinds.</summary>
    internal int[] Kind { get; }

    /// <summary>Of each kind the first fact that was met: no rule tells facts of one kind apart by anything but place and day.</summary>
    internal Countable[] Kinds { get; }

    /// <summary>By date basis: day numbers, 0 for none.</summary>
    internal int[][] Days { get; }

    /// <summary>By region basis: place of the path, -1 for none.</summary>
    internal int[][] Regions { get; }

    /// <summary>Fen.</summary>
    internal long[] New { get; }
    internal long[] Paid { get; }
    internal int[] Chains { get; }

    /// <summary>Of each chain, whether more than one conversion was ever in it.</summary>
    internal bool[] Linked { get; }
    internal int[][] Patents { get; }
    internal int[][] Givers { get; }
    internal int[][] Takers { get; }
    internal int[][] Small { get; }
    internal string[] Paths { get; }
    internal int PatentCount { get; }
    internal int PartyCount { get; }

    /// <summary>What is official in a quarter, once for all the questions about it.</summary>
    public OfficialFacts Official(RegionBasis basis, Quarter quarter, IEnumerable<PeriodLock> locks, DateTimeOffset asOf) => new(this, basis, [.. locks.Where(l => l.Quarter == quarter && l.At <= asOf)], asOf);

    /// <summary>With what changed since; null: there are places among it that this one has no order for, or so much that a new one is better. Asked of the last one only, and once.</summary>
    public FactColumns? With(IReadOnlyCollection<History> changed) =>
        Facts.Length + changed.Count < (_numbers.Rows.Count + 1_000) * 2 && PathsOf(changed).All(_numbers.Places.ContainsKey) ? new(this, changed, Paths) : null;

    /// <summary>Paths at and below one: a run of the sorted ones.</summary>
    internal (int Start, int End) Below(string path)
    {
        var start = Array.BinarySearch(Paths, path, StringComparer.Ordinal);
        if (start < 0) start = ~start;
        var end = start;
        while (end < Paths.Length && Paths[end].StartsWith(path, StringComparison.Ordinal)) end++;
        return (start, end);
    }

    internal ReadOnlySpan<long> ByRegion(RegionBasis basis, int start, int end) => Run(_byRegion[(int)basis], start, end);

    internal ReadOnlySpan<long> ByDay(DateBasis basis, int first, int last) => Run(_byDay[(int)basis], first, last + 1L);

    /// <summary>Those from one place or day on, up to another.</summary>
    internal static ReadOnlySpan<long> Run(long[] sorted, long from, long to) => from < to ? sorted.AsSpan(At(sorted, from << 32)..At(sorted, to << 32)) : [];

    private static int At(long[] sorted, long key) => Array.BinarySearch(sorted, key) is var found && found < 0 ? ~found : found;

    private void Write(int row, int first, Belief known, Guid conversion)
    {
        (First[row], From[row], Until[row], Facts[row]) = (first, known.From.UtcTicks, known.Until?.UtcTicks ?? long.MaxValue, known.Fact);
        if (known.Fact is not { } fact)
        {
            foreach (var regions in Regions) regions[row] = -1;
            return;
        }
        foreach (var basis in s_dates) Days[(int)basis][row] = fact.Day(basis)?.DayNumber ?? 0;
        foreach (var basis in s_bases) Regions[(int)basis][row] = _numbers.Places[fact.Region(basis)];
        (New[row], Paid[row]) = ((long)(fact.New * 100), (long)(fact.Paid * 100));
        (Patents[row], Givers[row], Takers[row], Small[row]) =
            (FactNumbers.Of(fact.Patents, _numbers.Patents), FactNumbers.Of(fact.Givers, _numbers.Parties), FactNumbers.Of(fact.Takers, _numbers.Parties), FactNumbers.Of(fact.Small, _numbers.Parties));
        Kind[row] = _numbers.Kind(fact);
        Chains[row] = fact.Chain is { } chain ? _numbers.Chain(chain, conversion) : -1;
    }

    /// <summary>What stays of those before, and the new rows of at least the least, in one order.</summary>
    private static long[] Sorted(long[]? before, HashSet<int> gone, int[] values, int kept, int least)
    {
        var added = Enumerable.Range(kept, values.Length - kept).Where(row => values[row] >= least).Select(row => ((long)values[row] << 32) | (uint)row).ToArray();
        Array.Sort(added);
        if (before is null) return added;
        var (all, at, next) = (new long[before.Length + added.Length], 0, 0);
        foreach (var key in before)
        {
            if (gone.Count > 0 && gone.Contains((int)key)) continue;
            while (next < added.Length && added[next] < key) all[at++] = added[next++];
            all[at++] = key;
        }
        while (next < added.Length) all[at++] = added[next++];
        return all.Length == at ? all : all[..at];
    }

    private static string[] PathsOf(IReadOnlyCollection<History> histories) =>
        [.. histories.SelectMany(h => h.Known).Select(k => k.Fact).OfType<Countable>().SelectMany(f => (string[])[f.GiverRegion, f.TakerRegion]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static T[] Longer<T>(T[]? before, int rows)
    {
        var longer = new T[rows];
        before?.CopyTo(longer, 0);
        return longer;
    }
}

/// <summary>Numbers for what facts name, and where each conversion's rows stand. Only ever more of them, and only whoever makes the next columns adds one.</summary>
internal sealed class FactNumbers(string[] paths)
{
    public Dictionary<string, int> Places { get; } = paths.Index().ToDictionary(p => p.Item, p => p.Index, StringComparer.Ordinal);
    public Dictionary<string, int> Patents { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, int> Parties { get; } = new(StringComparer.Ordinal);
    public Dictionary<Guid, int> Chains { get; } = [];
    public Dictionary<Guid, (int First, int Count)> Rows { get; } = [];

    /// <summary>Of each chain, whether more than one conversion was ever in it, and the first that was.</summary>
    public List<bool> Linked { get; } = [];
    private readonly List<Guid> _firstOf = [];

    public List<Countable> Kinds { get; } = [];
    private readonly Dictionary<(ConversionType, EvidenceLevel, MarketNature, bool, bool), int> _kinds = [];

    public int Chain(Guid chain, Guid conversion)
    {
        var id = Of(chain, Chains);
        if (id == Linked.Count)
        {
            Linked.Add(false);
            _firstOf.Add(conversion);
        }
        else if (_firstOf[id] != conversion)
        {
            Linked[id] = true;
        }
        return id;
    }

    public int Kind(Countable fact)
    {
        var id = Of((fact.Type, fact.Level, fact.Nature, fact.FromPublic, fact.PartOf), _kinds);
        if (id == Kinds.Count) Kinds.Add(fact);
        return id;
    }

    public static int[] Of(IReadOnlyList<string> keys, Dictionary<string, int> known) => keys.Count == 0 ? [] : [.. keys.Select(key => Of(key, known))];

    public static int Of<TKey>(TKey key, Dictionary<TKey, int> known) where TKey : notnull
    {
        if (!known.TryGetValue(key, out var id)) known[key] = id = known.Count;
        return id;
    }
}
