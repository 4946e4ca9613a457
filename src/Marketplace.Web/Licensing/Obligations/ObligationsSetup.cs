using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.WorkList;

namespace Marketplace.Web.Licensing.Obligations;

public static class ObligationsSetup
{
    public static void AddObligations(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddScoped<ObligationBook>();
        services.AddScoped<ObligationNotices>();
        services.AddScoped<ObligationSteps>();
        services.AddScoped<ObligationDesk>();
        services.AddScoped<ObligationPayments>();
        services.AddScoped<AgreementDesk>();
        services.AddScoped<ObligationViews>();
        services.AddScoped<FeesDue>();
        services.AddScoped<ObligationNight>();
        builder.AddMessageTemplates(ObligationNotices.Templates);
        builder.AddWorkKind(ObligationNotices.Report, () => ObligationTexts.WorkReport, () => ObligationTexts.WorkReportWhy, Act.KeepLicences);
        builder.AddWorkKind(ObligationNotices.Pay, () => ObligationTexts.WorkPay, () => ObligationTexts.WorkPayWhy, Act.KeepLicences);
        builder.AddWorkKind(ObligationNotices.Invoice, () => ObligationTexts.WorkInvoice, () => ObligationTexts.WorkInvoiceWhy, Act.KeepLicences);
        builder.AddWorkKind(ObligationNotices.Receipt, () => ObligationTexts.WorkReceipt, () => ObligationTexts.WorkReceiptWhy, Act.KeepLicences);
        builder.AddWorkKind(ObligationNotices.Settle, () => ObligationTexts.WorkSettle, () => ObligationTexts.WorkSettleWhy, Act.KeepLicences);
        builder.AddWorkKind(ObligationNotices.Breach, () => ObligationTexts.WorkBreach, () => ObligationTexts.WorkBreachWhy, Act.KeepLicences);
        builder.AddWorkKind(ObligationNotices.Answer, () => ObligationTexts.WorkAnswer, () => ObligationTexts.WorkAnswerWhy, Act.KeepLicences);
    }
}
