using System.Globalization;

namespace Marketplace.Matching.Factors;

/// <summary>How long the right still lasts: a year is too short to earn what a licence costs, past eight more hardly matters.</summary>
internal sealed class LifeFactor : ICircumstance
{
    private const double Enough = 8;

    public Factor Factor => Factor.Life;

    public double Of(NeedFacts need, OfferFacts offer, DateOnly today) => offer.LastDay is { } last ? Math.Clamp(Years(last, today) / Enough, 0, 1) : Circumstances.Unknown;

    public (string Code, IReadOnlyList<string> Details) Say(NeedFacts need, OfferFacts offer, DateOnly today) =>
        offer.LastDay is { } last ? ("life.years", [Math.Max(0, Math.Floor(Years(last, today))).ToString(CultureInfo.InvariantCulture)]) : ("life.unknown", []);

    private static double Years(DateOnly last, DateOnly today) => (last.DayNumber - today.DayNumber) / 365.25;
}
