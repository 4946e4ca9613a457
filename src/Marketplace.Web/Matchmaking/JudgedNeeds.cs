using System.Globalization;
using Marketplace.Matching.Learning;
using Marketplace.Matching.Scoring;
using Marketplace.Matching.Texts;
using Marketplace.Matching.Vectors;
using Marketplace.Web.Platform.Verbs;

namespace Marketplace.Web.Matchmaking;

/// <summary>A file of needs with offers that people judged: need_id, level 1–4, need_title, need_text, offer_title_words.</summary>
internal static class JudgedNeeds
{
    private sealed record Row(string Need, int Level, string Title, string Text, string Offer);

    /// <summary>All pairs with their factors, in the order of the file. Needs are worked on side by side; none knows of another, so the outcome is always the same.</summary>
    public static IReadOnlyList<JudgedPair> Read(string file, TextModel model)
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

    private static void Score(IReadOnlyList<(int Index, Row Item)> offers, TextModel model, JudgedPair[] pairs)
    {
        var need = NeedText.Of(offers[0].Item.Title, offers[0].Item.Text, model);
        // The file parts an offer's words by blanks, which nobody writes.
        var titles = offers.Select(offer => offer.Item.Offer.Replace(" ", "", StringComparison.Ordinal)).ToList();
        var contexts = model.Encoder?.Of(titles);
        for (var i = 0; i < offers.Count; i++)
        {
            var (place, row) = offers[i];
            var context = contexts is null ? (Quantised?)null : Quantised.Of(contexts[i]);
            pairs[place] = new(row.Need, row.Level, PairFactors.OfTexts(need, OfferText.Of(titles[i], null, null, model), context));
        }
    }
}
