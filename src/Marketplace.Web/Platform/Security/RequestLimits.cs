using System.Net;
using System.Threading.RateLimiting;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face.Errors;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Platform.Security;

/// <summary>Requests a minute and address. Figures are generous for an office behind one address, tight for a script.</summary>
public sealed class RateLimitOptions
{
    public int ReadsPerMinute { get; set; } = 600;
    public int WritesPerMinute { get; set; } = 30;
}

/// <summary>
/// How often one address may ask. The framework's own middleware has a timer for limits by route, which we do not use, and never stops it:
/// a program that ended would stay in memory, timer running, as long as its process lives.
/// </summary>
public sealed class RequestLimits(IOptions<RateLimitOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<HttpContext> _limiter = PartitionedRateLimiter.Create<HttpContext, string>(http => Partition(http, options.Value));

    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<DisableRateLimitingAttribute>() is null)
        {
            using var lease = _limiter.AttemptAcquire(http);
            if (!lease.IsAcquired)
            {
                await RefuseAsync(http, lease);
                return;
            }
        }
        await next(http);
    }

    public void Dispose() => _limiter.Dispose();

    private static async Task RefuseAsync(HttpContext http, RateLimitLease lease)
    {
        if (lease.TryGetMetadata(MetadataName.RetryAfter, out var wait)) http.Response.Headers.RetryAfter = $"{(int)Math.Ceiling(wait.TotalSeconds)}";
        if (http.IsForPrograms()) await Problems.WriteAsync(Failures.RateLimited(), http);
        else http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
    }

    /// <summary>A caller on this machine that no proxy speaks for (health checks, benchmarks, tests) is not limited.</summary>
    private static RateLimitPartition<string> Partition(HttpContext http, RateLimitOptions limits)
    {
        // The page that says so is part of the answer it stands for: it takes no second token and is not itself refused.
        if (ErrorPages.IsReplacement(http)) return RateLimitPartition.GetNoLimiter("error page");
        var address = http.Connection.RemoteIpAddress;
        if (address is null || IPAddress.IsLoopback(address)) return RateLimitPartition.GetNoLimiter("loopback");
        var reads = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
        var perMinute = reads ? limits.ReadsPerMinute : limits.WritesPerMinute;
        return RateLimitPartition.GetTokenBucketLimiter($"{(reads ? "read" : "write")} {address}", _ => new()
        {
            TokenLimit = perMinute,
            TokensPerPeriod = Math.Max(1, perMinute / 6),
            ReplenishmentPeriod = TimeSpan.FromSeconds(10),
            QueueLimit = 0,
        });
    }
}
