using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Database;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Marketplace.Web.Platform.Health;

public static class HealthSetup
{
    private const string Alive = "/healthz";
    private const string Ready = "/readyz";

    public static bool IsProbe(PathString path) => path.StartsWithSegments(Alive, StringComparison.Ordinal) || path.StartsWithSegments(Ready, StringComparison.Ordinal);

    public static void AddHealth(this WebApplicationBuilder builder) => builder.Services.AddHealthChecks().AddCheck<DatabaseHealth>("database", tags: ["ready"]);

    public static void MapHealth(this WebApplication app)
    {
        // Alive says only that the program answers: a database that is away is no reason to restart it.
        app.MapHealthChecks(Alive, new() { Predicate = _ => false }).For(Act.Probe);
        app.MapHealthChecks(Ready, new() { Predicate = check => check.Tags.Contains("ready") }).For(Act.Probe);
    }

    private sealed class DatabaseHealth(DatabaseReady ready, NpgsqlDataSource source) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            if (!ready.IsOpen) return HealthCheckResult.Unhealthy("starting");
            try
            {
                await using var command = source.CreateCommand("select 1");
                await command.ExecuteScalarAsync(cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                return HealthCheckResult.Unhealthy("database out of reach");
            }
        }
    }
}
