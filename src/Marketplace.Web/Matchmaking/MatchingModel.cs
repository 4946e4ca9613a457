using Marketplace.Matching.Encoder;
using Marketplace.Matching.Factors;
using Marketplace.Matching.Scoring;
using Marketplace.Matching.Vectors;
using Marketplace.Search.Analysis;

namespace Marketplace.Web.Matchmaking;

/// <summary>All that matching reads from <c>data/</c>: dictionary, term vectors, encoder and the weights in force.</summary>
internal sealed record MatchingModel(Segmenter Segmenter, Rarity Rarity, TermVectors Terms, SentenceEncoder Encoder, Weights Weights)
{
    public static MatchingModel Load()
    {
        var data = Path.Combine(AppContext.BaseDirectory, "data");
        var lexicon = Lexicon.Load(Path.Combine(data, "dictionary", "words.bin"));
        var segmenter = new Segmenter(lexicon);
        return new(segmenter, new(lexicon), new(segmenter, TermTable.Load(Path.Combine(data, "vectors"))), SentenceEncoder.Load(Path.Combine(data, "encoder")),
            Weights.Load(Path.Combine(data, "matching", "weights.json")));
    }
}
