using Npgsql;

namespace Marketplace.Web.Platform.Database;

/// <summary>
/// Waits until one thing among those a channel tells of has taken its next step, whichever program takes it; the notification names it. To miss nothing: begin it, then
/// look, then wait.
/// </summary>
internal sealed class StepWatch : IDisposable
{
    private readonly TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DatabaseSignals _signals;
    private readonly string _channel, _thing;

    public StepWatch(DatabaseSignals signals, string channel, Guid thing)
    {
        (_signals, _channel, _thing) = (signals, channel, thing.ToString());
        _signals.Heard += OnHeard;
    }

    /// <summary>Returns when it moved, or when it did not within <paramref name="atMost"/>.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken ct)
    {
        await _moved.Task.WaitAsync(atMost, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ct.ThrowIfCancellationRequested();
    }

    public void Dispose() => _signals.Heard -= OnHeard;

    private void OnHeard(object? sender, NpgsqlNotificationEventArgs said)
    {
        if (said.Channel == _channel && said.Payload == _thing) _moved.TrySetResult();
    }
}
