using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Errors;

namespace Marketplace.Web.Catalogue.Listings;

/// <summary>What a running fee is a part of.</summary>
public enum FeeBase
{
    /// <summary>净销售额</summary>
    NetSales,

    /// <summary>利润</summary>
    Profit,
}

/// <summary>How often a running fee is settled.</summary>
public enum FeePeriod
{
    Month,
    Quarter,
    HalfYear,
    Year,
}

/// <summary>One of several payments: so many days after the licence begins, or on a day.</summary>
public sealed record FeePart(decimal Amount, int? Days = null, DateOnly? Due = null);

/// <summary>
/// What the model of a listing needs to be worked out by a stranger (domain.md §2.4). Flat, so that forms, sheets and programs name each field once; what the
/// model does not use stays empty.
/// </summary>
public sealed record FeeTerms
{
    /// <summary>国知局 2024: a fixed fee is "in general not above 20 million yuan". Soft: a reason is asked for.</summary>
    public const decimal UsualMost = 20_000_000m;

    /// <summary>Same notice: of net sales in general not above 20 %.</summary>
    public const decimal UsualOfSales = 20m;

    /// <summary>Same notice: of the profit in general not above 40 %.</summary>
    public const decimal UsualOfProfit = 40m;

    /// <summary>
    /// 一年期 LPR, percent, as published 2025-05-20. Four times the rate of the day of the contract is what courts protect between private lenders (法释〔2020〕17号 Art. 25) and measure late interest
    /// by; it moves monthly, so what lies above is asked about and not refused.
    /// </summary>
    public const decimal OneYearLpr = 3.0m;

    public const decimal UsualLateRate = 4 * OneYearLpr;

    /// <summary>What numeric(18,2) holds with room for sums.</summary>
    public const decimal Largest = 100_000_000_000m;

    public const int MaxParts = 6;
    public const int DefinitionMax = 1000;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>一次性付费</summary>
    public decimal? Amount { get; init; }

    /// <summary>分期</summary>
    public IReadOnlyList<FeePart>? Parts { get; init; }

    /// <summary>入门费</summary>
    public decimal? Upfront { get; init; }

    /// <summary>Of what the rate is taken; set with a rate only.</summary>
    public FeeBase? Base { get; init; }

    /// <summary>What counts as the base: without it "net sales" is a quarrel.</summary>
    public string? Definition { get; init; }

    /// <summary>Percent.</summary>
    public decimal? Rate { get; init; }
    public decimal? UnitAmount { get; init; }

    /// <summary>件、台、吨、亩</summary>
    public string? Unit { get; init; }
    public FeePeriod? Period { get; init; }

    /// <summary>At least so much a period.</summary>
    public decimal? Min { get; init; }

    /// <summary>At most so much a period.</summary>
    public decimal? Cap { get; init; }

    // 先使用后付费
    public DateOnly? FreeUntil { get; init; }
    public string? Trigger { get; init; }
    public FeeModel? Then { get; init; }

    /// <summary>逾期利息, percent a year; null: none is agreed. Absent from terms that were written without it, whose hash must not change.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? LateRate { get; init; }

    /// <summary>Why it is above what is usual.</summary>
    public string? Reason { get; init; }

    /// <summary>The words of the announcement, where a listing comes from the gazette.</summary>
    public string? Announced { get; init; }

    public static FeeTerms Of(string? json) => json is null ? new() : JsonSerializer.Deserialize<FeeTerms>(json, s_json) ?? new();

    public string ToJson() => JsonSerializer.Serialize(this, s_json);

    /// <summary>Only what this model uses: what was typed for another one is dropped.</summary>
    public FeeTerms For(FeeModel? model)
    {
        var used = model == FeeModel.Deferred ? Then : model;
        var running = used is FeeModel.RunningRate or FeeModel.RunningUnit or FeeModel.UpfrontRunning;
        var byUnit = used == FeeModel.RunningUnit || (used == FeeModel.UpfrontRunning && Base is null && Rate is null);
        return new()
        {
            Amount = used == FeeModel.LumpSum ? Amount : null,
            Parts = used == FeeModel.Instalment ? Parts : null,
            Upfront = used == FeeModel.UpfrontRunning ? Upfront : null,
            Base = running && !byUnit ? Base : null,
            Definition = running && !byUnit ? Definition : null,
            Rate = running && !byUnit ? Rate : null,
            UnitAmount = running && byUnit ? UnitAmount : null,
            Unit = running && byUnit ? Unit : null,
            Period = running ? Period : null,
            Min = running ? Min : null,
            Cap = running ? Cap : null,
            FreeUntil = model == FeeModel.Deferred ? FreeUntil : null,
            Trigger = model == FeeModel.Deferred ? Trigger : null,
            Then = model == FeeModel.Deferred ? Then : null,
            LateRate = model is null or FeeModel.Free or FeeModel.Negotiable ? null : LateRate,
            Reason = Reason,
            Announced = Announced,
        };
    }

