namespace Marketplace.Testing;

/// <summary>A clock that moves only when told. Timers run in real time: they are timeouts against outside processes.</summary>
public sealed class ManualTime(DateTimeOffset now) : TimeProvider
{
    private long _ticks = now.UtcTicks;

    /// <summary>Noon in the region on a working day: no quiet hours.</summary>
    public ManualTime() : this(new DateTimeOffset(2026, 3, 4, 4, 0, 0, TimeSpan.Zero)) { }

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);

    public void Set(DateTimeOffset to) => Interlocked.Exchange(ref _ticks, to.UtcTicks);
}
