using System.Globalization;
using Marketplace.Matching.Factors;

namespace Marketplace.Web.Matchmaking.Weighing;

/// <summary>Weights in the reader's words.</summary>
internal static class WeightWords
{
    public static string Name(Factor factor) => WeightTexts.ResourceManager.GetString("Factor" + factor, WeightTexts.Culture)!;

    public static string Name(WeightSource source) => WeightTexts.ResourceManager.GetString("Source" + source, WeightTexts.Culture)!;

    public static string Number(double weight) => weight.ToString("0.00", CultureInfo.InvariantCulture);

    public static string Figure(double share) => share.ToString("0.000", CultureInfo.InvariantCulture);
}
