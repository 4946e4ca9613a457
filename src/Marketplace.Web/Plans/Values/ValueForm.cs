using System.Globalization;
using System.Text;
using Marketplace.Web.Organisations;
using Marketplace.Web.Plans.Figures;
using Marketplace.Web.Platform.Errors;

namespace Marketplace.Web.Plans.Values;

/// <summary>What is typed about one day of one indicator.</summary>
public sealed class ValueForm
{
    public DateOnly? On { get; set; }
    public string? Value { get; set; }
    public string? Reached { get; set; }

    /// <summary><c>year</c>: what the year brought, of a cumulative indicator.</summary>
    public string? Form { get; set; }
    public string? Count { get; set; }
    public string? Whole { get; set; }
    public DateOnly? WholeOn { get; set; }
    public string? Source { get; set; }
    public string? Surveyor { get; set; }
    public string? Sample { get; set; }
    public string? Method { get; set; }

    /// <summary>The value, or what is wrong at which field.</summary>
    internal Outcome<IndicatorValue> Read(IndicatorDefinition definition, Guid person, DateTimeOffset now, DateOnly today)
    {
        var failures = new List<Failure>();
        if (On is not { } on) failures.Add(new("day_missing", 400, PlanTexts.DayMissing, "on"));
        else if (on > today) failures.Add(new("day_ahead", 400, PlanTexts.DayAhead, "on"));
        else if (on.Year < 1990) failures.Add(new("day_early", 400, PlanTexts.DayMissing, "on"));
        var judged = definition.Comparator == Comparator.Raised || definition.Type == MeasureType.Narrative;
        var (count, whole) = (Number(Count, "count", failures), Number(Whole, "whole", failures));
        var ratio = definition.Type == MeasureType.Ratio && (count is not null || whole is not null);
        var value = judged ? null : ratio ? Progress.Ratio(count, whole, definition.Unit == "%") : Number(Value, "value", failures);
        if (judged && Reached is not ("yes" or "no")) failures.Add(new("judgement_missing", 400, PlanTexts.JudgementMissing, "reached"));
        if (ratio && whole is null or <= 0) failures.Add(new("whole_missing", 400, PlanTexts.WholeMissing, "whole"));
        if (ratio && count is null) failures.Add(new("count_missing", 400, PlanTexts.ValueMissing, "count"));
        if (ratio && WholeOn is null) failures.Add(new("whole_day_missing", 400, PlanTexts.WholeOnMissing, "wholeOn"));
        if (ratio && !string.IsNullOrWhiteSpace(Value)) failures.Add(new("value_twice", 400, PlanTexts.ValueTwice, "value"));
        if (!judged && !ratio && value is null && failures.TrueForAll(f => f.Field != "value")) failures.Add(new("value_missing", 400, PlanTexts.ValueMissing, "value"));
        if (value < 0 && !definition.Type.IsGrowth()) failures.Add(new("value_negative", 400, PlanTexts.ValueNegative, "value"));
        if (definition.Unit == "%" && definition.Type is (MeasureType.Ratio or MeasureType.Survey) && value > 100) failures.Add(new("share_over", 400, PlanTexts.ShareOver, ratio ? "count" : "value"));
        Text(Source, "source", needed: true, PlanTexts.SourceMissing);
        // A satisfaction nobody says how it was found is no figure; it never comes from a survey of our own.
        var survey = definition.Type == MeasureType.Survey;
        Text(Surveyor, "surveyor", survey, PlanTexts.SurveyorMissing);
        Text(Sample, "sample", survey, PlanTexts.SampleMissing);
        Text(Method, "method", survey, PlanTexts.MethodMissing);
        if (failures.Count > 0) return failures;
        return new IndicatorValue
        {
            IndicatorId = definition.IndicatorId,
            Version = definition.Version,
            On = On!.Value,
            Value = value,
            Reached = judged ? Reached == "yes" : null,
            OfYear = Form == "year" && definition.Type.IsCumulative(),
            Count = ratio ? count : null,
            Whole = ratio ? whole : null,
            WholeOn = ratio ? WholeOn : null,
            Source = Source!.Trim(),
            Surveyor = survey ? Surveyor!.Trim() : null,
            Sample = survey ? Sample!.Trim() : null,
            Method = survey ? Method!.Trim() : null,
            State = ValueState.Entered,
            PersonId = person,
            At = now,
        };

        void Text(string? typed, string field, bool needed, string missing)
        {
            if (needed && string.IsNullOrWhiteSpace(typed)) failures.Add(new(field + "_missing", 400, missing, field));
            if (typed?.Trim().Length > IndicatorValue.TextMax) failures.Add(new(field + "_long", 400, PlanTexts.FaultLong.Fill(IndicatorValue.TextMax), field));
        }
    }

    internal static decimal? Number(string? typed, string field, List<Failure> failures)
    {
        if (string.IsNullOrWhiteSpace(typed)) return null;
        if (decimal.TryParse(typed.Normalize(NormalizationForm.FormKC).Trim().TrimEnd('%'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)) return value;
        failures.Add(new("number_unreadable", 400, PlanTexts.FaultNumber, field));
        return null;
    }
}
