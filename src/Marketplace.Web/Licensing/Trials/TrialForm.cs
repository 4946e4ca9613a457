using System.Globalization;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Licensing.Trials;

/// <summary>The terms of a trial as typed. The fee after it is typed as an offer's is, by <see cref="ListingForm"/>, with the same names.</summary>
public sealed class TrialForm
{
    public const int MaxCriteria = 5, MaxReports = 6, UseMax = 500, WordsMax = 1000, LineMax = 200;

    /// <summary>A trial that never ends is a licence by another name; practice has a year (domain.md §2.8), two leave room for a season that failed.</summary>
    public const int MostMonths = 24;

    /// <summary>What can be worked out once the trial is over: neither nothing nor a promise to talk.</summary>
    public static readonly FeeModel[] Models = [FeeModel.LumpSum, FeeModel.RunningRate, FeeModel.RunningUnit, FeeModel.UpfrontRunning];

    [FromForm(Name = "once")] public Guid Once { get; set; }

    /// <summary>Who is to try it, where the holder offers: name or code.</summary>
    [FromForm(Name = "taker")] public string? Taker { get; set; }
    [FromForm(Name = "use")] public string? Use { get; set; }
    [FromForm(Name = "startsOn")] public DateOnly? StartsOn { get; set; }
    [FromForm(Name = "lastFree")] public DateOnly? FreeUntil { get; set; }
    [FromForm(Name = "criterion")] public List<string?> Names { get; set; } = [];
    [FromForm(Name = "measure")] public List<string?> Measures { get; set; } = [];
    [FromForm(Name = "target")] public List<string?> Targets { get; set; } = [];
    [FromForm(Name = "conversion")] public string? Trigger { get; set; }
    [FromForm(Name = "exitRight")] public string? ExitRight { get; set; }
    [FromForm(Name = "reportWhat")] public string? ReportWhat { get; set; }
    [FromForm(Name = "reportOn")] public List<DateOnly?> ReportOn { get; set; } = [];
    [FromForm(Name = "materials")] public string? Materials { get; set; }
    [FromForm(Name = "returnDays")] public int? ReturnDays { get; set; }
    [FromForm(Name = "guarantee")] public string? Guarantee { get; set; }
    [FromForm(Name = "guaranteeYuan")] public decimal? GuaranteeYuan { get; set; }
    [FromForm(Name = "signedBy")] public string? SignedBy { get; set; }

    /// <summary>The organisation's name, typed: that it means it.</summary>
    [FromForm(Name = "confirmed")] public string? Confirmed { get; set; }

    public static TrialForm Of(TrialTerms terms) => new()
    {
        Use = terms.Use,
        StartsOn = terms.StartsOn,
        FreeUntil = terms.FreeUntil,
        Names = [.. terms.Criteria.Select(one => one.Name)],
        Measures = [.. terms.Criteria.Select(one => one.Measure)],
        Targets = [.. terms.Criteria.Select(one => one.Target)],
        Trigger = terms.Trigger,
        ExitRight = terms.ExitRight,
        ReportWhat = terms.ReportWhat,
        ReportOn = [.. terms.ReportOn.Select(day => (DateOnly?)day)],
        Materials = terms.Materials,
        ReturnDays = terms.Materials is null ? null : terms.ReturnDays,
        Guarantee = terms.Guarantee,
        GuaranteeYuan = terms.GuaranteeYuan,
    };

