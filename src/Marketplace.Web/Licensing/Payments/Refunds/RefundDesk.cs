using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments.Orders;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Licensing.Payments.Refunds;

/// <summary>What the two sides of a refund do about it, and a bureau that mediated.</summary>
public sealed class RefundDesk(AppDbContext db, RefundReach reach, RefundNotices notices, CaseBook book, FileStore files, TimeProvider time)
{
    /// <summary>Sent back by transfer, with the bank's voucher.</summary>
    public Task<Outcome<Refund>> SendAsync(Guid id, DateOnly? on, string? reference, IFormFile? proof, CancellationToken ct) => StepAsync(id, Side.Giver, async (refund, _) =>
    {
        var failures = new List<Failure>();
        if (on is not { } day || day > Dates.Today(time) || day < refund.CameOn) failures.Add(new("sent_on_wrong", 400, PaymentTexts.SentOnWrong.Fill(Dates.InWords(refund.CameOn)), "sentOn"));
        if (reference?.Trim() is not { Length: > 0 and <= PaymentTable.ReferenceMax }) failures.Add(new("bank_reference_missing", 400, LicenceTexts.BankReferenceMissing, "sentReference"));
        if (proof is null) failures.Add(new("voucher_missing", 400, LicenceTexts.VoucherMissing, "sentProof"));
        if (failures.Count > 0) return failures;
        var file = await files.AddAsync(db, proof!, $"{RefundFiles.Subject}:{id}", ct);
        if (!file.Succeeded) return [.. file.Failures.Select(f => f with { Field = "sentProof" })];
        if (Take(refund, RefundCause.Send, new StepShown(On: on, Facts: new { reference }).With(RefundMachine.Voucher, file.Value.Id)) is { } no) return [no];
        (refund.SentOn, refund.SentReference, refund.SentProofId) = (on, reference!.Trim(), file.Value.Id);
        return [];
    }, ct);

    /// <summary>原路退回: the provider is asked by <see cref="PaymentWorker"/>, which goes on asking until it answers.</summary>
    public Task<Outcome<Refund>> SendByProviderAsync(Guid id, CancellationToken ct) => StepAsync(id, Side.Giver, async (refund, _) =>
    {
        if (refund.OrderId is null || refund.ProviderFault is not null) return [new("no_order", 409, PaymentTexts.CameByTransfer)];
        if (Take(refund, RefundCause.AskProvider) is { } no) return [no];
        refund.AskAt = time.GetUtcNow();
        await PaymentWorker.WakeAsync(db, ct);
        return [];
    }, ct);

    public Task<Outcome<Refund>> DeclineAsync(Guid id, string? reason, CancellationToken ct) => StepAsync(id, Side.Giver, (refund, _) =>
        Task.FromResult<List<Failure>>(refund.State == RefundState.Owed ? Of(Take(refund, RefundCause.Decline, new(Reason: reason))) : [new("state_forbids", 409, CaseTexts.StateForbids)]), ct);

    public Task<Outcome<Refund>> ReceiveAsync(Guid id, CancellationToken ct) => StepAsync(id, Side.Taker, (refund, _) => Task.FromResult(Of(Take(refund, RefundCause.Receive))), ct);

    public Task<Outcome<Refund>> ContestAsync(Guid id, string? reason, CancellationToken ct) => StepAsync(id, Side.Taker, (refund, _) => Task.FromResult(Of(Take(refund, RefundCause.Contest, new(Reason: reason)))), ct);

    /// <summary>A bureau mediated: nothing is owed.</summary>
    public Task<Outcome<Refund>> SettleAsync(Guid id, string? reason, IFormFile? record, CancellationToken ct) => StepAsync(id, Side.Bureau, async (refund, _) =>
    {
        if (refund.State != RefundState.Contested) return [new("state_forbids", 409, CaseTexts.StateForbids)];
        if (record is null) return Of(Take(refund, RefundCause.Decline, new(Reason: reason)));
        var file = await files.AddAsync(db, record, $"{RefundFiles.Subject}:{id}", ct);
        if (!file.Succeeded) return [.. file.Failures.Select(f => f with { Field = "mediation" })];
        return Of(Take(refund, RefundCause.Decline, new StepShown(Reason: reason).With(RefundMachine.Mediation, file.Value.Id)));
    }, ct);

    private Failure? Take(Refund refund, RefundCause cause, StepShown? shown = null) => book.Take(RefundMachine.Machine, refund, cause, shown);

    private static List<Failure> Of(Failure? failure) => failure is null ? [] : [failure];

    private async Task<Outcome<Refund>> StepAsync(Guid id, Side side, Func<Refund, Licence, Task<List<Failure>>> step, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (refund, licence, refused) = await reach.LockAsync(id, side, ct);
        if (refund is null) return refused!;
        if (await step(refund, licence!) is { Count: > 0 } failures) return db.Dropped(failures);
        await db.SaveChangesAsync(ct);
        await notices.MovedAsync(licence!, refund, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return refund;
    }
}
