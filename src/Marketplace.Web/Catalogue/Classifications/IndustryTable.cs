namespace Marketplace.Web.Catalogue.Classifications;

/// <summary>One line of a table that leads from IPC to industries.</summary>
/// <param name="Ipc">Subclass (A01B), main group (A01B33/00) or subgroup.</param>
/// <param name="Industry">GB/T 4754 code of two to four digits.</param>
/// <param name="Weight">Null: all industries of the symbol weigh the same.</param>
/// <param name="Partial">Only part of the symbol belongs there: the official table marks it with an asterisk.</param>
public sealed record IndustryPair(string Ipc, string Industry, double? Weight = null, bool Partial = false);

/// <summary>Which industries IPC symbols lead to, by one edition of the table. Read only: another edition is another object.</summary>
public sealed class IndustryTable
{
    private readonly Dictionary<string, (string Code, double Weight)[]> _of;

    /// <param name="number">Of the decision that put it in force; 0: nobody has decided anything.</param>
    /// <param name="pairs">All of the edition.</param>
    public IndustryTable(long number, IEnumerable<IndustryPair> pairs)
    {
        Number = number;
        _of = pairs.GroupBy(pair => pair.Ipc, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => Weighed([.. same]), StringComparer.Ordinal);
        foreach (var groups in _of.Where(known => known.Key.Length > 4).GroupBy(known => known.Key[..4], StringComparer.Ordinal).ToList())
            if (!_of.ContainsKey(groups.Key)) _of[groups.Key] = Mean([.. groups.Select(group => group.Value)]);
    }

    public long Number { get; }

    /// <summary>
    /// What the table says of the symbol itself, else of its main group, else of its subclass; where it has lines for groups only, a subclass leads to what they lead to
    /// on average, so that a group newer than the table is not lost.
    /// </summary>
    public IReadOnlyList<(string Code, double Weight)> Of(string symbol)
    {
        if (_of.TryGetValue(symbol, out var own)) return own;
        if (symbol.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && _of.TryGetValue(symbol[..slash] + "/00", out var main)) return main;
        return symbol.Length >= 4 && _of.TryGetValue(symbol[..4], out var subclass) ? subclass : [];
    }

    private static (string, double)[] Weighed(IndustryPair[] pairs) => [.. pairs.Select(pair => (pair.Industry, pair.Weight ?? 1.0 / pairs.Length))];

    private static (string, double)[] Mean((string Code, double Weight)[][] groups) =>
        [.. groups.SelectMany(group => group).GroupBy(pair => pair.Code, StringComparer.Ordinal).Select(same => (same.Key, same.Sum(pair => pair.Weight) / groups.Length))];
}
