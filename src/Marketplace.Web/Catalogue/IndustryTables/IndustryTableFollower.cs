using Marketplace.Web.Data;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Platform.Jobs;

namespace Marketplace.Web.Catalogue.IndustryTables;

/// <summary>In every program: hears that another table was put in force, and uses it. The index of the catalogue then fills itself anew.</summary>
public sealed class IndustryTableFollower(IServiceScopeFactory scopes, IndustryTableInForce table, DatabaseSignals signals, DatabaseReady ready, ILogger<IndustryTableFollower> logger)
    : QueueWorker(Channel, TimeSpan.FromSeconds(20), signals, ready, logger)
{
    public const string Channel = "industry_table";

    internal override async Task RunAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await table.RefreshAsync(scope.ServiceProvider.GetRequiredService<AppDbContext>(), ct);
    }
}
