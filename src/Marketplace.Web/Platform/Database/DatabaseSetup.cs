using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Web.Platform.Database;

public static class DatabaseSetup
{
    public static void AddDatabase(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(builder.Configuration.GetConnectionString("Marketplace")!));
        builder.Services.AddDbContext<AppDbContext>((services, options) => options.UseNpgsql(services.GetRequiredService<NpgsqlDataSource>()));
        builder.Services.AddSingleton<DatabaseSignals>();
        builder.Services.AddHostedService(services => services.GetRequiredService<DatabaseSignals>());
    }
}