    /// <summary>What is to be paid first or in all; null: running, or to be negotiated.</summary>
    public decimal? Headline(FeeModel? model) => model switch
    {
        FeeModel.LumpSum => Amount,
        FeeModel.Instalment => Parts?.Sum(p => p.Amount),
        FeeModel.UpfrontRunning => Upfront,
        FeeModel.Free => 0m,
        FeeModel.Deferred when Then is not (null or FeeModel.Deferred) => Headline(Then),
        _ => null,
    };

    /// <summary>What makes the fee impossible to work out or unlawful; each failure at its field.</summary>
    public IReadOnlyList<Failure> Check(FeeModel model)
    {
        var failures = new List<Failure>();
        void Wrong(string code, string field, string message) => failures.Add(new("fee_" + code, 400, message, field));
        void Yuan(decimal? value, string field, bool needed)
        {
            if (value is null) { if (needed) Wrong("amount_missing", field, FeeTexts.AmountMissing); }
            else if (value < 0 || value > Largest || decimal.Round(value.Value, 2) != value) Wrong("amount_wrong", field, FeeTexts.AmountWrong);
        }
        void Running(bool rate)
        {
            if (rate)
            {
                if (Rate is not { } percent) Wrong("rate_missing", "rate", FeeTexts.RateMissing);
                else if (percent is < 0 or > 100) Wrong("rate_wrong", "rate", FeeTexts.RateWrong);
                if (Base is null) Wrong("base_missing", "base", FeeTexts.BaseMissing);
                if (string.IsNullOrWhiteSpace(Definition)) Wrong("definition_missing", "definition", FeeTexts.DefinitionMissing);
                else if (Definition.Length > DefinitionMax) Wrong("definition_long", "definition", FeeTexts.DefinitionLong.Fill(DefinitionMax));
            }
            else
            {
                Yuan(UnitAmount, "unitAmount", needed: true);
                if (string.IsNullOrWhiteSpace(Unit) || Unit.Length > 20) Wrong("unit_missing", "unit", FeeTexts.UnitMissing);
            }
            if (Period is null) Wrong("period_missing", "period", FeeTexts.PeriodMissing);
            Yuan(Min, "min", needed: false);
            Yuan(Cap, "cap", needed: false);
            if (Min > Cap) Wrong("cap_below_min", "cap", FeeTexts.CapBelowMin);
        }
        switch (model)
        {
            case FeeModel.LumpSum:
                Yuan(Amount, "amount", needed: true);
                break;
            case FeeModel.Instalment:
                if (Parts is not { Count: >= 2 and <= MaxParts }) Wrong("parts_missing", "parts", FeeTexts.PartsMissing.Fill(MaxParts));
                else
                {
                    foreach (var part in Parts) Yuan(part.Amount, "parts", needed: true);
                    if (Parts.Any(p => p.Days is null == p.Due is null || p.Days is < 0 or > 36_500)) Wrong("part_due", "parts", FeeTexts.PartDue);
                }
                break;
            case FeeModel.RunningRate:
                Running(rate: true);
                break;
            case FeeModel.RunningUnit:
                Running(rate: false);
                break;
            case FeeModel.UpfrontRunning:
                Yuan(Upfront, "upfront", needed: true);
                Running(rate: Base is not null || Rate is not null);
                break;
            case FeeModel.Deferred:
                if (FreeUntil is null && string.IsNullOrWhiteSpace(Trigger)) Wrong("trigger_missing", "trigger", FeeTexts.TriggerMissing);
                if (Trigger?.Length > 500) Wrong("trigger_long", "trigger", FeeTexts.TriggerLong);
                if (Then is null or FeeModel.Deferred or FeeModel.Negotiable) Wrong("then_missing", "then", FeeTexts.ThenMissing);
                else failures.AddRange(Check(Then.Value));
                break;
        }
        if (model != FeeModel.Deferred && LateRate is { } late && (late is < 0 or > 100 || decimal.Round(late, 4) != late)) Wrong("late_rate_wrong", "lateRate", FeeTexts.LateRateWrong);
        return failures;
    }

    /// <summary>What the CNIPA's notice calls unusual: allowed, with a reason.</summary>
    public IReadOnlyList<Failure> Unusual(FeeModel model)
    {
        var used = model == FeeModel.Deferred ? Then : model;
        var found = new List<Failure>();
        if (used is { } m && Headline(m) > UsualMost)
            found.Add(new("fee_unusual_amount", 409, FeeTexts.UnusualAmount, m switch { FeeModel.Instalment => "parts", FeeModel.UpfrontRunning => "upfront", _ => "amount" }));
        if (used is FeeModel.RunningRate or FeeModel.UpfrontRunning && Base is { } of && Rate > (of == FeeBase.NetSales ? UsualOfSales : UsualOfProfit))
            found.Add(new("fee_unusual_rate", 409, of == FeeBase.NetSales ? FeeTexts.UnusualSales : FeeTexts.UnusualProfit, "rate"));
        if (LateRate > UsualLateRate) found.Add(new("fee_unusual_late_rate", 409, FeeTexts.UnusualLateRate.Fill(UsualLateRate.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture)), "lateRate"));
        return found;
    }
}
