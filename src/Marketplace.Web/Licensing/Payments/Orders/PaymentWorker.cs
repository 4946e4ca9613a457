using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Payments.Refunds;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Platform.Jobs;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Web.Licensing.Payments.Orders;

/// <summary>
/// Asks providers about orders and refunds they have not called about: a call that was lost, a program that died between call and effect, an order that nobody told them of. Two programs that
/// ask at once do no harm (<see cref="OrderBook"/>).
/// </summary>
public sealed class PaymentWorker(IServiceScopeFactory scopes, DatabaseSignals signals, DatabaseReady ready, TimeProvider time, ILogger<PaymentWorker> logger)
    : QueueWorker(Channel, TimeSpan.FromSeconds(10), signals, ready, logger)
{
    public const string Channel = "payments";

    /// <summary>Tells which order has taken a step (<see cref="StepWatch"/>).</summary>
    public const string Moved = "payments_moved";

    public static Task<int> WakeAsync(AppDbContext db, CancellationToken ct) => db.Database.ExecuteSqlAsync($"select pg_notify({Channel}, '')", ct);

    internal override async Task RunAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        var now = time.GetUtcNow();
        var orders = await db.Set<PaymentOrder>().AsNoTracking().Where(o => (o.State == OrderState.Started || o.State == OrderState.Pending) && o.AskAt <= now).OrderBy(o => o.AskAt).ThenBy(o => o.Id).Take(200).ToListAsync(ct);
        foreach (var order in orders) await EachAsync(order.Id, services => services.GetRequiredService<OrderBook>().AskAsync(order, services.GetRequiredService<OrderDesk>().ToldAsync, ct), ct);
        var refunds = await db.Set<Refund>().AsNoTracking().Where(r => r.State == RefundState.Sending && r.AskAt <= now).OrderBy(r => r.AskAt).ThenBy(r => r.Id).Take(200).ToListAsync(ct);
        foreach (var refund in refunds) await EachAsync(refund.Id, services => RefundAsync(services, refund, ct), ct);
    }

    /// <summary>One that fails holds up no other, and not the program.</summary>
    private async Task EachAsync(Guid id, Func<IServiceProvider, Task> act, CancellationToken ct)
    {
        await using var one = scopes.CreateAsyncScope();
        try
        {
            await act(one.ServiceProvider);
        }
        catch (Exception e) when (!ct.IsCancellationRequested && e is not NpgsqlException { IsTransient: true })
        {
            Logger.LogError(e, "Asking about {Id} failed", id);
            var db = one.ServiceProvider.GetRequiredService<AppDbContext>();
            db.ChangeTracker.Clear();
            // A bug: it would be met again at once.
            var later = time.GetUtcNow().AddHours(1);
            await db.Set<PaymentOrder>().Where(o => o.Id == id).ExecuteUpdateAsync(set => set.SetProperty(o => o.AskAt, later), ct);
            await db.Set<Refund>().Where(r => r.Id == id).ExecuteUpdateAsync(set => set.SetProperty(r => r.AskAt, later), ct);
        }
    }

    private static async Task RefundAsync(IServiceProvider services, Refund refund, CancellationToken ct)
    {
        var order = await services.GetRequiredService<AppDbContext>().Set<PaymentOrder>().AsNoTracking().SingleAsync(o => o.Id == refund.OrderId, ct);
        if (services.GetServices<IPaymentProvider>().FirstOrDefault(p => p.Name == order.Provider) is not { } provider) return;
        var report = await provider.AskRefundAsync(refund.Id, ct);
        if (report.Word == RefundWord.Unknown) report = await provider.RefundAsync(refund.Id, order.Id, refund.Amount, ct);
        await services.GetRequiredService<OrderBook>().HearAsync(report, ct);
    }
}
