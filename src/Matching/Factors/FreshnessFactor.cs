using System.Globalization;

namespace Marketplace.Matching.Factors;

/// <summary>How lately the holder said that the offer stands.</summary>
internal sealed class FreshnessFactor : ICircumstance
{
    private const double Year = 365;

    public Factor Factor => Factor.Freshness;

    public double Of(NeedFacts need, OfferFacts offer, DateOnly today)
    {
        if (offer.Stale) return 0;
        return offer.ConfirmedOn is { } on ? Math.Clamp(1 - (today.DayNumber - on.DayNumber) / Year, 0, 1) : Circumstances.Unknown;
    }

    public (string Code, IReadOnlyList<string> Details) Say(NeedFacts need, OfferFacts offer, DateOnly today) =>
        offer.Stale ? ("freshness.stale", []) : offer.ConfirmedOn is { } on ? ("freshness.confirmed", [on.ToString("O", CultureInfo.InvariantCulture)]) : ("freshness.unknown", []);
}
