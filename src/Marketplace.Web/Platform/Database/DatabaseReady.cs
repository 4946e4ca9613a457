namespace Marketplace.Web.Platform.Database;

/// <summary>Opens once the database was reached and is of this program's version; whatever works with it in the background waits here.</summary>
public sealed class DatabaseReady
{
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsOpen => _opened.Task.IsCompletedSuccessfully;

    public Task WaitAsync(CancellationToken ct) => _opened.Task.WaitAsync(ct);

    public void Open() => _opened.TrySetResult();
}
