using Marketplace.Web.Demo;
using Marketplace.Web.Licensing.Approvals;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.Disputes;
using Marketplace.Web.Licensing.Fees;
using Marketplace.Web.Licensing.Income;
using Marketplace.Web.Licensing.Obligations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Licensing.Pledges;
using Marketplace.Web.Licensing.Recordal;
using Marketplace.Web.Licensing.Signing;
using Marketplace.Web.Licensing.Trials;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.WorkList;

namespace Marketplace.Web.Licensing;

public static class LicensingSetup
{
    public static void AddLicensing(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        builder.AddFees();
        services.AddScoped<CaseBook>();
        services.AddScoped<CaseNotices>();
        services.AddScoped<DeclarationBook>();
        services.AddScoped<DeclarationReach>();
        services.AddScoped<DeclarationChecks>();
        services.AddScoped<DeclarationDesk>();
        services.AddScoped<DeclarationSteps>();
        services.AddScoped<DeclarationRows>();
        services.AddScoped<DeclarationNotices>();
        services.AddScoped<DeclarationNight>();
        services.AddScoped<ConsentDesk>();
        services.AddScoped<PublicityDesk>();
        services.AddScoped<LicenceReach>();
        services.AddScoped<LicenceEffect>();
        services.AddScoped<LicenceNotices>();
        services.AddScoped<OpenLicenceDesk>();
        services.AddScoped<LicenceSheet>();
        builder.AddPayments();
        services.AddScoped<RecordalDesk>();
        services.AddScoped<LicenceNight>();
        builder.AddObligations();
        builder.AddApprovals();
        builder.AddSigning();
        builder.AddTrials();
        builder.AddDisputes();
        builder.AddFileGuard<LicenceFiles>();
        builder.AddFileGuard<DeclarationFiles>();
        builder.AddMessageTemplates(DeclarationNotices.Templates);
        builder.AddWorkKind(DeclarationNotices.Review, () => DeclareTexts.WorkReview, () => DeclareTexts.WorkReviewWhy, Act.DisposePatents);
        builder.AddWorkKind(DeclarationNotices.Consent, () => DeclareTexts.WorkConsent, () => DeclareTexts.WorkConsentWhy, Act.DisposePatents);
        builder.AddWorkKind(DeclarationNotices.File, () => DeclareTexts.WorkFile, () => DeclareTexts.WorkFileWhy, Act.KeepListings);
        builder.AddWorkKind(DeclarationNotices.Correct, () => DeclareTexts.WorkCorrect, () => DeclareTexts.WorkCorrectWhy, Act.KeepListings);
        builder.AddWorkKind(DeclarationNotices.Objection, () => DeclareTexts.WorkObject, () => DeclareTexts.WorkObjectWhy, Act.DisposePatents);
        builder.AddWorkKind(DeclarationNotices.Confirm, () => DeclareTexts.WorkConfirm, () => DeclareTexts.WorkConfirmWhy, Act.DisposePatents);
        builder.AddMessageTemplates(LicenceNotices.Templates);
        builder.AddWorkKind(LicenceNotices.Pay, () => LicenceTexts.WorkPay, () => LicenceTexts.WorkPayWhy, Act.KeepLicences);
        builder.AddWorkKind(LicenceNotices.Dispatch, () => LicenceTexts.WorkDispatch, () => LicenceTexts.WorkDispatchWhy, Act.KeepLicences);
        builder.AddWorkKind(LicenceNotices.Receipt, () => LicenceTexts.WorkReceipt, () => LicenceTexts.WorkReceiptWhy, Act.KeepLicences);
        builder.AddWorkKind(LicenceNotices.Record, () => LicenceTexts.WorkRecord, () => LicenceTexts.WorkRecordWhy, Act.KeepLicences);
        builder.AddWorkKind(LicenceNotices.Settle, () => LicenceTexts.WorkSettle, () => LicenceTexts.WorkSettleWhy, Act.KeepLicences);
        services.AddSingleton(new DemoStep(DemoLicences.ApplyAsync));
        services.AddSingleton(new DemoStep(DemoPayments.ApplyAsync));
        services.AddSingleton(new DemoStep(DemoDisputes.ApplyAsync));
        builder.AddIncome();
        builder.AddDeals();
        builder.AddPledges();
        services.AddNavigation(65, "/licences", () => LicenceTexts.Title, act: Act.ReadLicences);
    }

    public static void MapLicensing(this WebApplication app)
    {
        app.MapFees();
        LicencePapers.Map(app);
        LicenceSheet.Map(app);
        DeclarationPapers.Map(app);
        app.MapPayments();
        app.MapIncome();
        app.MapDeals();
        FeesDueExport.Map(app);
        ApprovalExport.Map(app);
        app.MapSigning();
        app.MapTrials();
        DisputePapers.Map(app);
        app.MapPledges();
    }

    public static void MapLicensingApi(this RouteGroupBuilder api) => api.MapFeesApi();
}
