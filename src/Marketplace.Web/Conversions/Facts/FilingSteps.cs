using Marketplace.Web.Conversions.Signals;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Errors;

namespace Marketplace.Web.Conversions.Facts;

/// <summary>上报、撤回、初审、复核、退回、撤下: each by whoever it is up to, and only from where the reader saw it stand.</summary>
public sealed class FilingSteps(AppDbContext db, FilingReach reach, FilingBook book, SignalFinder signals)
{
    public async Task<Outcome<Conversion>> TakeAsync(Guid id, FilingCause cause, int seen, string? reason, CancellationToken ct)
    {
        if (cause is FilingCause.Check or FilingCause.Verify && await reach.FindAsync(id, ct) is not null) await LookAsync(id, ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (found, failure) = await reach.LockAsync(id, ct);
        if (found is not var (conversion, filing)) return failure!;
        if (await RefuseAsync(filing, cause, ct) is { } refused) return db.Dropped(refused);
        // Two at once, or a page that was open since yesterday: the second sees first what the other one did.
        if (filing.Steps != seen) return db.Dropped(new Failure("moved_meanwhile", 409, ConversionTexts.MovedMeanwhile));
        if (await book.TakeAsync(conversion, filing, cause, reason, ct) is { } no) return db.Dropped(no);
        await transaction.CommitAsync(ct);
        return conversion;
    }

    /// <summary>What became known since it was handed in; kept even if the step is refused because of it, so that the page can show why.</summary>
    private async Task LookAsync(Guid id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await signals.LookAsync(id, ct);
        await transaction.CommitAsync(ct);
        db.ChangeTracker.Clear();
    }

    /// <summary>Whose step it is: what stands on the page as a button, and nothing else.</summary>
    public async Task<Failure?> RefuseAsync(Filing filing, FilingCause cause, CancellationToken ct) => cause switch
    {
        FilingCause.Submit or FilingCause.TakeBack or FilingCause.Drop => await reach.RefuseKeepingAsync(filing.RegionPath, ct),
        FilingCause.Check => await reach.RefuseStepAsync(ReportStep.Check, filing.RegionPath, ct),
        FilingCause.Verify => await reach.RefuseStepAsync(ReportStep.Verify, filing.RegionPath, ct),
        FilingCause.Return => await reach.RefuseStepAsync(filing.State == FilingState.Checked ? ReportStep.Verify : ReportStep.Check, filing.RegionPath, ct),
        _ => Failures.OfStatus(404),
    };
}
