using Marketplace.Web.Catalogue.Claims;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.WorkList;

namespace Marketplace.Web.Catalogue.Import;

public static class PatentImportSetup
{
    public static void AddPatentImport(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<PatentImportDesk>();
        builder.Services.AddScoped<PatentImporter>();
        builder.Services.AddScoped<ClaimDesk>();
        builder.Services.AddSingleton<PatentImportWorker>();
        builder.Services.AddHostedService(services =>
        {
            var signals = services.GetRequiredService<DatabaseSignals>();
            signals.Subscribe(PatentImportWorker.Channel);
            signals.Subscribe(PatentImportWorker.Moved);
            return services.GetRequiredService<PatentImportWorker>();
        });
        builder.AddFileGuard<ClaimPapers>();
        builder.AddWorkKind(ClaimDesk.Explain, () => ClaimTexts.WorkExplain, () => ClaimTexts.WorkExplainWhy, Act.KeepPatents);
        builder.AddWorkKind(ClaimDesk.Answer, () => ClaimTexts.WorkAnswer, () => ClaimTexts.WorkAnswerWhy, Act.KeepPatents);
        builder.AddWorkKind(ClaimDesk.Settle, () => ClaimTexts.WorkSettle, () => ClaimTexts.WorkSettleWhy, Act.SettleClaims);
        builder.Services.AddNavigation(145, "/claims", () => ClaimTexts.Bureau, act: Act.SettleClaims);
    }
}
