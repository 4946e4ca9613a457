using Marketplace.Web.Demo;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Privacy;
using Marketplace.Web.WorkList;

namespace Marketplace.Web.Conversions.FollowUps;

public static class FollowUpsSetup
{
    public static void AddFollowUps(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddScoped<FollowUpCodes>();
        services.AddScoped<FollowUpNotices>();
        services.AddScoped<FollowUpDesk>();
        services.AddScoped<FollowUpReview>();
        services.AddScoped<FollowUpCorrection>();
        services.AddScoped<FollowUpList>();
        services.AddScoped<FollowUpNight>();
        builder.AddPersonalData<FollowUpData>();
        builder.AddMessageTemplates(FollowUpNotices.Templates);
        builder.AddWorkKind(FollowUpNotices.Answer, () => FollowUpTexts.WorkAnswer, () => FollowUpTexts.WorkAnswerWhy, Act.KeepLicences);
        builder.AddWorkKind(FollowUpNotices.Phone, () => FollowUpTexts.WorkPhone, () => FollowUpTexts.WorkPhoneWhy, Act.FileConversions);
        builder.AddWorkKind(FollowUpNotices.Check, () => FollowUpTexts.WorkCheck, () => FollowUpTexts.WorkCheckWhy, Act.CheckConversions);
    }

    /// <summary>After the deals it asks about.</summary>
    public static void AddFollowUpDemo(this IServiceCollection services) => services.AddSingleton(new DemoStep(DemoFollowUps.ApplyAsync));
}
