using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

// `dotnet ef` takes the factory below from this assembly and never comes here.
Console.Error.WriteLine("This program does nothing by itself. To write a migration: tools/migrations/add NAME. To apply migrations: ./marketplace migrate.");
return 2;

namespace Marketplace.Migrations
{
    internal sealed class DesignTimeContext : IDesignTimeDbContextFactory<AppDbContext>
    {
        public AppDbContext CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<AppDbContext>()
            .UseNpgsql("Host=design-time-only", npgsql => npgsql.MigrationsAssembly(typeof(AppDbContext).Assembly)).Options);
    }
}
