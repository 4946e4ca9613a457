namespace Marketplace.Matching.Factors;

/// <summary>How sure the right is: examined or reported on, and looked up in the register lately. What is not in force is no offer at all.</summary>
internal sealed class LegalFactor : ICircumstance
{
    private const int Lately = 180, LongAgo = 540;

    public Factor Factor => Factor.Legal;

    public double Of(NeedFacts need, OfferFacts offer, DateOnly today)
    {
        var right = offer.Examined ? 0.7 : offer.Reported ? 0.6 : 0.4;
        if (offer.StatusOn is not { } on) return right - 0.1;
        var days = today.DayNumber - on.DayNumber;
        return right + (days <= Lately ? 0.3 : days > LongAgo ? -0.3 : 0);
    }

    public (string Code, IReadOnlyList<string> Details) Say(NeedFacts need, OfferFacts offer, DateOnly today)
    {
        if (offer.StatusOn is not { } on || today.DayNumber - on.DayNumber > LongAgo) return ("legal.unchecked", []);
        // What moves the score is said: a right that was not examined, though lately looked up, speaks for itself by the look.
        return (offer.Examined ? "legal.examined" : offer.Reported ? "legal.reported" : Of(need, offer, today) > Circumstances.Unknown ? "legal.checked" : "legal.unexamined", []);
    }
}
