using Marketplace.Web.Platform.Database;

namespace Marketplace.Web.Platform.Outbox;

public static class OutboxSetup
{
    public static void AddOutbox(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<OutboxDispatcher>();
        builder.Services.AddHostedService(services =>
        {
            services.GetRequiredService<DatabaseSignals>().Subscribe(OutboxDispatcher.Channel);
            return services.GetRequiredService<OutboxDispatcher>();
        });
    }

    /// <summary>Registers who follows a kind of event.</summary>
    public static void AddOutboxHandler<T>(this IServiceCollection services) where T : class, IOutboxHandler => services.AddScoped<IOutboxHandler, T>();

    /// <summary>Registers a kind of event that nobody follows here: see <see cref="ReadAlong"/>.</summary>
    public static void AddReadAlong(this IServiceCollection services, string kind) => services.AddSingleton<IOutboxHandler>(new ReadAlong(kind));
}
