namespace Marketplace.Web.Platform.Messages;

/// <summary>
/// 30 s, 1 min, 2 min … to an hour, each varied by a fifth so that a thousand messages which failed together do not come back together.
/// Ten attempts reach about three hours: longer than a gateway restarts, shorter than a message stays news.
/// </summary>
public static class RetrySchedule
{
    public const int MaxAttempts = 10;
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(1);
    /// <summary>Quotas are counted by the minute, hour or day; a quarter of an hour wastes few tries on the last.</summary>
    private static readonly TimeSpan s_overQuota = TimeSpan.FromMinutes(15);

    /// <param name="unit">0 to 1, decides the variation.</param>
    public static TimeSpan After(int attempts, double unit) =>
        Vary(Min(s_longest, s_first * Math.Pow(2, Math.Min(attempts, MaxAttempts) - 1)), unit);

    public static TimeSpan OverQuota(TimeSpan? gatewaySays, double unit) =>
        // Never before the gateway allows it.
        gatewaySays is { } wait && wait > TimeSpan.Zero ? wait * (1 + 0.2 * unit) : Vary(s_overQuota, unit);

    /// <summary>The random end of a UUIDv7 serves as the dice: no generator to inject, and a message's schedule can be told afterwards.</summary>
    public static double Unit(Guid id) => id.ToByteArray()[15] / 255.0;

    private static TimeSpan Vary(TimeSpan delay, double unit) => delay * (0.8 + 0.4 * unit);

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
