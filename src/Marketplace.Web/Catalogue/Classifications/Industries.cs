using System.Collections.Frozen;
using System.Globalization;

namespace Marketplace.Web.Catalogue.Classifications;

/// <summary>国民经济行业分类 (GB/T 4754-2017) and what leads to it from IPC.</summary>
public sealed class Industries
{
    private readonly Lazy<FrozenDictionary<string, Industry>> _byCode = new(() =>
        TableFile.Rows("gbt4754.tsv").Select(row => new Industry(row[0], int.Parse(row[1], CultureInfo.InvariantCulture), row[2], row[3])).ToFrozenDictionary(i => i.Code, StringComparer.Ordinal));
    private readonly Lazy<IndustryTable> _shipped = new(() => new IndustryTable(0, Shipped()));
    private readonly Lazy<IReadOnlyList<Chain>> _chains = new(() =>
        [.. TableFile.Rows("chains.tsv").Select(row => new Chain(row[0], row[1], row[2].Split(';'), row[3].Split(';')))]);

    private volatile IndustryTable? _table;

    /// <summary>Another table is in force in this program.</summary>
    public event EventHandler? Replaced;

    /// <summary>What leads from IPC to industries now: what an administrator put in force, else the one that comes with the program.</summary>
    public IndustryTable Table => _table ?? _shipped.Value;

    public IEnumerable<Industry> All => _byCode.Value.Values;

    public IReadOnlyList<Chain> Chains => _chains.Value;

    public Industry? Find(string code) => _byCode.Value.GetValueOrDefault(code);

    /// <summary>The table that comes with the program: subclasses to groups.</summary>
    public static IEnumerable<IndustryPair> Shipped() =>
        TableFile.Rows("ipc_industry.tsv").Select(row => new IndustryPair(row[0], row[1], double.Parse(row[2], CultureInfo.InvariantCulture)));

    /// <summary>From here on; who asks meanwhile gets an answer of one table or of the other, never of both.</summary>
    public void Use(IndustryTable table)
    {
        _table = table;
        Replaced?.Invoke(this, EventArgs.Empty);
    }

    /// <summary>Groups (three digits) or classes (four) the symbols of a patent lead to, the likeliest first, with weights that sum to about one at most.</summary>
    public IReadOnlyList<(Industry Industry, double Weight)> Suggest(IReadOnlyCollection<string> ipc) => Suggest(Table, ipc);

    /// <summary>By a table that need not be in force.</summary>
    public IReadOnlyList<(Industry Industry, double Weight)> Suggest(IndustryTable table, IReadOnlyCollection<string> ipc)
    {
        if (ipc.Count == 0) return [];
        return [.. ipc.SelectMany(table.Of).GroupBy(pair => pair.Code, StringComparer.Ordinal)
            .Select(group => (Industry: Find(group.Key), Weight: group.Sum(pair => pair.Weight) / ipc.Count)).Where(pair => pair.Industry is not null)
            .OrderByDescending(pair => pair.Weight).ThenBy(pair => pair.Industry!.Code, StringComparer.Ordinal).Select(pair => (pair.Industry!, pair.Weight))];
    }

    /// <summary>Chains whose IPC prefixes the symbols meet, those of one region first.</summary>
    public IReadOnlyList<Chain> SuggestChains(IReadOnlyCollection<string> ipc, string? region = null) =>
        [.. Chains.Where(chain => chain.Ipc.Any(prefix => ipc.Any(symbol => symbol.StartsWith(prefix, StringComparison.Ordinal)))).OrderByDescending(chain => chain.Region == region)];
}

/// <param name="Level">1 section (门类) … 4 class (小类).</param>
public sealed record Industry(string Code, int Level, string Section, string Name);

/// <summary>An industrial chain (产业链) of a region.</summary>
public sealed record Chain(string Region, string Name, IReadOnlyList<string> Industries, IReadOnlyList<string> Ipc);
