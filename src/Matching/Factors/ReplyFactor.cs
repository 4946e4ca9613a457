using System.Globalization;

namespace Marketplace.Matching.Factors;

/// <summary>Whether the holder answers when asked.</summary>
internal sealed class ReplyFactor : ICircumstance
{
    public Factor Factor => Factor.Reply;

    public double Of(NeedFacts need, OfferFacts offer, DateOnly today) => offer.Answered is { } share ? Math.Clamp(share, 0, 1) : Circumstances.Unknown;

    public (string Code, IReadOnlyList<string> Details) Say(NeedFacts need, OfferFacts offer, DateOnly today) =>
        offer.Answered is { } share ? ("reply.share", [Math.Round(share * 100).ToString(CultureInfo.InvariantCulture)]) : ("reply.unknown", []);
}
