using Marketplace.Matching.Factors;
using Marketplace.Matching.Texts;
using Marketplace.Matching.Vectors;

namespace Marketplace.Matching.Scoring;

/// <summary>All factors of a need and an offer.</summary>
/// <param name="Values">In the order of <see cref="Factor"/>.</param>
/// <param name="Encoded">The encoder has read both.</param>
public readonly record struct PairFactors(double[] Values, bool Encoded)
{
    public static PairFactors Of<TNeed, TOffer>(MatchableNeed<TNeed> need, MatchableOffer<TOffer> offer, DateOnly today) where TNeed : notnull where TOffer : notnull
    {
        var pair = OfTexts(need.Text, offer.Text, offer.Context);
        Circumstances.Write(need.Facts, offer.Facts, today, pair.Values);
        return pair;
    }

    /// <summary>As they were kept, perhaps before there were as many factors. Of two texts it has read the encoder always says something.</summary>
    public static PairFactors Kept(IReadOnlyList<double> values)
    {
        var all = FactorTable.NewNeutral();
        for (var i = 0; i < Math.Min(all.Length, values.Count); i++) all[i] = values[i];
        return new(all, all[(int)Factor.Context] > 0);
    }

    /// <summary>Nothing but the texts is known.</summary>
    public static PairFactors OfTexts(NeedText need, OfferText offer, Quantised? context)
    {
        var values = FactorTable.NewNeutral();
        values[(int)Factor.Words] = TextFactors.Overlap(need.Words.Dot(offer.Words) * need.Words.Unit * offer.Words.Unit);
        values[(int)Factor.Terms] = TextFactors.Likeness(need.Terms, offer.Terms);
        values[(int)Factor.Exact] = TextFactors.Exact(need.Exact.Met(offer.Exact).Count());
        if (need.Context is not { } asked || context is not { } offered) return new(values, false);
        values[(int)Factor.Context] = TextFactors.Likeness(asked, offered);
        return new(values, true);
    }
}
