using Marketplace.Web.Data;
using Marketplace.Web.Organisations.ApiClients;
using Marketplace.Web.Platform.SignIn.Outside;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace Marketplace.Web.Platform.SignIn;

public static class SignInSetup
{
    private const string Either = "either";

    public static void AddSignIn(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<SignInOptions>().BindConfiguration(SignInOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        // Programs come with a token, people with a cookie; never both.
        builder.Services.AddAuthentication(Either).AddPolicyScheme(Either, null, either => either.ForwardDefaultSelector = http =>
            http.Request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? BearerHandler.SchemeName : IdentityConstants.ApplicationScheme)
            .AddScheme<AuthenticationSchemeOptions, BearerHandler>(BearerHandler.SchemeName, null)
            .AddIdentityCookies(cookies =>
        {
            cookies.ApplicationCookie!.Configure(SessionCookie.Configure);
            cookies.TwoFactorUserIdCookie!.Configure(cookie => cookie.Cookie.Name = "second-factor");
            cookies.ExternalCookie!.Configure(cookie => cookie.Cookie.Name = "outside");
        });
        builder.Services.AddIdentityCore<Person>(identity =>
            {
                identity.Stores.SchemaVersion = IdentitySchemaVersions.Version3;   // Passkeys.
                // domain.md §7.4: five failures, then a pause. Length counts more than signs; common ones are refused (NIST SP 800-63B §5.1.1).
                identity.Lockout.MaxFailedAccessAttempts = 5;
                identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
                identity.Password.RequiredLength = 10;
                identity.Password.RequireDigit = identity.Password.RequireLowercase = identity.Password.RequireUppercase = identity.Password.RequireNonAlphanumeric = false;
                identity.User.RequireUniqueEmail = false;   // The index says so, and knows people without one.
            })
            .AddUserStore<UserOnlyStore<Person, AppDbContext, Guid, IdentityUserClaim<Guid>, IdentityUserLogin<Guid>, IdentityUserToken<Guid>, IdentityUserPasskey<Guid>>>()
            .AddSignInManager<SessionSignInManager>()
            .AddDefaultTokenProviders();
        builder.AddOutsideSignIn();
        // Ours is the session row, asked at each request; Identity's half-hourly look at the stamp would sign out whoever changes a setting.
        builder.Services.Configure<SecurityStampValidatorOptions>(stamp => stamp.ValidationInterval = TimeSpan.FromDays(3650));
    }

    public static void MapSignIn(this WebApplication app) => app.MapOutsideSignIn();
}
