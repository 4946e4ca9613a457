using Marketplace.Web.Demo;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.WorkList;

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
        services.AddSingleton(new DemoStep(DemoApprovals.ApplyAsync));
    }
}
