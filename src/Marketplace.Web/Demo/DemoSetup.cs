namespace Marketplace.Web.Demo;

public static class DemoSetup
{
    public static void AddDemo(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<DemoAccounts>();
        builder.Services.AddSingleton<DemoData>();
    }
}
