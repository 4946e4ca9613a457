using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Platform.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Licensing.Fees.Estimates;

/// <summary>The form of an estimate, as typed; one for all methods, each shows the fields it uses.</summary>
public sealed class EstimateForm
{
    [FromForm(Name = "income")] public string? Income { get; set; }
    [FromForm(Name = "share")] public string? Share { get; set; }
    [FromForm(Name = "years")] public string? Years { get; set; }
    [FromForm(Name = "earlierFee")] public List<string?> EarlierFees { get; set; } = [];
    [FromForm(Name = "earlierYears")] public List<string?> EarlierYears { get; set; } = [];
    [FromForm(Name = "statistic")] public Guid? Statistic { get; set; }
    [FromForm(Name = "median")] public string? Median { get; set; }
    [FromForm(Name = "rate")] public string? Rate { get; set; }
    [FromForm(Name = "base")] public string? Base { get; set; }
    [FromForm(Name = "value")] public string? Value { get; set; }
    [FromForm(Name = "yearsLeft")] public string? YearsLeft { get; set; }
    [FromForm(Name = "licensees")] public string? Licensees { get; set; }

    /// <summary>In the order of <see cref="EstimateFactor"/>; what is empty changes nothing.</summary>
    [FromForm(Name = "factor")] public List<string?> Factors { get; set; } = [];
    [FromForm(Name = "note")] public string? Note { get; set; }
    [FromForm(Name = "reason")] public string? Reason { get; set; }

    /// <summary>Only what this method uses; what was typed for another one is dropped.</summary>
    public EstimateInputs Inputs(EstimateMethod method, List<Failure> failures)
    {
        var typed = new Typed(failures);
        var given = new EstimateInputs { Method = method, Factors = Adjusted(typed), Note = Clean(Note), Reason = Clean(Reason) };
        return method switch
        {
            EstimateMethod.OwnUse => given with { Income = typed.Number(Income, "income"), Share = typed.Number(Share, "share"), Years = Whole(typed, Years, "years") },
            EstimateMethod.EarlierLicences => given with { Earlier = Earlier(typed), Years = Whole(typed, Years, "years") },
            EstimateMethod.IndustryStatistics => given with { Median = Median == "true" ? true : null },
            EstimateMethod.InternationalRates => given with { Rate = typed.Number(Rate, "rate"), Base = Typed.One<FeeBase>(Base) },
            _ => given with { Value = typed.Number(Value, "value"), Years = Whole(typed, Years, "years"), YearsLeft = Whole(typed, YearsLeft, "yearsLeft"), Licensees = Whole(typed, Licensees, "licensees") },
        };
    }

    private Dictionary<EstimateFactor, decimal> Adjusted(Typed typed)
    {
        var factors = new Dictionary<EstimateFactor, decimal>();
        foreach (var (kind, text) in Enum.GetValues<EstimateFactor>().Zip(Factors))
            if (typed.Number(text, "factors") is { } factor && factor != 1m) factors[kind] = factor;
        return factors;
    }

    private List<EarlierFee> Earlier(Typed typed) =>
        [.. EarlierFees.Zip(EarlierYears).Take(EstimateInputs.MostEarlier).Where(one => !string.IsNullOrWhiteSpace(one.First)).Select(one => new EarlierFee(typed.Number(one.First, "earlier") ?? 0, Whole(typed, one.Second, "earlier") ?? 0))];

    private static int? Whole(Typed typed, string? text, string field) => typed.Number(text, field) is { } number ? number is >= 0 and <= 10_000 && decimal.Truncate(number) == number ? (int)number : 0 : null;

    private static string? Clean(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
