using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Deals;

/// <summary>What is typed with a step at the office.</summary>
/// <param name="On">The day on the paper.</param>
/// <param name="Number">Of the receipt, or of the 手续合格通知书.</param>
/// <param name="CorrectBy">Last day to correct.</param>
/// <param name="Reason">Why.</param>
public sealed record NewRegistrationStep(DateOnly? On, string? Number, DateOnly? CorrectBy, string? Reason);

/// <summary>转让登记: what the two did at the office and what it answered, entered with its paper. On the day of the registration, and not before, the right has moved (Art. 10(3)).</summary>
public sealed class DealRegistration(AppDbContext db, DealReach reach, DealChecks checks, DealEffect effect, DealNotices notices, ListingStop offers, CaseBook book, FileStore files, Workdays workdays, TimeProvider time)
{
    /// <summary>To correct, where the notice says no day.</summary>
    public static readonly Period Correction = new(Months: 2);

    public static bool HasNumber(DealCause cause) => cause is DealCause.File or DealCause.Resubmit or DealCause.Register;

    /// <summary>What people bring about from here.</summary>
    public static IEnumerable<Transition<DealState, DealCause>> Open(DealState state) =>
        state is DealState.Contracted or DealState.Filed or DealState.Returned or DealState.Refused ? DealMachine.Machine.From(state).Where(row => row.By is not null) : [];

    public async Task<Outcome<Deal>> StepAsync(Guid id, DealCause cause, NewRegistrationStep given, IFormFile? paper, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (deal, _, refused) = await reach.LockAsync(id, cause == DealCause.BreakOff ? Act.DisposePatents : Act.KeepLicences, ct);
        if (deal is null) return refused!;
        if (deal.State is not { } state || Open(state).SingleOrDefault(row => row.Cause == cause) is not { } row) return new Failure("state_forbids", 409, CaseTexts.StateForbids);
        var failures = Check(deal, cause, given).ToList();
        if (paper is null) failures.Add(new("paper_missing", 400, CaseTexts.PaperMissing.Fill(CaseWords.Paper(row.Evidence[0])), "stepPaper"));
        if (cause == DealCause.Register && given.Number?.Trim() is { Length: > 0 } number && await db.Set<Deal>().AnyAsync(d => d.RegistrationNo == number && d.Id != id, ct)) failures.Add(new("registration_there", 409, DealTexts.RegistrationThere, "number"));
        if (failures.Count > 0) return failures;
        var file = await files.AddAsync(db, paper!, DealFiles.Of(id), ct);
        if (!file.Succeeded) return db.Dropped([.. file.Failures.Select(f => f with { Field = "stepPaper" })]);
        var shown = new StepShown(Reason: given.Reason, On: given.On, Facts: new { number = given.Number?.Trim(), given.CorrectBy }).With(row.Evidence[0], file.Value.Id);
        if (book.Take(DealMachine.Machine, deal, cause, shown) is { } no) return db.Dropped([no.Field == "reason" ? no with { Field = "stepReason" } : no]);
        await FollowAsync(deal, cause, given, ct);
        await db.SaveChangesAsync(ct);
        await notices.MovedAsync(deal, cause, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return deal;
    }

    private IEnumerable<Failure> Check(Deal deal, DealCause cause, NewRegistrationStep given)
    {
        if (given.On is not { } day || day > Dates.Today(time) || day < deal.Since) yield return new("on_wrong", 400, DealTexts.StepDayWrong.Fill(Dates.InWords(deal.Since)), "on");
        if (HasNumber(cause) && given.Number?.Trim() is not { Length: > 0 and <= DealTable.NumberMax }) yield return new("number_missing", 400, cause == DealCause.Register ? DealTexts.RegistrationNoMissing : DealTexts.FilingNoMissing, "number");
        if (cause == DealCause.Return && given.CorrectBy < given.On) yield return new("correct_by_wrong", 400, DealTexts.CorrectByWrong, "correctBy");
    }

    private async Task FollowAsync(Deal deal, DealCause cause, NewRegistrationStep given, CancellationToken ct)
    {
        switch (cause)
        {
            case DealCause.File or DealCause.Resubmit:
                (deal.FilingNo, deal.CorrectBy) = (given.Number!.Trim(), null);
                break;
            case DealCause.Return:
                deal.CorrectBy = given.CorrectBy ?? Correction.LastDay(given.On!.Value, workdays);
                break;
            case DealCause.Register:
                (deal.RegistrationNo, deal.EffectiveOn) = (given.Number!.Trim(), given.On);
                var terms = (await checks.OfAsync(deal, ct)).Terms!;
                await effect.MakeAsync(deal, terms, given.On!.Value, ct);
                await EndOffersAsync(deal, terms, ct);
                break;
        }
    }

    /// <summary>
    /// What the old owner offered is no longer theirs to offer. Who owns the patent here changes by the gazette or by the holder's own act, as for any transfer; an announced declaration keeps its offer and
    /// asks the new owner (machine B, TRANSFERRED).
    /// </summary>
    private async Task EndOffersAsync(Deal deal, DealTerms terms, CancellationToken ct)
    {
        foreach (var no in terms.Patents.Order(StringComparer.Ordinal))
        {
            if (await db.Set<Declaration>().AnyAsync(d => d.ApplicationNo == no && d.State != null && DeclarationBook.Standing.Contains(d.State.Value), ct)) continue;
            await offers.LockAsync(no, ct);
            await offers.AllOfAsync(no, "deal_registered", DealTexts.OfferEnds.Fill(deal.Number), ct);
        }
    }
}
