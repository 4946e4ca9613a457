using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Web.Catalogue.Listings;

namespace Marketplace.Web.Licensing.Fees.Estimates;

/// <summary>The five methods of 《专利开放许可使用费估算指引（试行）》 (国知办发运字〔2022〕56号), in its order.</summary>
public enum EstimateMethod
{
    /// <summary>自行实施收益</summary>
    OwnUse,

    /// <summary>该专利此前的许可</summary>
    EarlierLicences,

    /// <summary>同行业许可统计</summary>
    IndustryStatistics,

    /// <summary>国际一般费率</summary>
    InternationalRates,

    /// <summary>资产评估</summary>
    Valuation,
}

/// <summary>What the base is adjusted by (调整系数).</summary>
public enum EstimateFactor
{
    /// <summary>技术先进性</summary>
    Advance,

    /// <summary>法律稳定性</summary>
    Stability,

    /// <summary>剩余保护期</summary>
    Remaining,

    /// <summary>市场前景</summary>
    Market,

    /// <summary>被许可方情况</summary>
    Licensee,

    /// <summary>其他</summary>
    Other,
}

/// <summary>A licence of the same patent: what was paid for how many years.</summary>
public sealed record EarlierFee(decimal Yuan, int Years);

/// <summary>A figure of the industry as it stood when it was used: the table may be replaced, the estimate stays.</summary>
public sealed record StatisticUsed(string Edition, string Industry, FeeModel Model, int Year, decimal Mean, decimal? Median, int Count, string Source);

/// <summary>All that an estimate was made of, kept for whoever asks later (domain.md §2.4: keep inputs for audit). Flat, as <see cref="FeeTerms"/>: what the method does not use stays empty.</summary>
public sealed record EstimateInputs
{
    public const int MostEarlier = 5;
    public const int NoteMax = 2000;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public required EstimateMethod Method { get; init; }

    /// <summary>Of one year, in yuan, from own exploitation.</summary>
    public decimal? Income { get; init; }

    /// <summary>Percent of the income that the patent brings.</summary>
    public decimal? Share { get; init; }

    /// <summary>Of the licence.</summary>
    public int? Years { get; init; }
    public IReadOnlyList<EarlierFee>? Earlier { get; init; }
    public StatisticUsed? Statistic { get; init; }

    /// <summary>Instead of the mean, which a few large contracts pull up.</summary>
    public bool? Median { get; init; }

    /// <summary>Percent.</summary>
    public decimal? Rate { get; init; }
    public FeeBase? Base { get; init; }

    /// <summary>What the valuation report says the patent is worth.</summary>
    public decimal? Value { get; init; }

    /// <summary>Years it is still in force.</summary>
    public int? YearsLeft { get; init; }

    /// <summary>How many licensees are expected to carry that value.</summary>
    public int? Licensees { get; init; }
    public IReadOnlyDictionary<EstimateFactor, decimal> Factors { get; init; } = new Dictionary<EstimateFactor, decimal>();

    /// <summary>依据: where the figures are from.</summary>
    public string? Note { get; init; }

    /// <summary>Why it is above what is usual.</summary>
    public string? Reason { get; init; }

    public static EstimateInputs Of(string json) => JsonSerializer.Deserialize<EstimateInputs>(json, s_json)!;

    public string ToJson() => JsonSerializer.Serialize(this, s_json);
}
