using System.Globalization;
using Marketplace.Matching.Factors;
using Marketplace.Matching.Learning;
using Marketplace.Web.Platform.Verbs;

namespace Marketplace.Web.Matchmaking;

/// <summary>A file of needs with offers that people judged: need_id, level 1–4, need_title, need_text, offer_title_words.</summary>
internal static class JudgedNeeds
{
    /// <summary>Words of a judged offer, which has a title only, on average.</summary>
    private const float UsualLength = 12;

    private sealed record Row(string Need, int Level, string Title, string Text, string Offer);

    /// <summary>All pairs with their factors, in the order of the file. Needs are worked on side by side; none knows of another, so the outcome is always the same.</summary>
    public static IReadOnlyList<JudgedPair> Read(string file, MatchingModel model)
    {
        if (!File.Exists(file)) throw new OperatorException(ExitCode.Usage, string.Format(VerbTexts.Culture, VerbTexts.NoFile, file));
        var rows = File.ReadLines(file).Index().Where(line => line.Item.Length > 0 && !(line.Index == 0 && line.Item.StartsWith("need_id\t", StringComparison.Ordinal)))
            .Select(line => Parse(line.Item, line.Index + 1)).ToList();
        var pairs = new JudgedPair[rows.Count];
        Parallel.ForEach(rows.Index().GroupBy(row => row.Item.Need, StringComparer.Ordinal), need => Score([.. need], model, pairs));
        return pairs;
    }

    private static Row Parse(string line, int number) =>
        line.Split('\t') is [var need, var level, var title, var text, var offer, ..] && int.TryParse(level, NumberStyles.None, CultureInfo.InvariantCulture, out var judged) && judged is >= 1 and <= 4
            ? new(need, judged, title, text, offer) : throw new OperatorException(ExitCode.Usage, string.Format(VerbTexts.Culture, VerbTexts.BadPair, number));

    private static void Score(IReadOnlyList<(int Index, Row Item)> offers, MatchingModel model, JudgedPair[] pairs)
    {
        var (title, text) = (offers[0].Item.Title, offers[0].Item.Text);
        var words = new NeedWords(new WordBag(model.Segmenter).Add(title, NeedWords.TitleTimes).Add(text), model.Rarity, UsualLength);
        var (terms, context) = (NeedVectors.OfTerms(title, text, model.Terms), NeedVectors.OfEncoder(title, text, model.Encoder));
        // The file parts an offer's words by blanks, which nobody writes.
        var encoded = model.Encoder.Of([.. offers.Select(offer => offer.Item.Offer.Replace(" ", "", StringComparison.Ordinal))]);
        for (var i = 0; i < offers.Count; i++)
        {
            var (place, row) = offers[i];
            pairs[place] = new(row.Need, row.Level,
                [words.Overlap(new WordBag(model.Segmenter).Add(row.Offer)), terms.Likeness(model.Terms.Of(row.Offer)), context.Likeness(encoded[i])]);
        }
    }
}
