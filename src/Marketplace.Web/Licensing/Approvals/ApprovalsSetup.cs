using Marketplace.Web.WorkList;
using Marketplace.Web.Platform.Messages;

namespace Marketplace.Web.Licensing.Approvals;

public static class ApprovalsSetup
{
    public static void AddApprovals(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddScoped<ApprovalBook>();
        services.AddScoped<ApprovalPeople>();
        services.AddScoped<ApprovalDesk>();
        services.AddScoped<ApprovalList>();
        services.AddScoped<ApprovalRouteDesk>();
        services.AddScoped<ApprovalNotices>();
        services.AddScoped<ApprovalNight>();
        builder.AddMessageTemplates(ApprovalNotices.Templates);
        builder.AddWorkKind(ApprovalNotices.Decide, () => ApprovalTexts.WorkDecide, () => ApprovalTexts.WorkDecideWhy);
    }
}
