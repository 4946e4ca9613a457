using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Listings.Declarations;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Declarations;

/// <summary>What is typed with a step; each asks for some of it.</summary>
/// <param name="On">The day on the paper.</param>
/// <param name="Number">Of the receipt or of the gazette.</param>
/// <param name="Until">Last day of the publicity, or of the correction.</param>
/// <param name="Reason">Why.</param>
public sealed record NewStep(DateOnly? On = null, string? Number = null, DateOnly? Until = null, string? Reason = null);

/// <summary>The way of a declaration through its owner's house, in public, and through the office: each step with its guards, papers and what follows from it.</summary>
public sealed class DeclarationSteps(
    AppDbContext db, DeclarationReach reach, DeclarationChecks checks, DeclarationBook declarations, DeclarationNotices notices, CaseBook book, ListingWork work, FileStore files, Workdays workdays, Actor actor, TimeProvider time)
{
    /// <summary>协议定价的公示 lasts at least so long (Conversion Law Art. 18 leaves it to the unit; fifteen days are usual).</summary>
    public static readonly Period Publicity = new(Days: 15);

    private static readonly Period s_longestPublicity = new(Days: 90);

    /// <summary>What people bring about; the others are the clock's.</summary>
    public static IEnumerable<Transition<DeclarationState, DeclarationCause>> Open(DeclarationState state) => DeclarationMachine.Machine.From(state).Where(row => row.By is not null && row.Cause != DeclarationCause.ChangeOwner);

    /// <summary>Whether the step happened on a day that its paper says, which may lie back.</summary>
    public static bool HasDay(DeclarationCause cause) => cause is DeclarationCause.File or DeclarationCause.Correct or DeclarationCause.AskCorrection or DeclarationCause.Announce or DeclarationCause.Refuse
        or DeclarationCause.FileWithdrawal or DeclarationCause.RefuseWithdrawal or DeclarationCause.Withdraw;

    public static bool HasNumber(DeclarationCause cause) => cause is DeclarationCause.File or DeclarationCause.Announce or DeclarationCause.Correct;

    public async Task<Outcome<Declaration>> TakeAsync(Guid id, DeclarationCause cause, NewStep given, IFormFile? paper, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (declaration, refused) = await reach.LockAsync(id, Act.KeepListings, ct);
        if (declaration is null) return refused!;
        if (declaration.State is not { } state || Open(state).SingleOrDefault(row => row.Cause == cause) is not { } row) return new Failure("state_forbids", 409, CaseTexts.StateForbids);
        if (row.By != Act.KeepListings && await reach.LockAsync(id, row.By!.Value, ct) is { Refused: { } notTheirs }) return notTheirs;
        await db.LockRightsAsync([declaration.ApplicationNo], ct);
        if (await checks.OfAsync(declaration, ct) is not { } check) return new Failure("patent_removed", 409, ListingTexts.PatentRemoved);
        var failures = Check(declaration, cause, given).ToList();
        if (Decides(cause) && declaration.PreparedBy == actor.PersonId && !await work.AloneAsync(db, declaration.OwnerId!.Value, ct)) failures.Add(new("separation_of_duties", 409, AccessTexts.SeparationOfDuties));
        if (row.Evidence.Count > 0 && paper is null) failures.Add(new("paper_missing", 400, CaseTexts.PaperMissing.Fill(CaseWords.Paper(row.Evidence[0])), "paper"));
        if (row.ReasonNeeded && string.IsNullOrWhiteSpace(given.Reason)) failures.Add(new("reason_missing", 400, CaseTexts.ReasonMissing, "reason"));
        if (failures.Count > 0) return failures;
        var shown = new StepShown(Blocking(check, cause), Reason: given.Reason, On: HasDay(cause) ? given.On : null, Facts: new { number = given.Number?.Trim(), given.Until });
        if (row.Evidence is [var code] && paper is not null)
        {
            var file = await files.AddAsync(db, paper, DeclarationFiles.Of(id), ct);
            if (!file.Succeeded) return db.Dropped([.. file.Failures.Select(f => f with { Field = "paper" })]);
            shown = shown.With(code, file.Value.Id);
        }
        if (book.Take(DeclarationMachine.Machine, declaration, cause, shown) is { } no) return db.Dropped([no]);
        await FollowAsync(declaration, cause, given, check, ct);
        await db.SaveChangesAsync(ct);
        await notices.MovedAsync(declaration, cause, ct);
        await transaction.CommitAsync(ct);
        return declaration;
    }

    private IEnumerable<Failure> Check(Declaration declaration, DeclarationCause cause, NewStep given)
    {
        var today = Dates.Today(time);
        // What the gazette announced it may have announced before this house was through with it.
        var first = cause == DeclarationCause.Announce && declaration.State != DeclarationState.Filed ? DateOnly.MinValue : declaration.Since;
        if (HasDay(cause) && (given.On is not { } day || day > today || day < first)) yield return new("on_wrong", 400, first == DateOnly.MinValue ? DeclareTexts.DayMissing : DeclareTexts.DayWrong.Fill(Dates.InWords(first)), "on");
        if (HasNumber(cause) && given.Number?.Trim() is not { Length: > 0 and <= DeclarationTable.NumberMax }) yield return new("number_missing", 400, cause == DeclarationCause.Announce ? DeclareTexts.AnnouncementMissing : DeclareTexts.ReceiptMissing, "number");
        if (cause == DeclarationCause.Publicise && given.Until is { } until && (until < Publicity.LastDay(today, workdays) || until > s_longestPublicity.CorrespondingDay(today)))
            yield return new("until_wrong", 400, DeclareTexts.PublicityWrong.Fill(Dates.InWords(Publicity.LastDay(today, workdays))), "until");
        if (cause == DeclarationCause.AskCorrection && given.Until is { } mend && mend < given.On) yield return new("until_wrong", 400, DeclareTexts.CorrectByWrong, "until");
    }

    /// <summary>Four eyes.</summary>
    private static bool Decides(DeclarationCause cause) => cause is DeclarationCause.Publicise or DeclarationCause.Approve;

    /// <summary>To withdraw everybody must agree again; where nothing is publicised the price way decides.</summary>
    private static Dictionary<string, string> Blocking(DeclarationCheck check, DeclarationCause cause)
    {
        var blocking = new Dictionary<string, string>(check.Blocking, StringComparer.Ordinal);
        if (cause != DeclarationCause.FileWithdrawal) return blocking;
        var missing = check.Others.Where(holder => check.ConsentOf(holder, ConsentTo.Withdraw) is not { State: ConsentState.Agreed }).Select(holder => holder.Name).ToList();
        if (missing.Count > 0) blocking["G8"] = DeclareTexts.WithdrawConsents.Fill(string.Join('、', missing));
        else blocking.Remove("G8");
        return blocking;
    }

    private async Task FollowAsync(Declaration declaration, DeclarationCause cause, NewStep given, DeclarationCheck check, CancellationToken ct)
    {
        var today = Dates.Today(time);
        switch (cause)
        {
            case DeclarationCause.Submit:
                (declaration.PreparedBy, declaration.Form, declaration.Terms) = (actor.PersonId, PreparedDeclaration.Write([check.Form]), check.Terms.Write());
                break;
            case DeclarationCause.SendBack or DeclarationCause.Reopen:
                (declaration.Form, declaration.Terms, declaration.PublicFrom, declaration.PublicUntil) = (null, null, null, null);
                break;
            case DeclarationCause.Publicise:
                (declaration.PublicFrom, declaration.PublicUntil) = (today, given.Until ?? Publicity.LastDay(today, workdays));
                break;
            case DeclarationCause.UpholdObjection:
                (declaration.PublicFrom, declaration.PublicUntil) = (null, null);
                await db.Set<DeclarationObjection>().Where(o => o.DeclarationId == declaration.Id && o.State == ObjectionState.Open)
                    .ExecuteUpdateAsync(set => set.SetProperty(o => o.State, ObjectionState.Upheld).SetProperty(o => o.Answer, given.Reason!.Trim()).SetProperty(o => o.AnsweredBy, actor.PersonId).SetProperty(o => o.AnsweredAt, time.GetUtcNow()), ct);
                break;
            case DeclarationCause.File or DeclarationCause.Correct:
                (declaration.ReceiptNo, declaration.CorrectBy) = (given.Number!.Trim(), null);
                break;
            case DeclarationCause.AskCorrection:
                declaration.CorrectBy = given.Until ?? DeclarationMachine.CorrectionTerm.LastDay(given.On!.Value, workdays);
                break;
            case DeclarationCause.Announce:
                await declarations.StandAsync(declaration, given.Number!.Trim(), given.On!.Value, ct);
                break;
            case DeclarationCause.Withdraw:
                await declarations.EndAsync(declaration, ct);
                break;
        }
    }
}
