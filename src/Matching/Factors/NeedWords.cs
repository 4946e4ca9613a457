namespace Marketplace.Matching.Factors;

/// <summary>What a need says, and how much of it an offer says too: BM25 with the rarity of words squared, against what the need itself could reach.</summary>
public sealed class NeedWords
{
    /// <summary>What a title says counts as if the text had said it so often.</summary>
    public const float TitleTimes = 3;

    // k1 as everybody has it; b less than usual, since titles differ in length for no reason of their own.
    private const float Saturation = 1.2f, LengthMatters = 0.4f;

    /// <summary>Where an overlap counts half. The factor bends there; it is never too large to compare.</summary>
    private const double Half = 10;

    private readonly Dictionary<string, double> _weights;
    private readonly double _scale;
    private readonly float _usualLength;

    /// <param name="usualLength">Words of an offer, on average.</param>
    public NeedWords(WordBag need, Rarity rarity, float usualLength)
    {
        // Said three times is not three times as important.
        _weights = need.Counts.ToDictionary(word => word.Key, word => Math.Sqrt(word.Value) * rarity.Of(word.Key), StringComparer.Ordinal);
        _scale = Math.Sqrt(_weights.Values.Order().Sum());
        _usualLength = usualLength;
    }

    /// <summary>From 0 for nothing in common towards 1.</summary>
    public double Overlap(WordBag offer)
    {
        var sum = Shared(offer).Order().Sum();
        var overlap = sum == 0 ? 0 : sum / _scale;
        return overlap / (overlap + Half);
    }

    /// <summary>What each shared word adds, for the explanation.</summary>
    public IReadOnlyList<(string Word, double Share)> Reasons(WordBag offer, int most)
    {
        var shared = offer.Counts.Where(word => _weights.GetValueOrDefault(word.Key) > 0).Select(word => (Word: word.Key, Adds: Adds(word, offer.Length))).ToList();
        var all = shared.Sum(word => word.Adds);
        return [.. shared.OrderByDescending(word => word.Adds).ThenBy(word => word.Word, StringComparer.Ordinal).Take(most).Select(word => (word.Word, word.Adds / all))];
    }

    // Sums go by size: a dictionary promises no order, and the last digit shall always be the same.
    private IEnumerable<double> Shared(WordBag offer) => offer.Counts.Where(word => _weights.ContainsKey(word.Key)).Select(word => Adds(word, offer.Length));

    private double Adds(KeyValuePair<string, float> word, float length) =>
        _weights[word.Key] * word.Value * (1 + Saturation) / (word.Value + Saturation * (1 - LengthMatters + LengthMatters * length / _usualLength));
}
