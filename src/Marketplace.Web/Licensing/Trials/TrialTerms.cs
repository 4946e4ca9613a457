using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Platform.Face;

namespace Marketplace.Web.Licensing.Trials;

/// <param name="Name">What is looked at.</param>
/// <param name="Measure">How it is measured.</param>
/// <param name="Target">From when on it is met.</param>
public sealed record TrialCriterion(string Name, string Measure, string Target);

/// <summary>What came of a criterion.</summary>
public sealed record TrialResult(string Name, string Found, bool Met);

/// <summary>What both agree on (domain.md §2.8): everything a licence after it would be argued by.</summary>
public sealed record TrialTerms
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>What is tried, where and how much.</summary>
    public required string Use { get; init; }
    public required DateOnly StartsOn { get; init; }

    /// <summary>免费试用至: the last free day.</summary>
    public required DateOnly FreeUntil { get; init; }

    /// <summary>评价指标</summary>
    public required IReadOnlyList<TrialCriterion> Criteria { get; init; }

    /// <summary>转化条件: what has to come true for a licence to be concluded.</summary>
    public required string Trigger { get; init; }

    /// <summary>What is paid after the trial, as an amount or a formula.</summary>
    public required FeeModel Model { get; init; }
    public required FeeTerms Fee { get; init; }

    /// <summary>In Chinese, as the agreement says it.</summary>
    public required string FeeSentence { get; init; }

    /// <summary>退出方式</summary>
    public required string ExitRight { get; init; }

    /// <summary>What is reported on the days.</summary>
    public required string ReportWhat { get; init; }
    public required IReadOnlyList<DateOnly> ReportOn { get; init; }

    /// <summary>What is handed over, and comes back; null: nothing.</summary>
    public string? Materials { get; init; }

    /// <summary>Days after the end within which it comes back.</summary>
    public int ReturnDays { get; init; }

    /// <summary>担保; null: none.</summary>
    public string? Guarantee { get; init; }
    public decimal? GuaranteeYuan { get; init; }

    public static TrialTerms Read(string json) => JsonSerializer.Deserialize<TrialTerms>(json, Json)!;

    public string Write() => JsonSerializer.Serialize(this, Json);

    /// <summary>Of the very bytes that are kept: whoever agrees names it.</summary>
    public static byte[] Hash(string terms) => SHA256.HashData(Encoding.UTF8.GetBytes(terms));

    public static string Say(FeeModel model, FeeTerms fee) => Language.In(Language.Chinese.Tag, () => FeeWords.Sentence(model, fee));
}
