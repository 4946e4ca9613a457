using Marketplace.Web.Conversions.Facts;

namespace Marketplace.Web.Conversions.Counting;

/// <summary>What counting needs of a filing.</summary>
/// <param name="PartOf">Renewal or amendment of another conversion: no contract of its own.</param>
/// <param name="Chain">Transfers that follow each other.</param>
/// <param name="New">合同额 that is new; 0 where it is not fixed.</param>
/// <param name="Patents">Each as what it counts as.</param>
public sealed record Countable(ConversionType Type, MarketNature Nature, EvidenceLevel Level, DateOnly? SignedOn, DateOnly? EffectiveOn, DateOnly? PaidOn, DateOnly? RecordedOn,
    string GiverRegion, string TakerRegion, decimal New, decimal Paid, bool PartOf, Guid? Chain, IReadOnlyList<string> Patents, IReadOnlyList<string> Givers, IReadOnlyList<string> Takers)
{
    /// <summary>Of the takers, those that are small or medium.</summary>
    public IReadOnlyList<string> Small { get; init; } = [];

    /// <summary>A giver is a university, an institute or state-owned.</summary>
    public bool FromPublic { get; init; }

    public string Region(RegionBasis basis) => basis == RegionBasis.Taker ? TakerRegion : GiverRegion;

    public DateOnly? Day(DateBasis basis) => basis switch
    {
        DateBasis.Signature => SignedOn,
        DateBasis.Effective => EffectiveOn,
        DateBasis.Paid => PaidOn,
        _ => RecordedOn,
    };
}

/// <summary>What was known of a conversion from one moment to another.</summary>
/// <param name="Until">Null: it still is.</param>
/// <param name="Fact">Null: that it is void, or one with another.</param>
public sealed record Belief(DateTimeOffset From, DateTimeOffset? Until, Countable? Fact);

/// <summary>A conversion in the order it came to be known.</summary>
public sealed record History(Guid Conversion, IReadOnlyList<Belief> Known)
{
    /// <param name="conversion">Whose.</param>
    /// <param name="verified">Each verified filing; null: a reversal.</param>
    /// <param name="merged">When it was one with another, from and until.</param>
    /// <param name="ruled">What was decided of it beside its filings: that it is part of another one, or the chain it belongs to.</param>
    public static History Of(Guid conversion, IEnumerable<(DateTimeOffset At, Countable? Fact)> verified, IReadOnlyCollection<(DateTimeOffset From, DateTimeOffset? Until)> merged, IReadOnlyCollection<(DateTimeOffset At, bool PartOf, Guid? Chain)>? ruled = null)
    {
        var rulings = ruled ?? [];
        var filings = verified.OrderBy(v => v.At).ToList();
        var turns = filings.Select(v => v.At).Concat(merged.Select(m => m.From)).Concat(merged.Where(m => m.Until is not null).Select(m => m.Until!.Value)).Concat(rulings.Select(r => r.At)).Distinct().Order().ToList();
        var known = new List<Belief>();
        foreach (var (i, at) in turns.Index())
        {
            var fact = merged.Any(m => m.From <= at && (m.Until is null || at < m.Until)) ? null : filings.LastOrDefault(v => v.At <= at).Fact;
            foreach (var ruling in rulings.Where(r => r.At <= at)) fact = fact is null ? null : fact with { PartOf = fact.PartOf || ruling.PartOf, Chain = ruling.Chain ?? fact.Chain };
            known.Add(new(at, i + 1 < turns.Count ? turns[i + 1] : null, fact));
        }
        return new(conversion, known);
    }
}
