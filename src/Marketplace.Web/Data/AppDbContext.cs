using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Web.Data;

/// <summary>The truth. A feature describes its own tables in its folder (<c>IEntityTypeConfiguration</c>) and reaches them by <c>Set&lt;T&gt;()</c>.</summary>
public sealed class AppDbContext : DbContext
{
    public AppDbContext(DbContextOptions<AppDbContext> options) : base(options) =>
        // A connection that is lost while a savepoint is released is only a line in the log, and what comes next is saved by itself over another connection: half of a unit of work.
        Database.AutoSavepointsEnabled = false;

    /// <summary>Apart from a request's own, for those who outlive it.</summary>
    public static AppDbContext Over(NpgsqlDataSource source)
    {
        var options = new DbContextOptionsBuilder<AppDbContext>();
        Over(options, source);
        return new(options.Options);
    }

    // A connection of the source's pool, not the source: Entity Framework keeps services, a model and compiled queries for each source there ever was, for good.
    public static void Over(DbContextOptionsBuilder options, NpgsqlDataSource source) =>
        options.UseNpgsql(source.CreateConnection(), contextOwnsConnection: true);

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(AppDbContext).Assembly);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Conventions.Add(_ => new SnakeCaseNames());
}
