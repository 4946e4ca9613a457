using System.Text.Json;

namespace Marketplace.Matching.Scoring;

/// <summary>How much each factor counts. A version is never changed, so that a score can be explained for as long as it is kept.</summary>
/// <param name="Factors">In the order of <see cref="Factors.Factor"/>; none negative: more of a factor never makes a match worse.</param>
/// <param name="Bias">Where a match with nothing in it stands.</param>
public sealed record Weights(string Version, double[] Factors, double Bias)
{
    public static Weights Load(string file) => JsonSerializer.Deserialize<Weights>(File.ReadAllText(file), JsonSerializerOptions.Web) is { } weights && weights.Factors.All(weight => weight >= 0)
        ? weights : throw new InvalidDataException($"{file} holds no weights.");

    /// <summary>What is ordered by.</summary>
    public double Sum(ReadOnlySpan<double> factors)
    {
        var sum = Bias;
        for (var i = 0; i < Factors.Length; i++) sum += Factors[i] * factors[i];
        return sum;
    }

    /// <summary>0 to 100: of a hundred pairs with this score, so many were judged relevant.</summary>
    public double Score(ReadOnlySpan<double> factors) => 100 / (1 + Math.Exp(-Sum(factors)));
}
