using Marketplace.Web.Catalogue;
using Marketplace.Web.Contact;
using Marketplace.Web.Conversions;
using Marketplace.Web.Demo;
using Marketplace.Web.Licensing;
using Marketplace.Web.Matchmaking;
using Marketplace.Web.Needs;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Directory;
using Marketplace.Web.People;
using Marketplace.Web.Plans;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Api;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Platform.Documents;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Health;
using Marketplace.Web.Platform.Jobs;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Outbox;
using Marketplace.Web.Platform.Security;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.Platform.Telemetry;
using Marketplace.Web.Privacy;
using Marketplace.Web.Reports;
using Marketplace.Web.WorkList;

namespace Marketplace.Web;

/// <summary>Puts the program together: what is listed here is everything that runs in it.</summary>
public static class MarketplaceApp
{
    public static WebApplicationBuilder CreateBuilder(DatabaseAddress database, IReadOnlyDictionary<string, string?> settings)
    {
        var builder = CreateBuilder(settings);
        builder.AddMarketplace(database);
        return builder;
    }

    /// <summary>Configuration only: verbs read theirs from here too, so that one file or variable means the same to all of them.</summary>
    public static WebApplicationBuilder CreateBuilder(IReadOnlyDictionary<string, string?> settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(MarketplaceApp).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.AddInMemoryCollection(settings);
        return builder;
    }

    public static void AddMarketplace(this WebApplicationBuilder builder, DatabaseAddress database)
    {
        builder.WebHost.UseStaticWebAssets();
        builder.Host.ConfigureHostOptions(host => host.ShutdownTimeout = TimeSpan.FromSeconds(8));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddSingleton<AuditLog>();
        builder.AddTelemetry();
        builder.AddDatabase(database);
        builder.AddSecurity();
        builder.AddOutbox();
        builder.AddJobs(database);
        builder.AddFiles();
        builder.AddDocuments();
        builder.AddHealth();
        builder.AddApi();
        builder.AddFace();
        builder.AddSignIn();
        builder.AddAccess();
        builder.AddWorkList();
        builder.AddOrganisations();
        builder.AddCatalogue();
        builder.AddNeeds();
        builder.AddMatchmaking();
        builder.AddLicensing();
        builder.AddPlans();
        builder.AddConversions();
        builder.AddDemo();
        builder.AddContact();
        builder.AddReports();
        builder.AddPrivacy();
        builder.AddPeople();
        builder.AddMessages();
        builder.ReadKeysOnFirstUse();
    }

    public static WebApplication Build(WebApplicationBuilder builder)
    {
        var app = builder.Build();
        app.UseSecurity();
        app.UseFace();
        app.UseErrors();
        // Said here, not left to the framework, which would route before all this: an error page shown in place of another page passes a second time.
        app.UseRouting();
        app.UseRequestLimits();
        app.UseBodyLimits();
        app.UseAccess();
        app.UseSignInRules();
        app.UseApi();
        app.UseAntiforgery();
        app.MapHealth();
        app.MapFiles();
        app.MapDirectory();
        app.MapCatalogue();
        app.MapNeeds();
        app.MapMatchmaking();
        app.MapLicensing();
        app.MapPlans();
        app.MapConversions();
        app.MapWorkList();
        app.MapFace();
        app.MapSignIn();
        var api = app.MapApi();
        api.MapContactApi();
        api.MapOrganisationsApi();
        api.MapCatalogueApi();
        api.MapNeedsApi();
        api.MapLicensingApi();
        app.MapMessages();
        return app;
    }
}
