using Marketplace.Web.Conversions.Counting;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Organisations;

namespace Marketplace.Web.Plans.Counted;

/// <summary>换一种口径: another rule for the same thing, in one respect.</summary>
/// <param name="Name">In the reader's language.</param>
public sealed record CountVariant(string Name, CountRule Rule);

/// <summary>What an indicator names in its column 平台计数, and the rule that counts it.</summary>
public static class CountedMeasures
{
    /// <summary>转让、许可 (C3, C9): neither equity nor own use; one patent in one registered contract is one time.</summary>
    private static readonly ConversionType[] s_transfers =
        [ConversionType.Assignment, ConversionType.ApplicationAssignment, ConversionType.OrdinaryLicence, ConversionType.SoleLicence, ConversionType.ExclusiveLicence, ConversionType.OpenLicence, ConversionType.SubLicence, ConversionType.CrossLicence];

    /// <summary>The standard numbers by their own names, and what plans name beside them.</summary>
    private static readonly Dictionary<string, CountRule> s_rules = new(StandardRules.All.ToDictionary(rule => rule.Key, StringComparer.Ordinal), StringComparer.Ordinal)
    {
        ["pledges.amount.growth"] = Pledges(CountEntity.Amount),
        ["pledges.count.growth"] = Pledges(CountEntity.Contracts),
        ["conversions.count.growth"] = Conversions(CountEntity.Contracts),
        ["conversions.growth"] = new("transfers.times", 1, s_transfers, CountEntity.Times, DateBasis.Recorded, RegionBasis.Taker, EvidenceLevel.L3, MarketOnly: false),
        // 成功转化: it is made or used (domain.md §3.5, L4).
        ["conversions.smes"] = Conversions(CountEntity.SmallTakers) with { Key = "conversions.smes", Least = EvidenceLevel.L4 },
        ["conversions.smes.from-public"] = Conversions(CountEntity.SmallTakers) with { Key = "conversions.smes.from-public", Least = EvidenceLevel.L4, FromPublic = true },
    };

    /// <summary>Null: nothing here counts it, and it is entered.</summary>
    public static CountRule? Find(string? key) => key is null ? null : s_rules.GetValueOrDefault(key);

    /// <summary>How many of a rule's own unit one of the indicator's is; null: they do not go together.</summary>
    public static decimal? Scale(CountRule rule, string? unit) => rule.Entity is not (CountEntity.Amount or CountEntity.Paid) ? 1 : unit switch
    {
        "元" => 1,
        "万元" => 10_000,
        "亿元" => 100_000_000,
        "%" => 1,
        _ => null,
    };

    /// <summary>What else the same thing could be counted by: another day, only the market, more or less evidence, the other place. The rule itself is not among them.</summary>
    public static IReadOnlyList<CountVariant> Variants(CountRule rule)
    {
        IReadOnlyList<CountVariant> all =
        [
            new(PlanTexts.VariantSigned, rule with { Dates = DateBasis.Signature }),
            new(PlanTexts.VariantRecorded, rule with { Dates = DateBasis.Recorded }),
            new(PlanTexts.VariantPaid, rule with { Dates = DateBasis.Paid }),
            new(PlanTexts.VariantMarket, rule with { MarketOnly = true }),
            .. Rungs(rule).Select(level => new CountVariant(PlanTexts.VariantLevel.Fill(FilingWords.Name(level)), rule with { Least = level })),
            new(PlanTexts.VariantGiver, rule with { Regions = RegionBasis.Giver }),
        ];
        return [.. all.Where(variant => variant.Rule != rule)];
    }

    /// <summary>A rung more of the evidence ladder and one less. Where the types of a rule begin on different rungs, the higher one for all is the stricter rule and the lower one the less strict.</summary>
    private static IEnumerable<EvidenceLevel> Rungs(CountRule rule)
    {
        var (low, high) = (rule.Types.Min(type => rule.LeastOf(type)), rule.Types.Max(type => rule.LeastOf(type)));
        EvidenceLevel[] rungs = low == high ? [high + 1, low - 1] : [high, low];
        return rungs.Where(level => Enum.IsDefined(level));
    }

    private static CountRule Conversions(CountEntity entity) => StandardRules.Conversions.Single(rule => rule.Entity == entity);

    private static CountRule Pledges(CountEntity entity) => StandardRules.Pledges.Single(rule => rule.Entity == entity);
}
