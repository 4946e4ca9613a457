using System.Globalization;

namespace Marketplace.Matching.Factors;

/// <summary>Fee against budget. Within it all fees are alike: cheapness is no merit of a technology.</summary>
internal sealed class FeeFactor : ICircumstance
{
    /// <summary>So many times the budget is out of the question.</summary>
    private const double Hopeless = 3;

    public Factor Factor => Factor.Fee;

    public double Of(NeedFacts need, OfferFacts offer, DateOnly today)
    {
        if (offer.Fee == FeeKind.Free) return 1;
        if (need.BudgetTo is not { } budget) return Circumstances.Unknown;
        if (offer.Fee is FeeKind.Deferred or FeeKind.Running) return 0.8;
        if (offer.Fee != FeeKind.Fixed || offer.FeeYuan is not { } fee) return Circumstances.Unknown;
        if (fee <= budget) return 1;
        return budget <= 0 ? 0 : Math.Clamp(0.6 * (Hopeless - (double)(fee / budget)) / (Hopeless - 1), 0, 0.6);
    }

    public (string Code, IReadOnlyList<string> Details) Say(NeedFacts need, OfferFacts offer, DateOnly today) => offer.Fee switch
    {
        FeeKind.Free => ("fee.free", []),
        FeeKind.Deferred => ("fee.deferred", []),
        FeeKind.Running => ("fee.running", []),
        FeeKind.Fixed when offer.FeeYuan is { } fee => (fee <= need.BudgetTo ? "fee.within" : "fee.above", [fee.ToString(CultureInfo.InvariantCulture)]),
        _ => ("fee.open", []),
    };
}
