using System.Net;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Platform.Security;

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
        builder.Services.AddSingleton<RequestLimits>();
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

    public static void UseRequestLimits(this WebApplication app)
    {
        var limits = app.Services.GetRequiredService<RequestLimits>();
        app.Use(next => http => limits.InvokeAsync(http, next));
    }
}
