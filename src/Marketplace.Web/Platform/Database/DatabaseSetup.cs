using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Npgsql;

namespace Marketplace.Web.Platform.Database;

public static class DatabaseSetup
{
    /// <summary>
    /// The program asks more different questions than Entity Framework keeps compiled by itself (a thousand); those beyond were compiled anew each time, at many times the cost of asking them. It counts ten for
    /// each. One for the process: with each other cache it would build all its services again.
    /// </summary>
    private static readonly MemoryCache s_compiled = new(new MemoryCacheOptions { SizeLimit = 200_000 });

    public static void AddDatabase(this WebApplicationBuilder builder, DatabaseAddress address)
    {
        builder.Services.AddSingleton(address);
        builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(address.App));
        builder.Services.AddDbContext<AppDbContext>((services, options) => options.UseNpgsql(services.GetRequiredService<NpgsqlDataSource>()).UseMemoryCache(s_compiled));
        builder.Services.AddSingleton<DatabaseReady>();
        builder.Services.AddSingleton<DatabaseStart>();
        builder.Services.AddHostedService(services => services.GetRequiredService<DatabaseStart>());
        builder.Services.AddSingleton<DatabaseSignals>();
        builder.Services.AddHostedService(services => services.GetRequiredService<DatabaseSignals>());
    }
}
