using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Plans.Figures;

namespace Marketplace.Web.Plans.Reporting;

/// <summary>All that a report of a plan is made of: nothing else has a part in it, and its <see cref="ReportSeal"/> is of exactly this.</summary>
/// <param name="Day">截至: what is said of days up to it.</param>
public sealed record PlanReportInput(DateOnly Day, PlanHead Plan, IReadOnlyList<IndicatorInput> Indicators, IReadOnlyList<TaskInput> Tasks, IReadOnlyList<ConversionFact> Facts);

/// <param name="CameOn">When it came to the platform: nobody owes progress of what was before.</param>
/// <param name="Phase">On the day.</param>
public sealed record PlanHead(string Key, string Title, string? DocumentNo, string Issuer, string Region, DateOnly? StartsOn, DateOnly? EndsOn, DateOnly CameOn, Phase Phase, string? Note);

/// <param name="Values">Verified, of days up to the report's, in the order they were entered for each day.</param>
/// <param name="Before">Those of the same indicator of the plan before.</param>
public sealed record IndicatorInput(string Code, string Name, string? Unit, MeasureType Type, Comparator Comparator, string? Nature, int? BaseYear, decimal? Base, IReadOnlyList<GoalInput> Goals,
    IReadOnlyList<string> LeadUnits, IReadOnlyList<string> JointUnits, IReadOnlyList<ValueInput> Values, IReadOnlyList<Entry> Before)
{
    public Yardstick Yardstick(DateOnly? ends) =>
        new(Type, Comparator, BaseYear is { } year && Base is { } start ? (year, start) : null, Goals.ToDictionary(g => g.Year, g => new Goal(g.Value, g.Upper)), ends);
}

public sealed record GoalInput(int Year, decimal Value, decimal? Upper);

/// <param name="Survey">Surveyor, sample and method, of a survey.</param>
public sealed record ValueInput(Entry Entry, string Source, string? Survey, string? EnteredBy, DateTimeOffset EnteredAt, string? VerifiedBy, DateTimeOffset? VerifiedAt, IReadOnlyList<EvidenceInput> Evidence);

/// <param name="Sha256">Of the file's bytes.</param>
public sealed record EvidenceInput(string Name, string Sha256);

public sealed record TaskInput(string Code, string Heading, IReadOnlyList<string> LeadUnits, IReadOnlyList<string> JointUnits, DateOnly? DueOn, DateOnly? DoneOn, IReadOnlyList<ProgressInput> Told, IReadOnlyList<UrgeInput> Urges);

public sealed record ProgressInput(string Quarter, string Text, string? By, IReadOnlyList<EvidenceInput> Evidence);

/// <summary>督办</summary>
public sealed record UrgeInput(string Unit, string Text, DateOnly On, DateOnly DueOn, string? Reply, DateOnly? RepliedOn);

/// <summary>A conversion of the quarter, as it counts there.</summary>
/// <param name="Part">A renewal or an amendment: no contract of its own.</param>
/// <param name="New">合同额 that is new.</param>
public sealed record ConversionFact(string Number, ConversionType Type, bool Part, IReadOnlyList<string> Givers, IReadOnlyList<string> Takers, IReadOnlyList<string> Patents, DateOnly Day, EvidenceLevel Level, decimal New, decimal Paid);

/// <summary>校验码: SHA-256 of what a report is made of, in one way of writing it. Whoever holds the report and the platform's data can make it again.</summary>
public static class ReportSeal
{
    private static readonly JsonSerializerOptions s_json = new() { Converters = { new JsonStringEnumConverter(), new PlainNumber() } };

    public static string Of<T>(T input) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(input, s_json)));

    /// <summary>7000 and 7000.00 are the same figure.</summary>
    private sealed class PlainNumber : JsonConverter<decimal>
    {
        public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => decimal.Parse(reader.GetString()!, CultureInfo.InvariantCulture);

        public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) => writer.WriteStringValue(FigureText.Exact(value));
    }
}
