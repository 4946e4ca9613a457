using Marketplace.Web.Conversions.Duplicates;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Conversions.FollowUps;
using Marketplace.Web.Conversions.Overview;
using Marketplace.Web.Conversions.Periods;
using Marketplace.Web.Conversions.Signals;
using Marketplace.Web.Conversions.Yearly;
using Marketplace.Web.Demo;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Outbox;
using Marketplace.Web.Privacy;
using Marketplace.Web.WorkList;

namespace Marketplace.Web.Conversions;

public static class ConversionsSetup
{
    public static void AddConversions(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        builder.AddDuplicates();
        builder.AddPeriods();
        builder.AddOverview();
        builder.AddYearly();
        builder.AddFollowUps();
        builder.AddSignals();
        services.AddScoped<PartyKeys>();
        services.AddScoped<FilingReader>();
        services.AddScoped<FilingReach>();
        services.AddScoped<FilingBook>();
        services.AddScoped<FilingDesk>();
        services.AddScoped<FilingSteps>();
        services.AddScoped<CorrectionDesk>();
        services.AddScoped<FilingNotices>();
        services.AddScoped<StepDesk>();
        services.AddScoped<ConversionList>();
        services.AddScoped<FactBook>();
        services.AddScoped<OpenLicenceFact>();
        services.AddScoped<DealFact>();
        services.AddScoped<PledgeFact>();
        services.AddScoped<FactNight>();
        services.AddOutboxHandler<FactFollower>();
        services.AddSingleton(new DemoStep(DemoConversions.ApplyAsync));
        services.AddFollowUpDemo();
        services.AddSignalDemo();
        builder.AddFileGuard<FilingFiles>();
        builder.AddPersonalData<ConversionData>();
        builder.AddMessageTemplates(FilingNotices.Templates);
        builder.AddWorkKind(FilingNotices.Complete, () => ConversionTexts.WorkComplete, () => ConversionTexts.WorkCompleteWhy, Act.FileConversions);
        builder.AddWorkKind(FilingNotices.Check, () => ConversionTexts.WorkCheck, () => ConversionTexts.WorkCheckWhy, Act.CheckConversions);
        builder.AddWorkKind(FilingNotices.Verify, () => ConversionTexts.WorkVerify, () => ConversionTexts.WorkVerifyWhy, Act.VerifyConversions);
        builder.AddWorkKind(FilingNotices.Correct, () => ConversionTexts.WorkCorrect, () => ConversionTexts.WorkCorrectWhy, Act.FileConversions);
    }

    public static void MapConversions(this WebApplication app)
    {
        ConversionList.Map(app);
        FollowUpList.Map(app);
        SignalList.Map(app);
        app.MapDuplicates();
        app.MapPeriods();
        app.MapOverview();
        app.MapYearly();
    }
}