    /// <summary>Null where anything is wrong; then the failures say what, each at its field.</summary>
    /// <param name="fee">What is paid afterwards.</param>
    /// <param name="from">The first day it can begin.</param>
    /// <param name="patentLast">Nobody tries a patent that is over.</param>
    /// <param name="failures">Taken down here.</param>
    public TrialTerms? Read(ListingForm fee, DateOnly from, DateOnly patentLast, List<Failure> failures)
    {
        void Wrong(string field, string message) => failures.Add(new(field + "_wrong", 400, message, field));
        string Text(string? value, string field, int most, string missing)
        {
            if (string.IsNullOrWhiteSpace(value)) Wrong(field, missing);
            else if (value.Trim().Length > most) Wrong(field, TrialTexts.TooLong.Fill(most));
            return value?.Trim() ?? "";
        }
        var told = failures.Count;
        var use = Text(Use, "use", UseMax, TrialTexts.UseMissing);
        if (StartsOn is not { } start || start < from) Wrong("startsOn", TrialTexts.StartWrong.Fill(Dates.InWords(from)));
        if (FreeUntil is not { } last || last <= StartsOn || last > patentLast || last > StartsOn?.AddMonths(MostMonths)) Wrong("lastFree", TrialTexts.FreeUntilWrong.Fill(MostMonths, Dates.InWords(patentLast)));
        var criteria = Criteria(failures);
        var trigger = Text(Trigger, "conversion", WordsMax, TrialTexts.TriggerMissing);
        var exit = Text(ExitRight, "exitRight", WordsMax, TrialTexts.ExitMissing);
        var what = Text(ReportWhat, "reportWhat", WordsMax, TrialTexts.ReportWhatMissing);
        List<DateOnly> days = [.. ReportOn.OfType<DateOnly>().Distinct().Order()];
        if (days.Count is 0 or > MaxReports || days.Exists(day => day < StartsOn || day > FreeUntil?.AddMonths(1))) Wrong("reportOn", TrialTexts.ReportOnWrong);
        var lent = string.IsNullOrWhiteSpace(Materials) ? null : Text(Materials, "materials", WordsMax, "");
        if (lent is not null && ReturnDays is not (>= 1 and <= 180)) Wrong("returnDays", TrialTexts.ReturnDaysWrong);
        var guarantee = string.IsNullOrWhiteSpace(Guarantee) ? null : Text(Guarantee, "guarantee", WordsMax, "");
        if (GuaranteeYuan is { } yuan && (guarantee is null || yuan <= 0 || yuan > FeeTerms.Largest || decimal.Round(yuan, 2) != yuan)) Wrong("guaranteeYuan", TrialTexts.GuaranteeWrong);
        var after = fee.Draft(failures);
        if (after.FeeModel is not { } model || !Models.Contains(model)) Wrong("feeModel", TrialTexts.FeeMissing);
        else if (failures.Count == told) failures.AddRange(after.Fee.For(model).Check(model));
        if (failures.Count > told) return null;
        var paid = after.Fee.For(after.FeeModel);
        return new()
        {
            Use = use,
            StartsOn = StartsOn!.Value,
            FreeUntil = FreeUntil!.Value,
            Criteria = criteria,
            Trigger = trigger,
            Model = after.FeeModel!.Value,
            Fee = paid,
            FeeSentence = TrialTerms.Say(after.FeeModel.Value, paid),
            ExitRight = exit,
            ReportWhat = what,
            ReportOn = days,
            Materials = lent,
            ReturnDays = lent is null ? 0 : ReturnDays!.Value,
            Guarantee = guarantee,
            GuaranteeYuan = GuaranteeYuan,
        };
    }

    private List<TrialCriterion> Criteria(List<Failure> failures)
    {
        var criteria = Enumerable.Range(0, Math.Min(Names.Count, MaxCriteria)).Select(i => new TrialCriterion(Names[i]?.Trim() ?? "", Measures.ElementAtOrDefault(i)?.Trim() ?? "", Targets.ElementAtOrDefault(i)?.Trim() ?? ""))
            .Where(one => one.Name.Length + one.Measure.Length + one.Target.Length > 0).ToList();
        if (criteria.Count == 0 || criteria.Exists(one => one.Name.Length == 0 || one.Measure.Length == 0 || one.Target.Length == 0)) failures.Add(new("criteria_missing", 400, TrialTexts.CriteriaMissing, "criteria"));
        else if (criteria.Exists(one => one.Name.Length > LineMax || one.Measure.Length > LineMax || one.Target.Length > LineMax)) failures.Add(new("criteria_long", 400, TrialTexts.TooLong.Fill(LineMax), "criteria"));
        else if (criteria.Select(one => one.Name).Distinct(StringComparer.Ordinal).Count() < criteria.Count) failures.Add(new("criteria_twice", 400, TrialTexts.CriteriaTwice, "criteria"));
        return criteria;
    }

    public static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
