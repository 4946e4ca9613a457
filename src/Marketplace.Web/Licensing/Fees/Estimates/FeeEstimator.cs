using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Errors;

namespace Marketplace.Web.Licensing.Fees.Estimates;

/// <summary>fee = base × Π(adjust): an amount for the whole licence, or a rate in percent of net sales or profit.</summary>
/// <param name="Model">一次性付费 or 提成.</param>
/// <param name="Of">What a rate is taken of; null for an amount.</param>
/// <param name="Start">基数, before it is adjusted.</param>
/// <param name="Factor">Product of the factors.</param>
/// <param name="Fee">Yuan, or percent; two decimals.</param>
public sealed record EstimateResult(FeeModel Model, FeeBase? Of, decimal Start, decimal Factor, decimal Fee)
{
    public bool IsRate => Model == FeeModel.RunningRate;

    /// <summary>As it would stand in a listing; a rate still needs its period and definition.</summary>
    public FeeTerms Terms => IsRate ? new() { Rate = Fee, Base = Of } : new() { Amount = Fee };
}

/// <summary>Pure. It judges no input by taste: the guide is guidance, and what is unusual asks for a reason.</summary>
public static class FeeEstimator
{
    public const decimal LeastFactor = 0.01m;
    public const decimal MostFactor = 10m;
    public const int MostLicensees = 1000;

    public static Outcome<EstimateResult> Estimate(EstimateInputs given)
    {
        var failures = new List<Failure>();
        var (start, of) = Start(given, failures);
        if (given.Factors.Values.Any(factor => factor is < LeastFactor or > MostFactor)) failures.Add(new("factor_wrong", 400, EstimateTexts.FactorWrong.Fill(LeastFactor, MostFactor), "factors"));
        if (given.Note?.Length > EstimateInputs.NoteMax) failures.Add(new("note_too_long", 400, ListingTexts.TooLong.Fill(EstimateTexts.Note, EstimateInputs.NoteMax), "note"));
        if (given.Reason?.Length > EstimateInputs.NoteMax) failures.Add(new("reason_too_long", 400, ListingTexts.TooLong.Fill(ListingTexts.FeeReason, EstimateInputs.NoteMax), "reason"));
        if (failures.Count > 0) return failures;
        var product = given.Factors.OrderBy(factor => factor.Key).Aggregate(1m, (all, factor) => all * factor.Value);
        var result = new EstimateResult(of is null ? FeeModel.LumpSum : FeeModel.RunningRate, of, start, product, RunningFee.Fen(start * product));
        if (result.Fee > (result.IsRate ? 100m : FeeTerms.Largest)) return new Failure("estimate_too_large", 400, EstimateTexts.TooLarge, "factors");
        if (result.Terms.Unusual(result.Model) is [var unusual, ..] && string.IsNullOrWhiteSpace(given.Reason)) return unusual with { Status = 400, Field = "reason" };
        return result;
    }

    /// <summary>The base (基数), and what it is a rate of.</summary>
    private static (decimal Yuan, FeeBase? Of) Start(EstimateInputs given, List<Failure> failures)
    {
        decimal Within(decimal? value, decimal least, decimal most, string field, string message)
        {
            if (value is { } number && number >= least && number <= most) return number;
            failures.Add(new("estimate_input_wrong", 400, message, field));
            return least;
        }
        decimal Yuan(decimal? value, string field) => Within(value, 0, FeeTerms.Largest, field, FeeTexts.AmountWrong);
        decimal Years(int? value, string field) => Within(value, 1, CalculatorForm.MostYears, field, CalculatorTexts.YearsWrong.Fill(CalculatorForm.MostYears));
        switch (given.Method)
        {
            case EstimateMethod.OwnUse:
                return (Yuan(given.Income, "income") * Within(given.Share, 0, 100, "share", EstimateTexts.ShareWrong) / 100m * Years(given.Years, "years"), null);
            case EstimateMethod.EarlierLicences:
                if (given.Earlier is not { Count: > 0 } earlier)
                {
                    failures.Add(new("earlier_missing", 400, EstimateTexts.EarlierMissing, "earlier"));
                    return (0, null);
                }
                // The mean of what each paid a year: a long licence counts no more than a short one.
                return (earlier.Average(one => Yuan(one.Yuan, "earlier") / Years(one.Years, "earlier")) * Years(given.Years, "years"), null);
            case EstimateMethod.IndustryStatistics:
                if (given.Statistic is not { } figure)
                {
                    failures.Add(new("statistic_missing", 400, EstimateTexts.StatisticMissing, "statistic"));
                    return (0, null);
                }
                if (given.Median == true && figure.Median is null) failures.Add(new("median_missing", 400, EstimateTexts.MedianMissing, "median"));
                return (given.Median == true ? figure.Median ?? 0 : figure.Mean, figure.Model == FeeModel.RunningRate ? FeeBase.NetSales : null);
            case EstimateMethod.InternationalRates:
                if (given.Base is null) failures.Add(new("base_missing", 400, FeeTexts.BaseMissing, "base"));
                return (Within(given.Rate, 0, 100, "rate", FeeTexts.RateWrong), given.Base ?? FeeBase.NetSales);
            default:
                var (value, years, left) = (Yuan(given.Value, "value"), Years(given.Years, "years"), Years(given.YearsLeft, "yearsLeft"));
                if (years > left && failures.Count == 0) failures.Add(new("years_after_patent", 400, EstimateTexts.YearsAfterPatent, "years"));
                return (value * years / left / Within(given.Licensees, 1, MostLicensees, "licensees", EstimateTexts.LicenseesWrong.Fill(MostLicensees)), null);
        }
    }
}
