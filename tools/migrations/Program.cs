using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

Console.WriteLine("Start me through ./migration NAME");

namespace Marketplace.Migrations
{
    internal sealed class DesignTimeContext : IDesignTimeDbContextFactory<AppDbContext>
    {
        public AppDbContext CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<AppDbContext>()
            .UseNpgsql("Host=design-time-only", npgsql => npgsql.MigrationsAssembly(typeof(AppDbContext).Assembly)).Options);
    }
}
