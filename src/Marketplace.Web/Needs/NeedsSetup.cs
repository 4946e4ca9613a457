namespace Marketplace.Web.Needs;

public static class NeedsSetup
{
    public static void AddNeeds(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<NeedSeal>();
    }
}
