using System.Net;
using System.Threading.RateLimiting;

namespace Marketplace.Web.Needs.Leaving;

/// <summary>How many needs may be left from one address without proving the number: an office or a village point behind one address is fine, a script is not.</summary>
public sealed class LeaveLimits : IDisposable
{
    public const int PerHourAndAddress = 10;

    /// <summary>One number: who has more to say signs in.</summary>
    public const int PerDayAndPhone = 3;

    private readonly PartitionedRateLimiter<IPAddress> _limiter = PartitionedRateLimiter.Create<IPAddress, string>(address => RateLimitPartition.GetFixedWindowLimiter(
        address.ToString(), _ => new() { PermitLimit = PerHourAndAddress, Window = TimeSpan.FromHours(1), QueueLimit = 0 }));

    /// <summary>A caller on this machine that no proxy speaks for is not limited, as everywhere.</summary>
    public bool Allows(IPAddress? from)
    {
        if (from is null || IPAddress.IsLoopback(from)) return true;
        using var lease = _limiter.AttemptAcquire(from);
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();
}
