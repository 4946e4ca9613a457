using System.Text.Json;
using System.Text.RegularExpressions;
using Marketplace.Matching.Factors;
using Marketplace.Matching.Scoring;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Errors;

namespace Marketplace.Web.Matchmaking.Weighing;

/// <summary>Reads the file that <c>marketplace train</c> writes, and says what is wrong with one that is none.</summary>
internal static partial class WeightFile
{
    public const string Field = "file";

    public static Outcome<Weights> Read(byte[] file)
    {
        Weights? read;
        try
        {
            // A mark of the byte order, as some editors write it, is no JSON.
            read = JsonSerializer.Deserialize<Weights>(file.AsSpan().StartsWith("\uFEFF"u8) ? file.AsSpan(3) : file, JsonSerializerOptions.Web);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return Wrong("weights_unreadable", WeightTexts.NoWeights);
        }
        if (read is not { Full.Factors: not null, Plain.Factors: not null }) return Wrong("weights_unreadable", WeightTexts.NoWeights);
        if (string.IsNullOrWhiteSpace(read.Version)) return Wrong("weights_nameless", WeightTexts.NameMissing);
        if (read.Version.Length > WeightVersion.NameMax || !Name.IsMatch(read.Version)) return Wrong("weights_name_wrong", WeightTexts.NameWrong.Fill(WeightVersion.NameMax));
        foreach (var scale in (Scale[])[read.Full, read.Plain])
        {
            if (scale.Factors.Length != FactorTable.Count) return Wrong("weights_other_factors", WeightTexts.OtherFactors.Fill(FactorTable.Count, scale.Factors.Length));
            var negative = Array.FindIndex(scale.Factors, weight => weight < 0);
            if (negative >= 0) return Wrong("weights_negative", WeightTexts.Negative.Fill(WeightWords.Name((Factor)negative)));
            if (!scale.IsSound) return Wrong("weights_unreadable", WeightTexts.NoWeights);
            // Nothing but words and terms finds candidates.
            if (scale.Factors[(int)Factor.Words] + scale.Factors[(int)Factor.Terms] == 0) return Wrong("weights_of_no_text", WeightTexts.NoText);
        }
        return read.Floor is >= 0 and < 100 ? read : Wrong("weights_floor_wrong", WeightTexts.FloorWrong);
    }

    private static Failure Wrong(string code, string message) => new(code, StatusCodes.Status400BadRequest, message, Field);

    [GeneratedRegex(@"^[\p{L}\p{N}][\p{L}\p{N}._-]*$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Name { get; }
}
