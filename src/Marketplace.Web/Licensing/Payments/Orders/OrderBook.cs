using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments.Refunds;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Payments.Orders;

/// <summary>
/// What a provider's word does, whether it called, or was asked because its call did not come: order, payment and licence in one transaction. Told twice it does nothing twice, so a program
/// that dies over it is no harm: whoever hears the word next does it.
/// </summary>
public sealed class OrderBook(AppDbContext db, CaseBook book, Receipts receipts, RefundBook refunds, RefundNotices notices, IEnumerable<IPaymentProvider> providers, TimeProvider time, ILogger<OrderBook> logger)
{
    /// <summary>The longest wait between two questions: nobody who paid and whose provider forgot to call waits longer.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(5);

    /// <summary>False: there is no such order of this provider.</summary>
    public async Task<bool> HearAsync(string provider, OrderReport report, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await LockAsync(db.Set<PaymentOrder>().Where(o => o.Id == report.Id && o.Provider == provider).Select(o => o.LicenceId), ct) is not { } licence) return false;
        var order = await db.Set<PaymentOrder>().SingleAsync(o => o.Id == report.Id, ct);
        switch (report.Word)
        {
            case OrderWord.Pending:
                if (Take(order, OrderCause.Offer)) (order.PayAt, order.Scan) = (report.PayAt, report.Scan);
                break;
            case OrderWord.Paid:
                await PaidAsync(order, licence, report, ct);
                break;
            case OrderWord.Failed or OrderWord.Refused:
                if (Take(order, OrderCause.Fail)) order.Fault = report.Reason;
                break;
            case OrderWord.Closed:
                Take(order, OrderCause.Close);
                break;
        }
        (order.AskAt, order.Asked) = (time.GetUtcNow() + Wait(order.Asked), order.Asked + 1);
        await db.SaveChangesAsync(ct);
        await db.Database.ExecuteSqlAsync($"select pg_notify({PaymentWorker.Moved}, {order.Id.ToString()})", ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>False: there is no such refund on its way.</summary>
    public async Task<bool> HearAsync(RefundReport report, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await LockAsync(db.Set<Refund>().Where(r => r.Id == report.Id && r.OrderId != null).Select(r => r.LicenceId), ct) is not { } licence) return false;
        var refund = await db.Set<Refund>().SingleAsync(r => r.Id == report.Id, ct);
        var moved = report.Word switch
        {
            RefundWord.Succeeded => book.Take(RefundMachine.Machine, refund, RefundCause.ProviderSent) is null,
            RefundWord.Failed => book.Take(RefundMachine.Machine, refund, RefundCause.ProviderFailed, new(Reason: report.Reason ?? "FAILED")) is null,
            _ => false,
        };
        if (moved && refund.State == RefundState.Sent) (refund.SentOn, refund.SentReference) = (Dates.Today(time), refund.Id.ToString("N"));
        if (moved && refund.State == RefundState.Owed) refund.ProviderFault = report.Reason ?? "FAILED";
        if (refund.State == RefundState.Sending) refund.AskAt = time.GetUtcNow() + TimeSpan.FromMinutes(1);
        await db.SaveChangesAsync(ct);
        if (moved) await notices.MovedAsync(licence, refund, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>Asks the provider where an order stands, or tells it of one that it never heard of.</summary>
    public async Task AskAsync(PaymentOrder order, Func<PaymentOrder, CancellationToken, Task<OrderToPay>> told, CancellationToken ct)
    {
        // Of a provider that is configured no more nobody can be asked; the order waits for it.
        if (providers.FirstOrDefault(p => p.Name == order.Provider) is not { } provider) return;
        var report = order.State == OrderState.Started ? await provider.StartAsync(await told(order, ct), ct) : await provider.AskAsync(order.Id, ct);
        if (report.Word == OrderWord.Unknown) report = await provider.StartAsync(await told(order, ct), ct);
        await HearAsync(provider.Name, report, ct);
    }

    private async Task PaidAsync(PaymentOrder order, Licence licence, OrderReport report, CancellationToken ct)
    {
        var number = report.Transaction!;
        if (order.Transaction == number) return;
        if (await db.Set<PaymentOrder>().AnyAsync(o => o.Provider == order.Provider && o.Transaction == number, ct))
        {
            // One sum pays one order, whatever the provider says.
            logger.LogWarning("Provider {Provider} names one transaction for two orders; the second is {Order}", order.Provider, order.Id);
            return;
        }
        var money = new Incoming(report.Amount!.Value, Dates.Day(report.PaidAt!.Value), licence.LicenseeName, $"{order.Provider}:{number}", PaymentSource.Provider) { OrderId = order.Id };
        if (order.State == OrderState.Paid)
        {
            // Two sums for one order: the second has no ground.
            await refunds.OweAsync(licence, money, RefundWhy.Twice, ct);
            return;
        }
        Take(order, OrderCause.Pay, new(Facts: new { number, report.Amount }));
        (order.Transaction, order.PaidAmount) = (number, report.Amount);
        await db.SaveChangesAsync(ct);
        await receipts.TakeAsync(licence, money, ct);
    }

    private bool Take(PaymentOrder order, OrderCause cause, StepShown? shown = null) => book.Take(OrderMachine.Machine, order, cause, shown) is null;

    /// <summary>Licence first, as everything locks.</summary>
    private async Task<Licence?> LockAsync(IQueryable<Guid> which, CancellationToken ct)
    {
        if (await which.Select(id => (Guid?)id).SingleOrDefaultAsync(ct) is not { } id) return null;
        await db.Database.ExecuteSqlAsync($"select 1 from licences where id = {id} for update", ct);
        return await db.Set<Licence>().SingleAsync(l => l.Id == id, ct);
    }

    private static TimeSpan Wait(int asked) => asked > 5 ? s_longest : TimeSpan.FromSeconds(10 << asked);
}
