using System.Collections.Concurrent;
using Npgsql;

namespace Marketplace.Web.Platform.Database;

/// <summary>
/// Hears PostgreSQL's NOTIFY on one connection and wakes whoever waits for that channel, so that work committed by any process
/// is picked up in milliseconds; a waiter also wakes after its own longest wait, so a lost connection only costs time.
/// </summary>
public sealed class DatabaseSignals(NpgsqlDataSource source, ILogger<DatabaseSignals> logger) : BackgroundService
{
    private static readonly TimeSpan s_reconnectAfter = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _channels = new(StringComparer.Ordinal);

    /// <summary>Each notification with its words, for those who wait for one of many things on a channel. Handlers must be quick and must not throw.</summary>
    public event EventHandler<NpgsqlNotificationEventArgs>? Heard;

    /// <summary>Channels are fixed names in code; subscribe before the service starts.</summary>
    public void Subscribe(string channel) => _channels.GetOrAdd(channel, _ => new SemaphoreSlim(0, 1));

    /// <summary>Returns when the channel is notified or <paramref name="atMost"/> has passed. One waiter a channel.</summary>
    public Task WaitAsync(string channel, TimeSpan atMost, CancellationToken ct) => _channels[channel].WaitAsync(atMost, ct);

    /// <summary>Wakes the waiter of this process without a trip to the database.</summary>
    public void Wake(string channel)
    {
        try { _channels[channel].Release(); }
        catch (SemaphoreFullException) { /* It is awake already. */ }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync(stoppingToken);
                connection.Notification += (_, e) =>
                {
                    Wake(e.Channel);
                    Heard?.Invoke(this, e);
                };
                await using (var listen = connection.CreateCommand())
                {
                    listen.CommandText = string.Join(';', _channels.Keys.Select(channel => $"listen {channel}"));
                    await listen.ExecuteNonQueryAsync(stoppingToken);
                }
                foreach (var channel in _channels.Keys) Wake(channel);
                while (true) await connection.WaitAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { return; }
            catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
            {
                logger.LogWarning("Listening to the database stopped ({Reason}); trying again in {Seconds} s", e.GetType().Name, s_reconnectAfter.TotalSeconds);
                await Task.Delay(s_reconnectAfter, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
