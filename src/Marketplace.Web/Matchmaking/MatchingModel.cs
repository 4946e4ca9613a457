using Marketplace.Matching.Scoring;
using Marketplace.Matching.Texts;
using Marketplace.Search.Analysis;

namespace Marketplace.Web.Matchmaking;

/// <summary>All that matching reads from <c>data/</c>: dictionary, term vectors, encoder, and the weights that come with the program.</summary>
public sealed record MatchingModel(TextModel Texts, Weights Shipped)
{
    public static MatchingModel Load(Analyzer analyzer, bool encoder = true)
    {
        var data = Path.Combine(AppContext.BaseDirectory, "data");
        return new(TextModel.Load(data, analyzer, encoder), LoadWeights());
    }

    public static Weights LoadWeights() => Weights.Load(Path.Combine(AppContext.BaseDirectory, "data", "matching", "weights.json"));
}
