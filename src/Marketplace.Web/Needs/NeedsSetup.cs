using Marketplace.Web.Data;
using Marketplace.Web.Demo;
using Marketplace.Web.Needs.Collecting;
using Marketplace.Web.Needs.Drives;
using Marketplace.Web.Needs.Leaving;
using Marketplace.Web.Needs.Open;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Privacy;
using Marketplace.Web.Reports;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Needs;

public static class NeedsSetup
{
    public static void AddNeeds(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<NeedSeal>();
        services.AddSingleton<Crops>();
        services.AddSingleton<NeedSuggestions>();
        services.AddScoped<NeedDesk>();
        services.AddScoped<NeedChecks>();
        services.AddScoped<NeedWork>();
        services.AddScoped<NeedNight>();
        services.AddScoped<NeedFiles>();
        services.AddScoped<KeptNeeds>();
        services.AddScoped<PublicNeeds>();
        services.AddScoped<NeedClaims>();
        services.AddScoped<LeaveDesk>();
        services.AddSingleton<LeaveLimits>();
        services.AddScoped<CollectDesk>();
        services.AddScoped<NeedSheet>();
        services.AddScoped<DriveDesk>();
        services.AddScoped<DriveNight>();
        services.AddScoped<IHandOver, NeedHandOver>();
        services.AddSingleton(new DemoStep(DemoNeeds.ApplyAsync));
        builder.AddFileGuard<NeedPapers>();
        builder.AddFileGuard<ConsentPapers>();
        builder.AddPersonalData<NeedData>();
        builder.AddMessageTemplates(NeedWork.Templates);
        builder.AddWorkKind(NeedWork.Expiring, () => NeedTexts.WorkExpiring, () => NeedTexts.WorkExpiringWhy, Act.KeepNeeds);
        builder.AddWorkKind(NeedWork.Verify, () => CollectTexts.WorkVerify, () => CollectTexts.WorkVerifyWhy);
        builder.AddWorkKind(DriveNight.Ending, () => DriveTexts.WorkEnding, () => DriveTexts.WorkEndingWhy);
        builder.AddReportable("need", ReportableAsync);
        // Of organisations: a bureau's people have their seven entries, and a person without one comes by the home page.
        services.AddNavigation(55, "/needs", () => NeedTexts.Mine, act: Act.AnswerNeeds);
    }

    public static void MapNeeds(this WebApplication app)
    {
        NeedExport.Map(app);
        NeedSheet.Map(app);
        DriveRoutes.Map(app);
    }

    /// <summary>Public ones only, answered by the bureau of the owner's place.</summary>
    private static async Task<Reportable?> ReportableAsync(IServiceProvider services, AppDbContext db, string id, CancellationToken ct)
    {
        if (!Guid.TryParse(id, out var known) || await services.GetRequiredService<PublicNeeds>().All().SingleOrDefaultAsync(n => n.Id == known, ct) is not { } need) return null;
        return new(need.Title, "/needs/open/" + need.Id, need.RegionPath, need.OwnerId);
    }
}
