using Marketplace.Web.Demo;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.Fees;
using Marketplace.Web.Licensing.Obligations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Licensing.Recordal;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Outbox;
using Marketplace.Web.WorkList;

namespace Marketplace.Web.Licensing;

public static class LicensingSetup
{
    public static void AddLicensing(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        builder.AddFees();
        services.AddScoped<CaseBook>();
        services.AddScoped<DeclarationBook>();
        services.AddScoped<LicenceReach>();
        services.AddScoped<LicenceEffect>();
        services.AddScoped<LicenceNotices>();
        services.AddScoped<OpenLicenceDesk>();
        services.AddScoped<PaymentDesk>();
        services.AddScoped<RecordalDesk>();
        services.AddScoped<LicenceNight>();
        builder.AddObligations();
        services.AddReadAlong(CaseMoved.Kind);
        builder.AddFileGuard<LicenceFiles>();
        builder.AddMessageTemplates(LicenceNotices.Templates);
        builder.AddWorkKind(LicenceNotices.Pay, () => LicenceTexts.WorkPay, () => LicenceTexts.WorkPayWhy, Act.KeepLicences);
        builder.AddWorkKind(LicenceNotices.Dispatch, () => LicenceTexts.WorkDispatch, () => LicenceTexts.WorkDispatchWhy, Act.KeepLicences);
        builder.AddWorkKind(LicenceNotices.Receipt, () => LicenceTexts.WorkReceipt, () => LicenceTexts.WorkReceiptWhy, Act.KeepLicences);
        builder.AddWorkKind(LicenceNotices.Record, () => LicenceTexts.WorkRecord, () => LicenceTexts.WorkRecordWhy, Act.KeepLicences);
        builder.AddWorkKind(LicenceNotices.Settle, () => LicenceTexts.WorkSettle, () => LicenceTexts.WorkSettleWhy, Act.KeepLicences);
        services.AddSingleton(new DemoStep(DemoLicences.ApplyAsync));
        services.AddNavigation(65, "/licences", () => LicenceTexts.Title, act: Act.ReadLicences);
    }

    public static void MapLicensing(this WebApplication app)
    {
        app.MapFees();
        LicencePapers.Map(app);
        FeesDueExport.Map(app);
    }

    public static void MapLicensingApi(this RouteGroupBuilder api) => api.MapFeesApi();
}
