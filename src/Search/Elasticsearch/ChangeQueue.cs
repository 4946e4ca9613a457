namespace Marketplace.Search.Elasticsearch;

/// <summary>
/// Callers that come while a write is under way share the next one: a refresh costs the same for one change as for a thousand.
/// Changes are written in the order they came.
/// </summary>
internal sealed class ChangeQueue(Func<IReadOnlyList<DocumentLine>, Task<Outcome[]>> write)
{
    private readonly Lock _gate = new();
    private List<Waiting> _waiting = [];
    private bool _writing;

    /// <summary>Who stops waiting does not stop the write: others may share it.</summary>
    public Task<Outcome[]> AddAsync(IReadOnlyList<DocumentLine> lines)
    {
        var waiting = new Waiting(lines);
        lock (_gate)
        {
            _waiting.Add(waiting);
            if (_writing) return waiting.Done.Task;
            _writing = true;
        }
        _ = Task.Run(DrainAsync);
        return waiting.Done.Task;
    }

    private async Task DrainAsync()
    {
        while (true)
        {
            List<Waiting> batch;
            lock (_gate)
            {
                if (_waiting.Count == 0)
                {
                    _writing = false;
                    return;
                }
                (batch, _waiting) = (_waiting, []);
            }
            try
            {
                var outcomes = await write([.. batch.SelectMany(waiting => waiting.Lines)]);
                var at = 0;
                foreach (var waiting in batch)
                {
                    waiting.Done.SetResult(outcomes[at..(at + waiting.Lines.Count)]);
                    at += waiting.Lines.Count;
                }
            }
            catch (Exception e)
            {
                foreach (var waiting in batch) waiting.Done.TrySetException(e);
            }
        }
    }

    private sealed record Waiting(IReadOnlyList<DocumentLine> Lines)
    {
        public TaskCompletionSource<Outcome[]> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
