using Marketplace.Web.Demo;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.WorkList;

namespace Marketplace.Web.Licensing.Trials;

public static class TrialsSetup
{
    public static void AddTrials(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddScoped<TrialReach>();
        services.AddScoped<TrialRows>();
        services.AddScoped<TrialBook>();
        services.AddScoped<TrialNotices>();
        services.AddScoped<TrialSteps>();
        services.AddScoped<TrialDesk>();
        services.AddScoped<TrialConduct>();
        services.AddScoped<TrialNight>();
        services.AddScoped<TriggerDesk>();
        services.AddScoped<TriggerNotices>();
        services.AddScoped<TriggerNight>();
        builder.AddFileGuard<TrialFiles>();
        builder.AddMessageTemplates([TrialNotices.MailNews, TriggerNotices.MailNews]);
        builder.AddWorkKind(TrialNotices.Answer, () => TrialTexts.WorkAnswer, () => TrialTexts.WorkAnswerWhy, Act.KeepLicences);
        builder.AddWorkKind(TrialNotices.Report, () => TrialTexts.WorkReport, () => TrialTexts.WorkReportWhy, Act.KeepLicences);
        builder.AddWorkKind(TrialNotices.Return, () => TrialTexts.WorkReturn, () => TrialTexts.WorkReturnWhy, Act.KeepLicences);
        builder.AddWorkKind(TrialNotices.Receive, () => TrialTexts.WorkReceive, () => TrialTexts.WorkReceiveWhy, Act.KeepLicences);
        builder.AddWorkKind(TrialNotices.Decide, () => TrialTexts.WorkDecide, () => TrialTexts.WorkDecideWhy, Act.KeepLicences);
        builder.AddWorkKind(TriggerNotices.Answer, () => TrialTexts.WorkTrigger, () => TrialTexts.WorkTriggerWhy, Act.KeepLicences);
        services.AddSingleton(new DemoStep(DemoTrials.ApplyAsync));
    }

    public static void MapTrials(this IEndpointRouteBuilder routes)
    {
        TrialPaper.Map(routes);
        TrialsExport.Map(routes);
    }
}
