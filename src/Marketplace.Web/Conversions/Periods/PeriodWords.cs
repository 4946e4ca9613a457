using System.Globalization;
using Marketplace.Web.Conversions.Counting;
using Marketplace.Web.Conversions.Facts;

namespace Marketplace.Web.Conversions.Periods;

internal static class PeriodWords
{
    public static string Name(CountRule rule) => rule.Types.Contains(ConversionType.Pledge)
        ? rule.Entity == CountEntity.Amount ? PeriodTexts.PledgeAmount : PeriodTexts.PledgeContracts
        : rule.Entity switch
        {
            CountEntity.Contracts => PeriodTexts.Contracts,
            CountEntity.Patents => PeriodTexts.Patents,
            CountEntity.Times => PeriodTexts.Times,
            CountEntity.Takers => PeriodTexts.Takers,
            CountEntity.SmallTakers => PeriodTexts.SmallTakers,
            CountEntity.Amount => PeriodTexts.Amount,
            _ => PeriodTexts.Paid,
        };

    public static string State(PeriodLine line) => line.Period?.State switch
    {
        PeriodState.Published => PeriodTexts.StatePublished,
        PeriodState.Locked => PeriodTexts.StateLocked,
        _ => line.Locked is null ? PeriodTexts.StateOpen : PeriodTexts.LockedAbove,
    };

    public static string Look(PeriodLine line) => line.Locked is null ? "soon" : "ok";

    public static string Number(CountRule rule, decimal value) => value.ToString(rule.Entity is CountEntity.Amount or CountEntity.Paid ? "N2" : "N0", CultureInfo.InvariantCulture);
}
