using Marketplace.Web.Catalogue.Listings;

namespace Marketplace.Web.Licensing.Fees;

/// <summary>What is owed for.</summary>
public enum FeeItem
{
    /// <summary>免费: a zero amount, so that a free licence too has something that was settled.</summary>
    Free,

    /// <summary>一次性付费</summary>
    LumpSum,

    /// <summary>分期中的一期</summary>
    Part,

    /// <summary>入门费</summary>
    Upfront,

    /// <summary>一个结算周期的提成</summary>
    Running,

    /// <summary>公告以文字约定的费用: announced in words, as the licensee worked it out.</summary>
    Stated,
}

/// <summary>One obligation of a licence (domain.md §2.5 D): what for, for which time, until when.</summary>
/// <param name="Item">What is owed for.</param>
/// <param name="Number">Which of its kind: the second instalment, the third period.</param>
/// <param name="From">First day it pays for.</param>
/// <param name="To">Last day it pays for.</param>
/// <param name="Due">Last day to pay.</param>
public sealed record FeeDue(FeeItem Item, int Number, DateOnly From, DateOnly To, DateOnly Due)
{
    /// <summary>In the order of due days, from one.</summary>
    public int Ordinal { get; init; }

    /// <summary>Last day to report what the fee is taken of; null: nothing is to be reported.</summary>
    public DateOnly? ReportBy { get; init; }

    /// <summary>Null: not known before the report.</summary>
    public decimal? Amount { get; init; }

    /// <summary>Days its period would have if the licence did not end within it.</summary>
    public int WholeDays { get; init; } = To.DayNumber - From.DayNumber + 1;

    public int Days => To.DayNumber - From.DayNumber + 1;
}

internal static class FeeModels
{
    public static int Months(this FeePeriod period) => period switch { FeePeriod.Month => 1, FeePeriod.Quarter => 3, FeePeriod.HalfYear => 6, _ => 12 };

    /// <summary>Whether any of it depends on what is sold.</summary>
    public static bool IsRunning(this FeeModel model, FeeTerms terms) =>
        (model == FeeModel.Deferred ? terms.Then : model) is FeeModel.RunningRate or FeeModel.RunningUnit or FeeModel.UpfrontRunning;
}
