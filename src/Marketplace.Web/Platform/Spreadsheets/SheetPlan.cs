using System.Text;

namespace Marketplace.Web.Platform.Spreadsheets;

/// <summary>A column one wants to find, by any of the names people give it.</summary>
/// <param name="Key">What the program calls it.</param>
/// <param name="Heads">What stands over it; the first is ours, the others are accepted. Width, case, spaces and marks such as （必填） do not matter.</param>
public sealed record SheetColumn(string Key, params string[] Heads)
{
    /// <summary>Without it a sheet is not the one wanted.</summary>
    public bool Required { get; init; }

    public string Title => Heads[0];

    internal bool Is(string head) => Heads.Any(h => Fold(h) == head);

    /// <summary>Units in brackets stay: 营业收入（元） is not 营业收入（万元）.</summary>
    internal static string Fold(string head)
    {
        var folded = string.Concat(head.Normalize(NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c) && c is not ('*' or ':'))).ToUpperInvariant();
        foreach (var mark in (string[])["(必填)", "(选填)", "(必填项)", "(可选)"]) folded = folded.Replace(mark, "", StringComparison.Ordinal);
        return folded;
    }
}

/// <summary>What a file must hold to be read.</summary>
public sealed record SheetPlan(IReadOnlyList<SheetColumn> Columns)
{
    /// <summary>A whole city's enterprises, or the patents of the largest university, with room; a sheet can hold a million.</summary>
    public int MaxRows { get; init; } = 200_000;

    /// <summary>What a person said about heads: which column each is, null for none. Comes before what the heads say themselves.</summary>
    public IReadOnlyDictionary<string, string?> Chosen { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>Heads are not looked for: the columns stand in this order, and whoever reads tells heads from rows.</summary>
    public bool InOrder { get; init; }

    /// <summary>The same plan, with heads as a person understands them. Heads that no column goes by are found however they are written.</summary>
    public SheetPlan With(IReadOnlyDictionary<string, string?> chosen) =>
        this with { Chosen = chosen.GroupBy(pair => SheetColumn.Fold(pair.Key), StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.First().Value, StringComparer.Ordinal) };

    internal IEnumerable<SheetColumn> Required => Columns.Where(c => c.Required);
}
