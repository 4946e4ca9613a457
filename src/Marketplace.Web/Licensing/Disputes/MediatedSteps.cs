using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Obligations;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Licensing.Payments.Refunds;
using Marketplace.Web.Licensing.Trials;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Disputes;

/// <summary>
/// What a mediation means for a fee, a payment, a refund or a condition that is in dispute: the step its own desk has for a bureau that mediated, with the kept record as its paper. Nothing here knows
/// another way to any state.
/// </summary>
public sealed class MediatedSteps(AppDbContext db, DisputeReach reach, ObligationDesk fees, PaymentDesk payments, RefundDesk refunds, TriggerDesk triggers)
{
    /// <param name="id">The dispute.</param>
    /// <param name="amount">What a fee is to be.</param>
    /// <param name="on">The day a condition came true; null: it did not.</param>
    /// <param name="reason">As the step keeps it.</param>
    /// <param name="ct">The request ended.</param>
    public async Task<Failure?> TakeAsync(Guid id, decimal? amount, DateOnly? on, string? reason, CancellationToken ct)
    {
        if (await reach.FindAsync(id, ct) is not (var dispute, Side.Bureau)) return Failures.OfStatus(404);
        if (dispute.RecordId is not { } record || dispute.State is not (DisputeState.Agreed or DisputeState.Failed)) return new("record_missing", 409, DisputeTexts.RecordFirst, "record");
        var file = await (from f in db.Set<StoredFile>() join c in db.Set<StoredContent>() on f.ContentSha256 equals c.Sha256 where f.Id == record select new { f.Name, f.MediaType, c.Bytes }).SingleAsync(ct);
        var paper = new FormFile(new MemoryStream(file.Bytes), 0, file.Bytes.Length, "record", file.Name) { Headers = new HeaderDictionary(), ContentType = file.MediaType };
        return dispute.Subject switch
        {
            DisputeSubject.Fee => First(await fees.DecideAsync(dispute.LicenceId, await db.Set<FeeObligation>().Where(o => o.Id == dispute.SubjectId).Select(o => o.Ordinal).SingleAsync(ct), amount, reason, paper, ct)),
            DisputeSubject.Payment => First(await payments.DisproveAsync(dispute.SubjectId!.Value, reason, paper, ct)),
            DisputeSubject.Refund => First(await refunds.SettleAsync(dispute.SubjectId!.Value, reason, paper, ct)),
            DisputeSubject.Condition => First(await triggers.DecideAsync(dispute.LicenceId, on, reason, paper, ct)),
            _ => new("state_forbids", 409, CaseTexts.StateForbids),
        };
    }

    private static Failure? First<T>(Outcome<T> done) where T : class => done.Succeeded ? null : done.Failures[0];
}
