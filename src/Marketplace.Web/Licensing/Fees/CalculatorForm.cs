using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Errors;
using Microsoft.AspNetCore.Mvc;
using Model = Marketplace.Web.Catalogue.Listings.FeeModel;

namespace Marketplace.Web.Licensing.Fees;

/// <summary>What somebody asks the calculator, as it stands in the address.</summary>
public sealed class CalculatorForm
{
    /// <summary>No patent lasts longer.</summary>
    public const int MostYears = 20;

    [FromQuery(Name = "feeModel")] public string? FeeModel { get; set; }
    [FromQuery(Name = "amount")] public string? Amount { get; set; }
    [FromQuery(Name = "parts")] public string? Parts { get; set; }
    [FromQuery(Name = "every")] public string? Every { get; set; }
    [FromQuery(Name = "upfront")] public string? Upfront { get; set; }
    [FromQuery(Name = "base")] public string? Base { get; set; }
    [FromQuery(Name = "rate")] public string? Rate { get; set; }
    [FromQuery(Name = "unitAmount")] public string? UnitAmount { get; set; }
    [FromQuery(Name = "unit")] public string? Unit { get; set; }
    [FromQuery(Name = "period")] public string? Period { get; set; }
    [FromQuery(Name = "min")] public string? Min { get; set; }
    [FromQuery(Name = "cap")] public string? Cap { get; set; }
    [FromQuery(Name = "freeUntil")] public string? FreeUntil { get; set; }
    [FromQuery(Name = "then")] public string? Then { get; set; }
    [FromQuery(Name = "start")] public string? Start { get; set; }
    [FromQuery(Name = "years")] public string? Years { get; set; }
    [FromQuery(Name = "aYear")] public string? AYear { get; set; }
    [FromQuery(Name = "triggered")] public string? Triggered { get; set; }

    /// <summary>Model and terms as a visitor typed them. What counts as net sales is between them and the holder; here only the figures matter.</summary>
    public (Model Model, FeeTerms Terms)? Fee(DateOnly start, List<Failure> failures)
    {
        var typed = new Typed(failures);
        if (Typed.One<Model>(FeeModel) is not { } model || model == Model.Negotiable)
        {
            failures.Add(new("fee_model_missing", 400, CalculatorTexts.ModelMissing, "feeModel"));
            return null;
        }
        var free = typed.Day(FreeUntil, "freeUntil");
        var then = Typed.One<Model>(Then);
        var byParts = (model == Model.Deferred ? then : model) == Model.Instalment;
        var terms = new FeeTerms
        {
            Amount = typed.Number(Amount, "amount"),
            Upfront = typed.Number(Upfront, "upfront"),
            Base = Typed.One<FeeBase>(Base),
            Rate = typed.Number(Rate, "rate"),
            UnitAmount = typed.Number(UnitAmount, "unitAmount"),
            Unit = string.IsNullOrWhiteSpace(Unit) ? CalculatorTexts.AUnit : Unit,
            Period = Typed.One<FeePeriod>(Period),
            Min = typed.Number(Min, "min"),
            Cap = typed.Number(Cap, "cap"),
            FreeUntil = free,
            Then = then,
        };
        if (byParts) terms = terms with { Parts = EvenParts(terms.Amount, free > start ? free.Value : start, typed, failures) };
        terms = terms.For(model);
        if (failures.Count == 0) failures.AddRange(terms.Check(model).Where(failure => failure.Code != "fee_definition_missing"));
        return (model, terms);
    }

    /// <summary>Instalments as people say them: so much in all, in so many parts, so many months apart.</summary>
    private List<FeePart> EvenParts(decimal? total, DateOnly begin, Typed typed, List<Failure> failures)
    {
        var count = (int)typed.Within(Parts, "parts", 2, FeeTerms.MaxParts, CalculatorTexts.PartsWrong.Fill(FeeTerms.MaxParts));
        var months = (int)typed.Within(Every, "every", 1, 60, CalculatorTexts.EveryWrong);
        if (total is >= 0 and <= FeeTerms.Largest) return [.. FeeParts.Even(RunningFee.Fen(total.Value), count).Select((yuan, i) => new FeePart(yuan, Due: begin.AddMonths(i * months)))];
        failures.Add(new("fee_amount_wrong", 400, FeeTexts.AmountWrong, "amount"));
        return [];
    }
}
