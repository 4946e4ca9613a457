using Marketplace.Web.Platform.Database;
using Npgsql;

namespace Marketplace.Web.Catalogue.Import;

/// <summary>Waits until an import has taken its next step, whichever program takes it. To miss nothing: begin it, then look, then wait.</summary>
internal sealed class ImportWatch : IDisposable
{
    public const string Channel = "patent_import_moved";

    private readonly TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DatabaseSignals _signals;
    private readonly string _import;

    public ImportWatch(DatabaseSignals signals, Guid import)
    {
        (_signals, _import) = (signals, import.ToString());
        _signals.Heard += OnHeard;
    }

    /// <summary>Returns when the import moved, or when it did not within <paramref name="atMost"/>.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken ct)
    {
        await _moved.Task.WaitAsync(atMost, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ct.ThrowIfCancellationRequested();
    }

    public void Dispose() => _signals.Heard -= OnHeard;

    private void OnHeard(object? sender, NpgsqlNotificationEventArgs said)
    {
        if (said.Channel == Channel && said.Payload == _import) _moved.TrySetResult();
    }
}
