using System.Net;
using System.Threading.RateLimiting;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face.Errors;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Platform.Security;

/// <summary>Requests a minute and address. Figures are generous for an office behind one address, tight for a script.</summary>
public sealed class RateLimitOptions
{
    public int ReadsPerMinute { get; set; } = 600;
    public int WritesPerMinute { get; set; } = 30;
}

public sealed class ProxyOptions
{
    /// <summary>Addresses of reverse proxies whose X-Forwarded-* we believe; loopback always is.</summary>
    public string[] Known { get; set; } = [];
}

public static class SecuritySetup
{
    private const string ContentPolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void AddSecurity(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = BodyLimits.WithoutFiles;   // Raised for forms with files.
        });
        builder.Services.AddDataProtection().SetApplicationName("marketplace");
        builder.Services.AddSingleton<IConfigureOptions<KeyManagementOptions>, KeysInDatabase>();
        builder.Services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            foreach (var proxy in builder.Configuration.GetSection("Proxies").Get<ProxyOptions>()?.Known ?? [])
                forwarded.KnownProxies.Add(IPAddress.TryParse(proxy, out var address) ? address : throw new OptionsValidationException("Proxies", typeof(ProxyOptions), [$"Proxies:Known: '{proxy}' is no IP address"]));
        });
        builder.Services.AddOptions<ForwardedHeadersOptions>().ValidateOnStart();
        builder.Services.AddOptions<RateLimitOptions>().BindConfiguration("RateLimits")
            .Validate(o => o.ReadsPerMinute > 0 && o.WritesPerMinute > 0, "RateLimits must be positive").ValidateOnStart();
        builder.Services.AddRateLimiter(limiter =>
        {
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(Partition);
            limiter.OnRejected = async (rejected, _) =>
            {
                var http = rejected.HttpContext;
                if (rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait)) http.Response.Headers.RetryAfter = $"{(int)Math.Ceiling(wait.TotalSeconds)}";
                if (http.IsForPrograms()) await Problems.WriteAsync(Failures.RateLimited(), http);
                else http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            };
        });
        builder.Services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "antiforgery";
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
    }

    /// <summary>
    /// The framework reads the keys while the program starts, before the database is known to be there; their first use reads them as well. Said
    /// last, because every part that protects something brings that reader along.
    /// </summary>
    public static void ReadKeysOnFirstUse(this WebApplicationBuilder builder)
    {
        foreach (var eager in builder.Services.Where(s => s.ImplementationType?.Name == "DataProtectionHostedService").ToList()) builder.Services.Remove(eager);
    }

    public static void UseSecurity(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.Use((http, next) =>
        {
            http.Response.OnStarting(() =>
            {
                var headers = http.Response.Headers;
                if (headers.ContentSecurityPolicy.Count == 0) headers.ContentSecurityPolicy = ContentPolicy;
                headers.XContentTypeOptions = "nosniff";
                headers["Referrer-Policy"] = "same-origin";
                headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=()";
                headers["Cross-Origin-Opener-Policy"] = "same-origin";
                headers["Cross-Origin-Resource-Policy"] = "same-origin";
                if (http.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
                return Task.CompletedTask;
            });
            return next(http);
        });
    }

    /// <summary>A caller on this machine that no proxy speaks for (health checks, benchmarks, tests) is not limited.</summary>
    private static RateLimitPartition<string> Partition(HttpContext http)
    {
        // The page that says so is part of the answer it stands for: it takes no second token and is not itself refused.
        if (ErrorPages.IsReplacement(http)) return RateLimitPartition.GetNoLimiter("error page");
        var address = http.Connection.RemoteIpAddress;
        if (address is null || IPAddress.IsLoopback(address)) return RateLimitPartition.GetNoLimiter("loopback");
        var limits = http.RequestServices.GetRequiredService<IOptions<RateLimitOptions>>().Value;
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
