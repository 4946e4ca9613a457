using Marketplace.Web.Data;
using Npgsql;

namespace Marketplace.Web.Platform.Database;

public static class DatabaseSetup
{
    public static void AddDatabase(this WebApplicationBuilder builder, DatabaseAddress address)
    {
        builder.Services.AddSingleton(address);
        builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(address.App));
        builder.Services.AddDbContext<AppDbContext>((services, options) => AppDbContext.Over(options, services.GetRequiredService<NpgsqlDataSource>()));
        builder.Services.AddSingleton<DatabaseReady>();
        builder.Services.AddSingleton<DatabaseStart>();
        builder.Services.AddHostedService(services => services.GetRequiredService<DatabaseStart>());
        builder.Services.AddSingleton<DatabaseSignals>();
        builder.Services.AddHostedService(services => services.GetRequiredService<DatabaseSignals>());
    }
}
