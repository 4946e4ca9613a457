using Marketplace.Web.Platform.Database;
using Npgsql;

namespace Marketplace.Web.Platform.Jobs;

/// <summary>
/// Works a queue in the database off, so that the page that asked can be left: when its channel is notified, and now and then for what nobody told of, such as another
/// program that died over its work. While the database is away it waits.
/// </summary>
public abstract class QueueWorker(string channel, TimeSpan idle, DatabaseSignals signals, DatabaseReady ready, ILogger logger) : BackgroundService
{
    protected ILogger Logger => logger;

    /// <summary>All that is open now.</summary>
    internal abstract Task RunAsync(CancellationToken ct);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ready.WaitAsync(stoppingToken);
                await RunAsync(stoppingToken);
                await signals.WaitAsync(channel, idle, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { return; }
            catch (Exception e) when (e is NpgsqlException or InvalidOperationException or TimeoutException or IOException)
            {
                logger.LogWarning("Work on {Queue} pauses: the database answered {Reason}", channel, e.GetType().Name);
                await Task.Delay(idle, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
