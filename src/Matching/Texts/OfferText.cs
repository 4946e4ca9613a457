using Marketplace.Matching.Vectors;

namespace Marketplace.Matching.Texts;

/// <summary>What an offer says, ready to be compared: BM25F over title, abstract and main claim, without anything counted over the catalogue.</summary>
/// <param name="Words">How much of each word is in it, saturated.</param>
/// <param name="Terms">By the table of term vectors.</param>
/// <param name="Exact">Materials, models, figures with units.</param>
public sealed record OfferText(SparseWords Words, Quantised Terms, ExactTerms Exact)
{
    // k1 as everybody has it; b less than usual, since titles differ in length for no reason of their own.
    private const float Saturation = 1.2f, LengthMatters = 0.4f;

    /// <summary>A word of the title says about three times as much as one of the abstract; a claim repeats its abstract in longer words.</summary>
    private const float AbstractCounts = 1 / 3f, ClaimCounts = 1 / 6f;

    // Words on average, those inside longer ones included: of judged titles; of the abstracts and claims of real patents.
    private const float UsualTitle = 12, UsualAbstract = 110, UsualClaim = 110;

    private const float Unit = 0.01f;

    /// <summary>What of an abstract the vectors see; a longer text's vector is of everything and nothing.</summary>
    private const int Characters = 400;

    public static OfferText Of(string title, string? summary, string? claim, TextModel model)
    {
        var (named, said, claimed) = (model.Count(title), model.Count(summary ?? ""), model.Count(claim ?? ""));
        SortedDictionary<int, float> amounts = [];
        Add(named, 1, UsualTitle);
        Add(said, AbstractCounts, UsualAbstract);
        Add(claimed, ClaimCounts, UsualClaim);
        var values = amounts.Values.Select(amount => (ushort)MathF.Round(amount * (1 + Saturation) / (amount + Saturation) / Unit)).ToArray();
        return new(new([.. amounts.Keys], values, Unit), TermsOf(title, summary, model), ExactTerms.Of(named, said, claimed));

        void Add(WordCounts part, float counts, float usual)
        {
            var norm = 1 - LengthMatters + LengthMatters * part.Length / usual;
            foreach (var (word, times) in part.Counts) amounts[word] = amounts.GetValueOrDefault(word) + counts * times / norm;
        }
    }

    public static Quantised TermsOf(string title, string? summary, TextModel model) => Quantised.Of(model.Terms.Of(Seen(title, summary)));

    private static string Seen(string title, string? summary) =>
        string.IsNullOrEmpty(summary) ? title : $"{title} {title} {(summary.Length > Characters ? summary[..Characters] : summary)}";
}
