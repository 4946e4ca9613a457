using System.Text.RegularExpressions;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Pledges;

/// <summary>What is typed with a step at the office.</summary>
/// <param name="On">The day on the paper.</param>
/// <param name="Number">Of the receipt, or of the registration.</param>
/// <param name="AsTyped">A registration number that looks unusual is right all the same.</param>
/// <param name="CorrectBy">Last day to correct.</param>
/// <param name="Reason">Why; of an enforcement, what came of it.</param>
public sealed record NewPledgeStep(DateOnly? On, string? Number = null, bool AsTyped = false, DateOnly? CorrectBy = null, string? Reason = null);

/// <summary>质押登记: what the two did at the office and what it answered, entered with its paper by either. The right arises on the day of the registration, and not before (Civil Code Art. 444).</summary>
public sealed partial class PledgeOffice(AppDbContext db, PledgeReach reach, PledgeChecks checks, PledgeStatus status, PledgeNotices notices, CaseBook book, FileStore files, Workdays workdays, TimeProvider time)
{
    public static bool HasNumber(PledgeCause cause) => cause is PledgeCause.File or PledgeCause.Resubmit or PledgeCause.Register;

    /// <summary>What people enter from here; other terms of a registered pledge have a form of their own.</summary>
    public static IEnumerable<Transition<PledgeState, PledgeCause>> Open(PledgeState state) => PledgeMachine.Machine.From(state)
        .Where(row => row.Cause is PledgeCause.File or PledgeCause.Return or PledgeCause.Resubmit or PledgeCause.Refuse or PledgeCause.Register or PledgeCause.Release or PledgeCause.Enforce);

    public async Task<Outcome<Pledge>> StepAsync(Guid id, PledgeCause cause, NewPledgeStep given, IFormFile? paper, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (pledge, _, refused) = await reach.LockAsync(id, cause == PledgeCause.Enforce ? Act.DisposePatents : Act.KeepLicences, ct);
        if (pledge is null) return refused!;
        if (pledge.State is not { } state || Open(state).SingleOrDefault(row => row.Cause == cause) is not { } row) return new Failure("state_forbids", 409, CaseTexts.StateForbids);
        var failures = Check(pledge, cause, given).ToList();
        if (paper is null) failures.Add(new("paper_missing", 400, CaseTexts.PaperMissing.Fill(CaseWords.Paper(row.Evidence[0])), "stepPaper"));
        var number = Clean(given.Number);
        if (cause == PledgeCause.Register && await db.Set<Pledge>().AnyAsync(p => p.RegistrationNo == number && p.Id != id, ct)) failures.Add(new("registration_there", 409, PledgeTexts.RegistrationThere, "number"));
        if (failures.Count > 0) return failures;
        var file = await files.AddAsync(db, paper!, PledgeFiles.Of(id), ct);
        if (!file.Succeeded) return db.Dropped([.. file.Failures.Select(f => f with { Field = "stepPaper" })]);
        var shown = new StepShown((await checks.OfAsync(pledge, ct)).Blocking, Reason: given.Reason, On: given.On, Facts: new { number, given.CorrectBy, unusual = cause == PledgeCause.Register && given.AsTyped }).With(row.Evidence[0], file.Value.Id);
        if (book.Take(PledgeMachine.Machine, pledge, cause, shown) is { } no) return db.Dropped([no.Field == "reason" ? no with { Field = "stepReason" } : no]);
        Follow(pledge, cause, given, number);
        await db.SaveChangesAsync(ct);
        await status.FollowAsync(pledge, cause, given.On!.Value, ct);
        await notices.MovedAsync(pledge, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return pledge;
    }

    private IEnumerable<Failure> Check(Pledge pledge, PledgeCause cause, NewPledgeStep given)
    {
        if (given.On is not { } day || day > Dates.Today(time) || day < pledge.Since) yield return new("on_wrong", 400, DealTexts.StepDayWrong.Fill(Dates.InWords(pledge.Since)), "on");
        if (HasNumber(cause) && Clean(given.Number) is not { Length: > 0 and <= PledgeTable.NumberMax }) yield return new("number_missing", 400, cause == PledgeCause.Register ? PledgeTexts.RegistrationNoMissing : DealTexts.FilingNoMissing, "number");
        // A number is what the notice says; that it looks unusual is asked once.
        else if (cause == PledgeCause.Register && !given.AsTyped && !Usual.IsMatch(Clean(given.Number)!)) yield return new("number_unusual", 400, PledgeTexts.NumberUnusual, "number");
        if (cause == PledgeCause.Return && given.CorrectBy < given.On) yield return new("correct_by_wrong", 400, DealTexts.CorrectByWrong, "correctBy");
    }

    private void Follow(Pledge pledge, PledgeCause cause, NewPledgeStep given, string? number)
    {
        switch (cause)
        {
            case PledgeCause.File or PledgeCause.Resubmit:
                (pledge.FilingNo, pledge.CorrectBy, pledge.Shown) = (number, null, true);
                break;
            case PledgeCause.Return:
                pledge.CorrectBy = given.CorrectBy ?? PledgeMachine.Correction.LastDay(given.On!.Value, workdays);
                break;
            case PledgeCause.Register:
                (pledge.RegistrationNo, pledge.RegisteredOn) = (number, given.On);
                break;
            case PledgeCause.Release:
                pledge.EndedOn = given.On;
                break;
            case PledgeCause.Enforce:
                (pledge.EndedOn, pledge.Outcome) = (given.On, given.Reason!.Trim());
                break;
        }
    }

    private static string? Clean(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Normalize(System.Text.NormalizationForm.FormKC).Trim().ToUpperInvariant();

    /// <summary>As the office numbers pledges: Y, the year, and nine more digits.</summary>
    [GeneratedRegex("^Y[0-9]{13}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Usual { get; }
}
