using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Matching.Candidates;
using Marketplace.Matching.Factors;

namespace Marketplace.Matching.Scoring;

/// <summary>How much each factor counts. A version is never changed, so that a score can be explained for as long as it is kept.</summary>
/// <param name="Version">What it is called.</param>
/// <param name="Full">For pairs whose texts the encoder has read.</param>
/// <param name="Plain">For pairs it has not read yet: words and terms alone, on a scale of their own, so that both kinds can stand in one list.</param>
/// <param name="Floor">Scores below are no matches.</param>
public sealed record Weights(string Version, Scale Full, Scale Plain, double Floor)
{
    public static Weights Load(string file) => Parse(File.ReadAllText(file), file);

    public static Weights Parse(string json, string where) => JsonSerializer.Deserialize<Weights>(json, JsonSerializerOptions.Web) is { Full: { } full, Plain: { } plain } weights && full.IsSound && plain.IsSound && weights.Version is { Length: > 0 }
        ? weights : throw new InvalidDataException($"{where} holds no weights.");

    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    /// <summary>What candidates are chosen by.</summary>
    [JsonIgnore]
    public CandidateWeights ForCandidates => new(Plain.Factors[(int)Factor.Words], Plain.Factors[(int)Factor.Terms]);

    public Scale For(bool encoded) => encoded ? Full : Plain;

    /// <summary>0 to 100: of a hundred pairs with this score, so many were judged relevant.</summary>
    public double Score(PairFactors pair) => For(pair.Encoded).Score(pair.Values);
}

/// <summary>What is ordered by: a weighted sum. No weight is negative, so more of a factor never makes a match worse.</summary>
/// <param name="Factors">In the order of <see cref="Factor"/>.</param>
/// <param name="Bias">Where a match stands of which nothing is known.</param>
public sealed record Scale(double[] Factors, double Bias)
{
    /// <summary>As many as there are factors, and none that would turn the order round.</summary>
    public bool IsSound => Factors?.Length == FactorTable.Count && Factors.All(weight => weight >= 0 && double.IsFinite(weight)) && double.IsFinite(Bias);

    public double Sum(ReadOnlySpan<double> factors)
    {
        var sum = Bias;
        for (var i = 0; i < Factors.Length; i++) sum += Factors[i] * (factors[i] - FactorTable.Neutral[i]);
        return sum;
    }

    public double Score(ReadOnlySpan<double> factors) => 100 / (1 + Math.Exp(-Sum(factors)));
}
