using Marketplace.Web.Platform.Access;

namespace Marketplace.Web.Platform.SignIn.Outside;

internal static class OutsideSetup
{
    public static void AddOutsideSignIn(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<OutsideFlow>();
        builder.Services.AddScoped<OutsideSignIn>();
        // Addresses of requests hold codes and secrets: nothing may write them down.
        builder.Services.AddHttpClient(OutsideHttp.Client, http => http.Timeout = TimeSpan.FromSeconds(10)).RemoveAllLoggers();
        foreach (var section in builder.Configuration.GetSection("SignIn:Outside").GetChildren())
        {
            var options = section.Get<OutsideOptions>();
            var fault = options is null ? $"SignIn:Outside:{section.Key} is empty" : options.Fault(section.Key);
            if (fault is not null) throw new Microsoft.Extensions.Options.OptionsValidationException(section.Path, typeof(OutsideOptions), [fault]);
            builder.Services.AddSingleton<IOutsideProvider>(services => options!.Kind switch
            {
                "oidc" => ActivatorUtilities.CreateInstance<OpenIdProvider>(services, section.Key, options),
                "wechat" => ActivatorUtilities.CreateInstance<WeChatProvider>(services, section.Key, options),
                _ => ActivatorUtilities.CreateInstance<WeComProvider>(services, section.Key, options),
            });
        }
    }

    public static void MapOutsideSignIn(this WebApplication app)
    {
        var outside = app.MapGroup(OutsideSignIn.FirstTimePage + "/{name}").ExcludeFromDescription().For(Act.SignIn);
        // Links, not forms: our policy lets no form lead to another site, and a browser counts the redirect after it as the form's.
        outside.MapGet("/leave", (string name, string? @return, OutsideSignIn way, HttpContext http, CancellationToken ct) => way.LeaveAsync(name, @return, http, ct));
        outside.MapGet("/callback", (string name, string? code, string? state, string? error, OutsideSignIn way, HttpContext http, CancellationToken ct) =>
            way.ReturnAsync(name, code, state, error, http, ct));
    }
}
