namespace Marketplace.Web.WorkList;

public static class WorkListSetup
{
    public static void AddWorkList(this WebApplicationBuilder builder) => builder.Services.AddSingleton<WorkDesk>();
}
