using Marketplace.Web.Demo;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.WorkList;

namespace Marketplace.Web.Licensing.Pledges;

public static class PledgesSetup
{
    public static void AddPledges(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddScoped<PledgeBook>();
        services.AddScoped<PledgeReach>();
        services.AddScoped<PledgeChecks>();
        services.AddScoped<PledgeDesk>();
        services.AddScoped<PledgeConsents>();
        services.AddScoped<PledgeeConsents>();
        services.AddScoped<PledgeOffice>();
        services.AddScoped<PledgeStatus>();
        services.AddScoped<PledgeChanges>();
        services.AddScoped<PledgeDrawdowns>();
        services.AddScoped<PledgeList>();
        services.AddScoped<PledgeNight>();
        services.AddScoped<PledgeNotices>();
        builder.AddFileGuard<PledgeFiles>();
        builder.AddMessageTemplates(PledgeNotices.Templates);
        builder.AddWorkKind(PledgeNotices.Answer, () => PledgeTexts.WorkAnswer, () => PledgeTexts.WorkAnswerWhy, Act.DisposePatents);
        builder.AddWorkKind(PledgeNotices.Register, () => PledgeTexts.WorkRegister, () => PledgeTexts.WorkRegisterWhy, Act.KeepLicences);
        builder.AddWorkKind(PledgeNotices.Correct, () => PledgeTexts.WorkCorrect, () => PledgeTexts.WorkCorrectWhy, Act.KeepLicences);
        builder.AddWorkKind(PledgeNotices.Consent, () => PledgeTexts.WorkConsent, () => PledgeTexts.WorkConsentWhy, Act.DisposePatents);
        builder.AddWorkKind(PledgeNotices.Pledgee, () => PledgeTexts.WorkPledgee, () => PledgeTexts.WorkPledgeeWhy, Act.DisposePatents);
        services.AddSingleton(new DemoStep(DemoPledges.ApplyAsync));
    }

    public static void MapPledges(this IEndpointRouteBuilder routes)
    {
        PledgePaper.Map(routes);
        PledgeList.Map(routes);
    }
}
