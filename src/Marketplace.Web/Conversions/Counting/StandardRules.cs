using Marketplace.Web.Conversions.Facts;

namespace Marketplace.Web.Conversions.Counting;

/// <summary>The numbers that are always reported together (domain.md §3.5): never one of them alone.</summary>
public static class StandardRules
{
    private static readonly ConversionType[] s_conversions = [.. Enum.GetValues<ConversionType>().Where(type => type != ConversionType.Pledge)];

    /// <summary>合同项数、专利件数、专利次数、受让企业家数、中小微企业家数、合同额、到账额 of conversions at the taker's place, from what is in effect or paid on.</summary>
    public static readonly IReadOnlyList<CountRule> Conversions = [.. Enum.GetValues<CountEntity>().Select(entity => new CountRule("conversions." + Name(entity), 1, s_conversions, entity, DateBasis.Effective, RegionBasis.Taker, null, MarketOnly: false))];

    /// <summary>Beside conversions, never among them: loans by the pledgor's place, on the day of registration.</summary>
    public static readonly IReadOnlyList<CountRule> Pledges = [.. ((CountEntity[])[CountEntity.Contracts, CountEntity.Amount]).Select(entity => new CountRule("pledges." + Name(entity), 1, [ConversionType.Pledge], entity, DateBasis.Recorded, RegionBasis.Giver, null, MarketOnly: false))];

    public static IEnumerable<CountRule> All => Conversions.Concat(Pledges);

    /// <summary>What a line of a list has room for; the rest stands on the page behind it.</summary>
    public static IEnumerable<CountRule> Listed => [.. Conversions.Where(rule => rule.Entity is not (CountEntity.Paid or CountEntity.SmallTakers)), .. Pledges.Where(rule => rule.Entity == CountEntity.Amount)];

    private static string Name(CountEntity entity) => entity.ToString().ToLowerInvariant();
}
