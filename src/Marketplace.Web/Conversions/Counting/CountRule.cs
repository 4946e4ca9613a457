using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Platform.Calendar;

namespace Marketplace.Web.Conversions.Counting;

/// <summary>What one of it is (count_entity).</summary>
public enum CountEntity
{
    /// <summary>合同项</summary>
    Contracts,

    /// <summary>专利件: distinct patents.</summary>
    Patents,

    /// <summary>专利次: one patent in one contract.</summary>
    Times,

    /// <summary>受让企业家数: distinct takers, of a chain the last.</summary>
    Takers,

    /// <summary>受益中小微企业家数: of the takers, those that were small when it was filed.</summary>
    SmallTakers,

    /// <summary>合同额</summary>
    Amount,

    /// <summary>到账额</summary>
    Paid,
}

public enum DateBasis
{
    Signature,
    Effective,
    Paid,
    Recorded,
}

public enum RegionBasis
{
    /// <summary>转让方、许可方、出质人所在地</summary>
    Giver,

    /// <summary>受让方所在地</summary>
    Taker,
}

/// <summary>口径: one version of how something is counted. A later one is another row; what was counted by the earlier one stays.</summary>
/// <param name="Key">What indicators name, such as <c>conversions.contracts</c>.</param>
/// <param name="Version">Of the rule.</param>
/// <param name="Least">The lowest rung of the evidence ladder that counts; null: what is usual for the type.</param>
/// <param name="MarketOnly">Deals inside a group are left out (D5). A change of name and a succession are no conversion in any case.</param>
/// <param name="FromPublic">Only what universities, institutes and state-owned enterprises gave.</param>
public sealed record CountRule(string Key, int Version, IReadOnlyList<ConversionType> Types, CountEntity Entity, DateBasis Dates, RegionBasis Regions, EvidenceLevel? Least, bool MarketOnly, bool FromPublic = false)
{
    /// <summary>Sums of counties and of the prefecture's own are the prefecture's; distinct counts are made anew at each level.</summary>
    public bool IsAdditive => Entity is not (CountEntity.Patents or CountEntity.Takers or CountEntity.SmallTakers);

    public bool Takes(Countable fact) => fact.Level >= LeastOf(fact.Type) && Types.Contains(fact.Type) && (fact.Nature == MarketNature.Market || fact.Nature == MarketNature.Related && !MarketOnly) && (fact.FromPublic || !FromPublic);

    /// <summary>What arises or is official by a register counts from there, all else once it is in effect or paid.</summary>
    public EvidenceLevel LeastOf(ConversionType type) =>
        Least is { } least ? least : type is ConversionType.Assignment or ConversionType.ApplicationAssignment or ConversionType.OpenLicence or ConversionType.Pledge ? EvidenceLevel.L3 : EvidenceLevel.L2;
}

/// <summary>A lock of a quarter, of a region and all below it.</summary>
public sealed record PeriodLock(string RegionPath, Quarter Quarter, DateTimeOffset At)
{
    /// <summary>When a region's quarter was first locked, by itself or from above; null: it is open.</summary>
    public static DateTimeOffset? Of(IEnumerable<PeriodLock> locks, string path, Quarter quarter) =>
        locks.Where(l => l.Quarter == quarter && path.StartsWith(l.RegionPath, StringComparison.Ordinal)).Min(l => (DateTimeOffset?)l.At);
}
