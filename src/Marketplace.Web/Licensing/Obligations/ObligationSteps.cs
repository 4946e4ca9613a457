using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Obligations;

/// <summary>A file that was kept, or none was given.</summary>
public sealed record KeptFile(Guid? Id);

/// <summary>What every step of an obligation shares: the licence is locked, the step taken, payments looked at again, the other side told, all in one transaction.</summary>
public sealed class ObligationSteps(AppDbContext db, LicenceReach reach, ObligationBook obligations, ObligationNotices notices, CaseBook book, FileStore files, TimeProvider time)
{
    public async Task<Outcome<FeeObligation>> TakeAsync(Guid licenceId, int ordinal, Side[] sides, ObligationNotice notice, Func<Licence, FeeObligation, Side, Task<List<Failure>>> act, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (licence, side, refused) = await reach.LockAsync(licenceId, ct, sides);
        if (licence is null) return refused!;
        if (await db.Set<FeeObligation>().SingleOrDefaultAsync(o => o.LicenceId == licenceId && o.Ordinal == ordinal, ct) is not { } one) return Failures.OfStatus(404);
        var before = one.Steps;
        if (await act(licence, one, side) is { Count: > 0 } failures) return db.Dropped(failures);
        await db.SaveChangesAsync(ct);
        await obligations.FollowAsync(one, ct);
        await obligations.FollowAsync(licence, ct);
        await db.SaveChangesAsync(ct);
        await notices.SyncAsync(licence, one, ct);
        // A payment tells of itself: short ones take no step.
        if (one.Steps != before && notice != ObligationNotice.Shown) await notices.TellAsync(licence, one, notice, ct);
        await transaction.CommitAsync(ct);
        return one;
    }

    public async Task<Outcome<KeptFile>> KeepAsync(Licence licence, IFormFile? file, string field, CancellationToken ct)
    {
        if (file is null) return new KeptFile(null);
        var kept = await files.AddAsync(db, file, $"{LicenceFiles.Subject}:{licence.Id}", ct);
        return kept.Succeeded ? new KeptFile(kept.Value.Id) : kept.Failures.Select(failure => failure with { Field = field }).ToList();
    }

    /// <summary>Everything that stands against a step of this obligation, in words; each row of the machine asks for some of it.</summary>
    public async Task<Dictionary<string, string>> BlockingAsync(FeeObligation one, CancellationToken ct)
    {
        var blocking = new Dictionary<string, string>(StringComparer.Ordinal);
        var invoices = await db.Set<FeeInvoice>().Where(i => i.ObligationId == one.Id && i.ReplacedAt == null).ToListAsync(ct);
        if (one.Amount is null) blocking[ObligationMachine.NoAmount] = ObligationTexts.ReportFirst;
        if (!one.Runs) blocking[ObligationMachine.NoReport] = ObligationTexts.NothingToReport;
        else if (ObligationBook.AskedFrom(one) > Dates.Today(time)) blocking[ObligationMachine.NoReport] = ObligationTexts.PeriodNotOver.Fill(Dates.InWords(one.ToDay));
        if (invoices.Exists(invoice => !invoice.Advance)) blocking[ObligationMachine.IsInvoiced] = ObligationTexts.IsInvoiced;
        if (invoices.Count == 0) blocking[ObligationMachine.NoInvoice] = ObligationTexts.NoInvoice;
        if (!one.Runs || one.Amount is not null || one.Credited == 0) blocking[ObligationMachine.NotPrepaid] = ObligationTexts.ReportFirst;
        if ((await db.Set<Payment>().Where(p => p.ObligationId == one.Id).ToListAsync(ct)).Exists(payment => payment.State is { } state && state.Counts())) blocking[ObligationMachine.MoneyCame] = ObligationTexts.MoneyCame;
        if (one is { State: ObligationState.Disputed, Before: ObligationState.Paid }) blocking[ObligationMachine.IsContested] = ObligationTexts.IsContested;
        return blocking;
    }

    /// <summary>The dispute is over: what was proposed about it needs no answer.</summary>
    public async Task OvertakeAsync(FeeObligation one, CancellationToken ct)
    {
        var licence = await db.Set<Licence>().SingleAsync(l => l.Id == one.LicenceId, ct);
        foreach (var open in await db.Set<LicenceAgreement>().Where(a => a.ObligationId == one.Id && a.State == AgreementState.Open).ToListAsync(ct))
        {
            book.Take(AgreementMachine.Machine, open, AgreementCause.Overtake);
            await notices.AnswerAsync(licence, open.Id, null, "", ct);
        }
    }

    public static Failure? AmountWrong(decimal? amount, string field) => amount is not { } yuan || yuan < 0 || yuan > FeeTerms.Largest || decimal.Round(yuan, 2) != yuan ? new("amount_wrong", 400, ObligationTexts.AmountWrong, field) : null;
}
