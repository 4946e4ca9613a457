namespace Marketplace.Web.Conversions.Counting;

/// <summary>All facts in columns, kept until something more is known. What is asked is always counted from all that was known when it was asked.</summary>
public sealed class FactStore : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private Kept? _kept;

    public async Task<FactColumns> ColumnsAsync(FactReader reader, CancellationToken ct)
    {
        if (_kept is { } kept && kept.Mark == await reader.MarkAsync(ct)) return kept.Columns;
        await _one.WaitAsync(ct);
        try
        {
            // Before the facts: what comes to be known while they are read makes the next one read again.
            var mark = await reader.MarkAsync(ct);
            if (_kept?.Mark != mark) _kept = new(mark, new(await reader.HistoriesAsync(ct)));
            return _kept!.Columns;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private sealed record Kept(KnowledgeMark Mark, FactColumns Columns);
}
