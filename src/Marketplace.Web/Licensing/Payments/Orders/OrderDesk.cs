using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Payments.Orders;

/// <summary>在线支付, as the licensee sees it: an order for what is still owed, and where it stands.</summary>
public sealed class OrderDesk(AppDbContext db, LicenceReach reach, LicenceEffect effect, CaseBook book, OrderBook orders, IEnumerable<IPaymentProvider> providers, PublicAddress address, AccessCheck access, TimeProvider time)
{
    /// <summary>How payers call the way to pay; null: there is none.</summary>
    public string? Title => providers.FirstOrDefault()?.Title;

    /// <summary>Whether this licence can be paid online: a provider is configured, and the patentee is somebody it can pay.</summary>
    public bool Offers(Licence licence) => licence is { HolderId: not null, State: LicenceState.NoticeSent or LicenceState.NoticeReceived, FirstFee: > 0 } && providers.Any();

    /// <summary>The order in which the licence is paid: the one that is open, or a new one.</summary>
    public async Task<Outcome<PaymentOrder>> StartAsync(Guid licenceId, Guid once, CancellationToken ct)
    {
        if (providers.FirstOrDefault() is not { } provider) return Failures.OfStatus(404);
        PaymentOrder order;
        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            var (licence, _, refused) = await reach.LockAsync(licenceId, ct, Side.Taker);
            if (licence is null) return refused!;
            var known = await db.Set<PaymentOrder>().AsNoTracking().Where(o => o.LicenceId == licenceId && (o.Id == once || o.State == OrderState.Started || o.State == OrderState.Pending)).OrderByDescending(o => o.Id).FirstOrDefaultAsync(ct);
            if (known is not null) return known;
            if (!Offers(licence)) return new Failure("no_online_payment", 409, licence.HolderId is null ? PaymentTexts.HolderNotHere : LicenceTexts.AlreadyPaid);
            var owed = licence.FirstFee - await effect.CountedAsync(licence, ct);
            if (owed <= 0) return new Failure("already_paid", 409, LicenceTexts.AlreadyPaid);
            var now = time.GetUtcNow();
            order = new() { Id = once, LicenceId = licenceId, Amount = owed, Provider = provider.Name, At = now, AskAt = now.AddSeconds(10) };
            book.Take(OrderMachine.Machine, order, OrderCause.Start, new(Facts: new { order.Amount, order.Provider }));
            db.Add(order);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }
        // Outside of the transaction; if we die here, or nobody answers, the worker tells the provider.
        await orders.AskAsync(order, ToldAsync, ct);
        return order;
    }

    /// <summary>The reader's own order; null: there is none.</summary>
    public async Task<(PaymentOrder Order, Licence Licence)?> FindAsync(Guid id, CancellationToken ct)
    {
        if (await db.Set<PaymentOrder>().AsNoTracking().SingleOrDefaultAsync(o => o.Id == id, ct) is not { } order) return null;
        var licence = await db.Set<Licence>().AsNoTracking().SingleAsync(l => l.Id == order.LicenceId, ct);
        return access.May(Act.KeepLicences, new(licence.LicenseeId)) ? (order, licence) : null;
    }

    /// <summary>Asks the provider now, for somebody who waits.</summary>
    public async Task<Failure?> AskAsync(Guid id, CancellationToken ct)
    {
        if (await FindAsync(id, ct) is not var (order, _)) return Failures.OfStatus(404);
        if (order.State!.Value.IsLive()) await orders.AskAsync(order, ToldAsync, ct);
        return null;
    }

    public async Task<OrderToPay> ToldAsync(PaymentOrder order, CancellationToken ct)
    {
        var to = await (from l in db.Set<Licence>() join o in db.Set<Organisation>() on l.HolderId equals o.Id where l.Id == order.LicenceId select new { l.Reference, o.Name, o.Uscc }).SingleAsync(ct);
        return new(order.Id, order.Amount, $"{LicenceTexts.Fee} {to.Reference}", to.Name, to.Uscc, address.Of($"/payments/orders/{order.Id}"));
    }
}
