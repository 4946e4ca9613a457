using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Npgsql;

namespace Marketplace.Web.Platform.Database;

public static class DatabaseSetup
{
    public static void AddDatabase(this WebApplicationBuilder builder, DatabaseAddress address)
    {
        builder.Services.AddSingleton(address);
        builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(address.App));
        builder.Services.AddSingleton<CompiledQueries>();
        builder.Services.AddDbContext<AppDbContext>((services, options) => options.UseNpgsql(services.GetRequiredService<NpgsqlDataSource>()).UseMemoryCache(services.GetRequiredService<CompiledQueries>().Cache));
        builder.Services.AddSingleton<DatabaseReady>();
        builder.Services.AddSingleton<DatabaseStart>();
        builder.Services.AddHostedService(services => services.GetRequiredService<DatabaseStart>());
        builder.Services.AddSingleton<DatabaseSignals>();
        builder.Services.AddHostedService(services => services.GetRequiredService<DatabaseSignals>());
    }
}

/// <summary>The program asks more different questions than Entity Framework keeps compiled by itself (a thousand); those beyond were compiled anew each time, at many times the cost of asking them.</summary>
internal sealed class CompiledQueries : IDisposable
{
    /// <summary>Entity Framework counts ten for each.</summary>
    public MemoryCache Cache { get; } = new(new MemoryCacheOptions { SizeLimit = 200_000 });

    public void Dispose() => Cache.Dispose();
}
