using Marketplace.Web.Demo;
using Marketplace.Web.Privacy;

namespace Marketplace.Web.Conversions.Signals;

public static class SignalsSetup
{
    public static void AddSignals(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddScoped<SignalReader>();
        services.AddScoped<PartyReader>();
        services.AddScoped<SignalFinder>();
        services.AddScoped<SignalDesk>();
        services.AddScoped<SignalList>();
        services.AddScoped<SignalNight>();
        builder.AddPersonalData<SignalData>();
    }

    /// <summary>After the deals it looks at.</summary>
    public static void AddSignalDemo(this IServiceCollection services) => services.AddSingleton(new DemoStep(DemoSignals.ApplyAsync));
}
