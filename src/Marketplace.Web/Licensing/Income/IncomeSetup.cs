using Marketplace.Web.Demo;
using Marketplace.Web.Licensing.Income.Contracts;
using Marketplace.Web.Licensing.Income.Year;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Privacy;
using Marketplace.Web.WorkList;

namespace Marketplace.Web.Licensing.Income;

internal static class IncomeSetup
{
    public static void AddIncome(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddScoped<SharingDesk>();
        services.AddScoped<ShareDesk>();
        services.AddScoped<IncomeRuleDesk>();
        services.AddScoped<InventorLinkDesk>();
        services.AddScoped<PayrollDesk>();
        services.AddScoped<IncomeNotices>();
        services.AddScoped<IncomeNight>();
        services.AddScoped<IncomeOfLicence>();
        services.AddScoped<SharingList>();
        services.AddScoped<TechContractDesk>();
        services.AddScoped<YearBook>();
        services.AddScoped<YearReport>();
        services.AddSingleton<PayrollSeal>();
        builder.AddFileGuard<IncomeFiles>();
        builder.AddPersonalData<IncomeData>();
        builder.AddMessageTemplates(IncomeNotices.Templates);
        builder.AddWorkKind(IncomeNotices.Settle, () => IncomeTexts.WorkSettle, () => IncomeTexts.WorkSettleWhy, Act.KeepLicences);
        builder.AddWorkKind(IncomeNotices.Pay, () => IncomeTexts.WorkPay, () => IncomeTexts.WorkPayWhy, Act.KeepLicences);
        services.AddSingleton(new DemoStep(DemoIncome.ApplyAsync));
    }

    public static void MapIncome(this WebApplication app)
    {
        IncomePapers.Map(app);
        YearFiles.Map(app);
    }
}
