using System.Text.Json;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Trials;

/// <summary>What both do while a trial runs and when it is over: reports, results, exit, breaking off, giving back.</summary>
public sealed class TrialConduct(AppDbContext db, TrialSteps steps, TrialBook trials, TimeProvider time)
{
    /// <summary>The report that is owed next; sent twice it is one.</summary>
    public Task<Outcome<Trial>> ReportAsync(Guid id, int number, string? words, IFormFile? file, CancellationToken ct) => steps.TakeAsync(id, [Side.Taker], TrialNotice.Reported, async (trial, side) =>
    {
        if (await db.Set<TrialReport>().SingleOrDefaultAsync(r => r.TrialId == id && r.Number == number, ct) is not { } report) return [Failures.OfStatus(404)];
        if (report.ReportedOn is not null) return [];
        if (words?.Trim() is not { Length: > 0 and <= TrialForm.WordsMax }) return [new("report_words_wrong", 400, TrialTexts.ReportWordsMissing.Fill(TrialForm.WordsMax), "reportWords")];
        var kept = await steps.KeepAsync(id, file, "reportFile", ct);
        if (!kept.Succeeded) return [.. kept.Failures];
        var shown = new StepShown(Facts: new { number, report.DueOn });
        if (kept.Value.Id is { } paper) shown = shown.With(TrialMachine.Report, paper);
        if (await steps.StepAsync(trial, side, TrialCause.Report, shown, "reportFile", ct) is { Count: > 0 } failures) return failures;
        (report.ReportedOn, report.Words, report.FileId) = (Dates.Today(time), words.Trim(), kept.Value.Id);
        return [];
    }, ct);

    /// <summary>What came of each criterion; said again it replaces what was said, and the step keeps both.</summary>
    public Task<Outcome<Trial>> EvaluateAsync(Guid id, IReadOnlyList<string?> found, IReadOnlyList<bool?> met, CancellationToken ct) => steps.TakeAsync(id, [Side.Taker], TrialNotice.Evaluated, async (trial, side) =>
    {
        if (trial.AgreedVersion is not { } agreed) return [new("state_forbids", 409, CaseTexts.StateForbids)];
        var criteria = (await db.Set<TrialVersion>().AsNoTracking().SingleAsync(v => v.TrialId == id && v.Number == agreed, ct)).Read().Criteria;
        var results = criteria.Select((one, i) => (one.Name, Found: found.ElementAtOrDefault(i)?.Trim(), Met: met.ElementAtOrDefault(i))).ToList();
        if (results.Exists(result => result.Found is not { Length: > 0 and <= TrialForm.LineMax } || result.Met is null)) return [new("results_missing", 400, TrialTexts.ResultsMissing.Fill(TrialForm.LineMax), "results")];
        var text = JsonSerializer.Serialize(results.ConvertAll(result => new TrialResult(result.Name, result.Found!, result.Met!.Value)), TrialTerms.Json);
        if (Read(trial.Results) is { } was && was.SequenceEqual(Read(text)!)) return [];
        if (await steps.StepAsync(trial, side, TrialCause.Evaluate, new(Facts: new { results = results.ConvertAll(result => new { result.Name, result.Found, result.Met }) }), "", ct) is { Count: > 0 } failures) return failures;
        trial.Results = text;
        return [];
    }, ct);

    public static IReadOnlyList<TrialResult>? Read(string? results) => results is null ? null : JsonSerializer.Deserialize<List<TrialResult>>(results, TrialTerms.Json);

    /// <summary>退出: the trial's number typed, without owing anything.</summary>
    public Task<Outcome<Trial>> ExitAsync(Guid id, string? typed, string? reason, CancellationToken ct) => steps.TakeAsync(id, [Side.Taker], TrialNotice.Exited, async (trial, side) =>
    {
        if (!IsTyped(trial, typed)) return [new("confirm_wrong", 400, TrialTexts.ConfirmWrong.Fill(trial.Number), "typed")];
        if (await steps.StepAsync(trial, side, TrialCause.Exit, new(Reason: reason), "exitReason", ct) is { Count: > 0 } failures) return failures;
        await trials.EndedAsync(trial, ct);
        return [];
    }, ct);

    /// <summary>中断: because a report is missing beyond the grace, or with proof because the patent was used otherwise than agreed.</summary>
    public Task<Outcome<Trial>> BreakAsync(Guid id, bool misuse, string? typed, string? reason, IFormFile? proof, CancellationToken ct) => steps.TakeAsync(id, [Side.Giver], TrialNotice.BrokenOff, async (trial, side) =>
    {
        if (!IsTyped(trial, typed)) return [new("confirm_wrong", 400, TrialTexts.ConfirmWrong.Fill(trial.Number), "typed")];
        var kept = await steps.KeepAsync(id, proof, "breakProof", ct);
        if (!kept.Succeeded) return [.. kept.Failures];
        var shown = new StepShown(Reason: reason);
        if (kept.Value.Id is { } paper) shown = shown.With(TrialMachine.Misuse, paper);
        var failures = await steps.StepAsync(trial, side, misuse ? TrialCause.BreakMisuse : TrialCause.BreakMissing, shown, "breakReason", ct);
        if (failures.Count > 0) return [.. failures.Select(failure => failure.Code == "paper_missing" ? failure with { Field = "breakProof" } : failure)];
        await trials.EndedAsync(trial, ct);
        return [];
    }, ct);

    /// <summary>返还: said by who has it, confirmed by whose it is.</summary>
    public Task<Outcome<Trial>> ReturnAsync(Guid id, DateOnly? on, string? words, CancellationToken ct) => steps.TakeAsync(id, [Side.Taker], TrialNotice.Returned, async (trial, side) =>
    {
        if (trial.ReturnedOn is not null && trial.ReturnConfirmedOn is null) return [];
        if (on is not { } day || day > Dates.Today(time) || day < trial.AgreedOn) return [new("returned_on_wrong", 400, TrialTexts.ReturnedOnWrong, "returnedOn")];
        if (await steps.StepAsync(trial, side, TrialCause.Return, new(Reason: words, Facts: new { on = day }), "returnWords", ct) is { Count: > 0 } failures) return failures;
        trial.ReturnedOn = day;
        return [];
    }, ct);

    public Task<Outcome<Trial>> AnswerReturnAsync(Guid id, bool complete, string? reason, CancellationToken ct) => steps.TakeAsync(id, [Side.Giver], complete ? TrialNotice.ReturnConfirmed : TrialNotice.ReturnDenied, async (trial, side) =>
    {
        if (await steps.StepAsync(trial, side, complete ? TrialCause.ConfirmReturn : TrialCause.DenyReturn, new(Reason: reason), "returnReason", ct) is { Count: > 0 } failures) return failures;
        if (complete) trial.ReturnConfirmedOn = Dates.Today(time);
        else trial.ReturnedOn = null;
        return [];
    }, ct);

    private static bool IsTyped(Trial trial, string? typed) => string.Equals(typed?.Trim(), trial.Number, StringComparison.OrdinalIgnoreCase);
}
