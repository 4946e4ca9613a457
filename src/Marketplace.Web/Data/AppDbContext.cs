using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Data;

/// <summary>The truth. A feature describes its own tables in its folder (<c>IEntityTypeConfiguration</c>) and reaches them by <c>Set&lt;T&gt;()</c>.</summary>
public sealed class AppDbContext : DbContext
{
    public AppDbContext(DbContextOptions<AppDbContext> options) : base(options) =>
        // A connection that is lost while a savepoint is released is only a line in the log, and what comes next is saved by itself over another connection: half of a unit of work.
        Database.AutoSavepointsEnabled = false;

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(AppDbContext).Assembly);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Conventions.Add(_ => new SnakeCaseNames());
}
