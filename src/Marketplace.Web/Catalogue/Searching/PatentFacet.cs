using System.Collections.Frozen;
using Marketplace.Search.Queries;

namespace Marketplace.Web.Catalogue.Searching;

/// <summary>Something results are filtered and counted by. The name stands in addresses and in the API.</summary>
/// <param name="Name">Of the parameter.</param>
/// <param name="Column">What is counted, and filtered by values of its level.</param>
/// <param name="Size">How many values are counted where nobody says.</param>
/// <param name="Whole">A column that has the values of every level: a class A01 beside the subclass A01B.</param>
/// <param name="IsCounted">Whether a value is of the level that is counted.</param>
public sealed record PatentFacet(string Name, string Column, int Size = 12, string? Whole = null, Func<string, bool>? IsCounted = null)
{
    public static readonly IReadOnlyList<PatentFacet> All =
    [
        new("kind", PatentSchema.Kind),
        new("status", PatentSchema.Status),
        new("offer", PatentSchema.Offer),
        new("form", PatentSchema.Form),
        new("fee", PatentSchema.Fee),
        new("section", PatentSchema.Section),
        new("ipc", PatentSchema.Subclass, 12, PatentSchema.Ipc, symbol => symbol.Length == 4),
        new("industry", PatentSchema.Division, 12, PatentSchema.Industry, code => code.Length == 2),
        new("chain", PatentSchema.Chain),
        new("holder", PatentSchema.Holder, 12, PatentSchema.HolderCode, name => !IsUscc(name)),
        new("region", PatentSchema.Province, 40, PatentSchema.Region, code => code.EndsWith("0000", StringComparison.Ordinal)),
        new("prefecture", PatentSchema.Prefecture, 40),
        new("year", PatentSchema.Granted, 60),
        new("filed", PatentSchema.Filed, 60),
        new("maturity", PatentSchema.Maturity),
    ];

    private static readonly FrozenDictionary<string, PatentFacet> s_byName = All.ToFrozenDictionary(facet => facet.Name, StringComparer.Ordinal);

    public static PatentFacet? Find(string name) => s_byName.GetValueOrDefault(name);

    /// <summary>Values of one filter are alternatives. Of the level that is counted, so that the others stay to be chosen; else whatever their level.</summary>
    public Filter FilterFor(IReadOnlyList<string> values) =>
        new AnyValue(Whole is null || values.All(IsCounted!) ? Column : Whole, values);

    private static bool IsUscc(string value) => value.Length == 18 && value.All(char.IsAsciiLetterOrDigit);
}
