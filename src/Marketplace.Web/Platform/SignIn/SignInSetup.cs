using Marketplace.Web.Data;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.SignIn.Account;
using Marketplace.Web.Platform.SignIn.Codes;
using Marketplace.Web.Platform.SignIn.Factors;
using Marketplace.Web.Platform.SignIn.Kept;
using Marketplace.Web.Platform.SignIn.Outside;
using Marketplace.Web.Platform.SignIn.Passwords;
using Marketplace.Web.Platform.SignIn.Sessions;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Platform.SignIn;

public static class SignInSetup
{
    /// <summary>The scheme of API clients; the organisations, whose clients they are, register it.</summary>
    public const string Programs = "Bearer";

    private const string Either = "either";

    public static void AddSignIn(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<SignInOptions>().BindConfiguration(SignInOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        // Programs come with a token, people with a cookie; never both.
        services.AddAuthentication(Either).AddPolicyScheme(Either, null, either => either.ForwardDefaultSelector = http =>
            http.Request.Headers.Authorization.ToString().StartsWith(Programs + " ", StringComparison.OrdinalIgnoreCase) ? Programs : IdentityConstants.ApplicationScheme)
            .AddIdentityCookies(cookies =>
        {
            cookies.ApplicationCookie!.Configure(SessionCookie.Configure);
            cookies.TwoFactorUserIdCookie!.Configure(cookie => cookie.Cookie.Name = "second-factor");
            cookies.ExternalCookie!.Configure(cookie => cookie.Cookie.Name = "outside");
        });
        services.AddIdentityCore<Person>(identity =>
            {
                identity.Stores.SchemaVersion = IdentitySchemaVersions.Version3;   // Passkeys.
                // Our rules (PasswordRules) are the only ones: they speak the reader's language. Failures are counted by FailedSignIns.
                identity.Password.RequiredLength = PasswordRules.Shortest;
                identity.Password.RequireDigit = identity.Password.RequireLowercase = identity.Password.RequireUppercase = identity.Password.RequireNonAlphanumeric = false;
                identity.User.RequireUniqueEmail = false;   // The index says so, and knows people without one.
            })
            .AddUserStore<UserOnlyStore<Person, AppDbContext, Guid, IdentityUserClaim<Guid>, IdentityUserLogin<Guid>, IdentityUserToken<Guid>, IdentityUserPasskey<Guid>>>()
            .AddSignInManager<SessionSignInManager>()
            .AddDefaultTokenProviders();
        builder.AddOutsideSignIn();
        foreach (var others in services.Where(s => s.ServiceType == typeof(IPasswordValidator<Person>)).ToList()) services.Remove(others);
        services.AddScoped<IPasswordValidator<Person>, PasswordRules>();
        // Ours is the session row, asked at each request; Identity's half-hourly look at the stamp would sign out whoever changes a setting.
        services.Configure<SecurityStampValidatorOptions>(stamp => stamp.ValidationInterval = TimeSpan.FromDays(3650));
        services.AddOptions<IdentityPasskeyOptions>().Configure<IOptions<SignInOptions>>((passkeys, signIn) => passkeys.ServerDomain = signIn.Value.Domain);
        services.AddSingleton<CommonPasswords>();
        services.AddSingleton<ProgressCookie>();
        services.AddScoped<CodeDesk>();
        services.AddScoped<FailedSignIns>();
        services.AddScoped<PasswordDesk>();
        services.AddScoped<SecondFactorDesk>();
        services.AddScoped<FreshProof>();
        services.AddScoped<SignInDesk>();
        services.AddScoped<SessionList>();
        services.AddScoped<ContactChange>();
        services.AddScoped<KeptForms>();
        builder.AddMessageTemplates(SignInMessages.All);
    }

    /// <summary>After the gate: it knows who asks and as what.</summary>
    public static void UseSignInRules(this WebApplication app) => app.UseMiddleware<SecondFactorRule>();

    public static void MapSignIn(this WebApplication app)
    {
        app.MapAccount();
        app.MapOutsideSignIn();
    }
}
