namespace Marketplace.Matching.Factors;

/// <summary>A factor that does not come from the texts.</summary>
internal interface ICircumstance
{
    Factor Factor { get; }

    /// <summary>0 to 1; <see cref="Circumstances.Unknown"/> where one side has not said enough.</summary>
    double Of(NeedFacts need, OfferFacts offer, DateOnly today);

    /// <summary>What it is based on: a stable code, and what fills its sentence.</summary>
    (string Code, IReadOnlyList<string> Details) Say(NeedFacts need, OfferFacts offer, DateOnly today);
}
