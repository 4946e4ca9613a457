using Marketplace.Web.Demo;
using Marketplace.Web.Licensing.Approvals;
using Marketplace.Web.Licensing.Deals.Contracts;
using Marketplace.Web.Licensing.Signing;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.WorkList;

namespace Marketplace.Web.Licensing.Deals;

public static class DealsSetup
{
    public static void AddDeals(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(_ => ClauseLibrary.Read());
        services.AddScoped<ClauseReviewDesk>();
        services.AddScoped<DealReach>();
        services.AddScoped<DealChecks>();
        services.AddScoped<DealSources>();
        services.AddScoped<DealDesk>();
        services.AddScoped<DealProposals>();
        services.AddScoped<DealConsents>();
        services.AddScoped<DealPapers>();
        services.AddScoped<DealPublicity>();
        services.AddScoped<DealContracts>();
        services.AddScoped<DealFlow>();
        services.AddScoped<DealEffect>();
        services.AddScoped<DealRegistration>();
        services.AddScoped<DealList>();
        services.AddScoped<DealNight>();
        services.AddScoped<DealNotices>();
        services.AddScoped<IApprovalFollower, DealApprovals>();
        services.AddScoped<ISigningFollower, DealSignings>();
        builder.AddFileGuard<DealFiles>();
        builder.AddMessageTemplates(DealNotices.Templates);
        builder.AddWorkKind(DealNotices.Answer, () => DealTexts.WorkAnswer, () => DealTexts.WorkAnswerWhy, Act.KeepLicences);
        builder.AddWorkKind(DealNotices.Draft, () => DealTexts.WorkDraft, () => DealTexts.WorkDraftWhy, Act.KeepLicences);
        builder.AddWorkKind(DealNotices.Submit, () => DealTexts.WorkSubmit, () => DealTexts.WorkSubmitWhy, Act.DisposePatents);
        builder.AddWorkKind(DealNotices.Register, () => DealTexts.WorkRegister, () => DealTexts.WorkRegisterWhy, Act.KeepLicences);
        builder.AddWorkKind(DealNotices.Correct, () => DealTexts.WorkCorrect, () => DealTexts.WorkCorrectWhy, Act.KeepLicences);
        builder.AddWorkKind(DealNotices.Consent, () => DealTexts.WorkConsent, () => DealTexts.WorkConsentWhy, Act.DisposePatents);
        builder.AddWorkKind(DealNotices.Objection, () => DealTexts.WorkObjection, () => DealTexts.WorkObjectionWhy, Act.DisposePatents);
        services.AddSingleton(new DemoStep(DemoDeals.ApplyAsync));
    }

    public static void MapDeals(this WebApplication app)
    {
        DealContracts.Map(app);
        DealList.Map(app);
    }
}
