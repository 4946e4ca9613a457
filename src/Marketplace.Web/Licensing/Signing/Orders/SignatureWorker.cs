using Marketplace.Web.Data;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Platform.Jobs;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Web.Licensing.Signing.Orders;

/// <summary>Asks providers about orders they have not called about: a call that was lost, a program that died between call and effect, an order that nobody told them of.</summary>
public sealed class SignatureWorker(IServiceScopeFactory scopes, DatabaseSignals signals, DatabaseReady ready, TimeProvider time, ILogger<SignatureWorker> logger)
    : QueueWorker(Channel, TimeSpan.FromSeconds(10), signals, ready, logger)
{
    public const string Channel = "signatures";

    /// <summary>Tells of which signing an order has taken a step (<see cref="StepWatch"/>).</summary>
    public const string Moved = "signatures_moved";

    internal override async Task RunAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = time.GetUtcNow();
        var orders = await scope.ServiceProvider.GetRequiredService<AppDbContext>().Set<SignatureOrder>().AsNoTracking()
            .Where(o => (o.State == SignatureOrderState.Started || o.State == SignatureOrderState.Pending) && o.AskAt <= now).OrderBy(o => o.AskAt).ThenBy(o => o.Id).Take(200).ToListAsync(ct);
        foreach (var order in orders)
        {
            await using var one = scopes.CreateAsyncScope();
            try
            {
                await one.ServiceProvider.GetRequiredService<SignatureOrderBook>().AskAsync(order, ct);
            }
            catch (Exception e) when (!ct.IsCancellationRequested && e is not NpgsqlException { IsTransient: true })
            {
                // One that fails holds up no other. A bug: it would be met again at once.
                Logger.LogError(e, "Asking about {Id} failed", order.Id);
                var db = one.ServiceProvider.GetRequiredService<AppDbContext>();
                db.ChangeTracker.Clear();
                var later = time.GetUtcNow().AddHours(1);
                await db.Set<SignatureOrder>().Where(o => o.Id == order.Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.AskAt, later), ct);
            }
        }
    }
}
