using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Messages.Sandbox;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Licensing.Gateways;

internal static class GatewaySetup
{
    /// <summary>Options, HTTP client and sandbox of one provider. False: none is configured.</summary>
    /// <typeparam name="TOptions">Its section.</typeparam>
    /// <typeparam name="TProvider">Our end of the line.</typeparam>
    /// <typeparam name="TSandbox">The other end, where this program plays it.</typeparam>
    /// <param name="builder">The program.</param>
    /// <param name="section">Of the configuration.</param>
    /// <param name="path">Below /sandbox, where the other end answers.</param>
    /// <param name="page">The sandbox's page for people, which is not there without it.</param>
    public static bool AddGateway<TOptions, TProvider, TSandbox>(this WebApplicationBuilder builder, string section, string path, string page) where TOptions : GatewayOptions where TProvider : class where TSandbox : class
    {
        var services = builder.Services;
        // A demonstration moves no money and binds nobody, whatever else is configured.
        var sandbox = builder.Configuration.GetValue("demo", false) || builder.Configuration[section + ":Gateway"] == "sandbox";
        services.AddSingleton<IValidateOptions<TOptions>, OptionsCheck<TOptions>>();
        services.AddOptions<TOptions>().BindConfiguration(section).ValidateOnStart().PostConfigure(o =>
        {
            if (!sandbox) return;
            // A placeholder address: SandboxHandler puts this program's own in its place.
            (o.Gateway, o.Url, o.Name, o.Title, o.MerchantId, o.Secret) = ("sandbox", new Uri("http://sandbox.invalid/"), "sandbox", "sandbox", "sandbox", SandboxSecret.Value);
        });
        if (sandbox)
        {
            services.AddSingleton<TSandbox>();
            services.AddHttpClient(typeof(TSandbox).Name).RemoveAllLoggers();
        }
        else services.Configure<RazorPagesOptions>(o => o.Conventions.AddPageRouteModelConvention(page, route => route.Selectors.Clear()));
        if (!sandbox && builder.Configuration[section + ":Url"] is null) return false;
        var client = services.AddHttpClient(typeof(TProvider).Name).ConfigureHttpClient((s, http) => http.Timeout = s.GetRequiredService<IOptions<TOptions>>().Value.Timeout).RemoveAllLoggers();
        if (sandbox) client.AddHttpMessageHandler(s => new SandboxHandler(s.GetRequiredService<PublicAddress>(), path));
        return true;
    }
}
