using System.Data.Common;
using Marketplace.Web.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Platform.Messages;

/// <summary>Keeps one sender running for every channel, so that a mail server that hangs delays no one-time code.</summary>
public sealed class MessageSender : BackgroundService
{
    private readonly MessageDispatcher _dispatcher;
    private readonly DatabaseSignals _signals;
    private readonly DatabaseReady _ready;
    private readonly MessageOptions _options;
    private readonly ILogger<MessageSender> _logger;
    private readonly Dictionary<MessageChannel, SemaphoreSlim> _wake = Enum.GetValues<MessageChannel>().ToDictionary(c => c, _ => new SemaphoreSlim(1, 1));

    public MessageSender(MessageDispatcher dispatcher, DatabaseSignals signals, DatabaseReady ready, IOptions<MessageOptions> options, ILogger<MessageSender> logger)
    {
        _dispatcher = dispatcher;
        _signals = signals;
        _ready = ready;
        _options = options.Value;
        _logger = logger;
        // Services are made before the first of them starts, so this is in time for the listener.
        signals.Subscribe(Messenger.SignalChannel);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try { await _ready.WaitAsync(stoppingToken); }
        catch (OperationCanceledException) { return; }
        Task[] senders = [.. _wake.Keys.Select(channel => SendAsync(channel, stoppingToken)), ForgetAsync(stoppingToken)];
        while (!stoppingToken.IsCancellationRequested)
        {
            try { await _signals.WaitAsync(Messenger.SignalChannel, _options.PollEvery, stoppingToken); }
            catch (OperationCanceledException) { break; }
            foreach (var channel in _wake.Values)
            {
                try { channel.Release(); }
                catch (SemaphoreFullException) { /* It has yet to look. */ }
            }
        }
        await Task.WhenAll(senders);
    }

    private Task SendAsync(MessageChannel channel, CancellationToken ct) => RepeatAsync($"Sending on {channel}", async () =>
    {
        await _wake[channel].WaitAsync(ct);
        while (await _dispatcher.SendDueAsync(channel, ct) == _options.Batch) { }
    }, ct);

    /// <summary>Each minute: a code is good for minutes.</summary>
    private async Task ForgetAsync(CancellationToken ct)
    {
        using var minute = new PeriodicTimer(TimeSpan.FromMinutes(1));
        await RepeatAsync("Forgetting codes", async () =>
        {
            await minute.WaitForNextTickAsync(ct);
            await _dispatcher.ForgetSecretsAsync(ct);
        }, ct);
    }

    private async Task RepeatAsync(string what, Func<Task> act, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try { await act(); }
            catch (OperationCanceledException) when (ct.IsCancellationRequested) { return; }
            catch (Exception e) when (e is DbException or DbUpdateException or InvalidOperationException or IOException or TimeoutException)
            {
                // The database is away: leases run out by themselves, the next poll tries again.
                _logger.LogWarning("{What} stopped ({Reason}); trying again within {Seconds} s", what, e.GetType().Name, _options.PollEvery.TotalSeconds);
            }
        }
    }

    public override void Dispose()
    {
        foreach (var channel in _wake.Values) channel.Dispose();
        base.Dispose();
    }
}
