using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Data;

/// <summary>The truth. A feature describes its own tables in its folder (<c>IEntityTypeConfiguration</c>) and reaches them by <c>Set&lt;T&gt;()</c>.</summary>
public sealed class AppDbContext(DbContextOptions<AppDbContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(AppDbContext).Assembly);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Conventions.Add(_ => new SnakeCaseNames());
}
