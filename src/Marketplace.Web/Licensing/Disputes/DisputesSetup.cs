using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.WorkList;

namespace Marketplace.Web.Licensing.Disputes;

public static class DisputesSetup
{
    public static void AddDisputes(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddScoped<DisputeReach>();
        services.AddScoped<DisputeRoute>();
        services.AddScoped<DisputeRows>();
        services.AddScoped<DisputeSteps>();
        services.AddScoped<DisputeNotices>();
        services.AddScoped<DisputeDesk>();
        services.AddScoped<MediationDesk>();
        services.AddScoped<MediationPowers>();
        services.AddScoped<MediatedSteps>();
        services.AddScoped<EvidenceDesk>();
        services.AddScoped<DisputeNight>();
        builder.AddFileGuard<DisputeFiles>();
        builder.AddMessageTemplates([DisputeNotices.MailNews]);
        builder.AddWorkKind(DisputeNotices.Accept, () => DisputeTexts.WorkAccept, () => DisputeTexts.WorkAcceptWhy, Act.Mediate);
        builder.AddWorkKind(DisputeNotices.Mediate, () => DisputeTexts.WorkMediate, () => DisputeTexts.WorkMediateWhy, Act.Mediate);
        builder.AddWorkKind(DisputeNotices.Confirm, () => DisputeTexts.WorkConfirm, () => DisputeTexts.WorkConfirmWhy, Act.KeepLicences);
    }
}
