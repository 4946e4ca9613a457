using System.Collections.Frozen;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Regions;

/// <summary>What places are called, without asking the database: divisions as they come with the program, and those that bureaus added.</summary>
public sealed class RegionNames
{
    private static readonly Lazy<FrozenDictionary<string, string>> s_shipped = new(() => RegionSeed.Read().ToFrozenDictionary(region => region.Code, region => region.Name, StringComparer.Ordinal));

    private volatile FrozenDictionary<string, string> _added = FrozenDictionary<string, string>.Empty;

    /// <summary>Null: no such place is known.</summary>
    public string? Find(string code) => s_shipped.Value.GetValueOrDefault(code) ?? _added.GetValueOrDefault(code);

    internal void Put(IEnumerable<KeyValuePair<string, string>> added) => _added = added.ToFrozenDictionary(StringComparer.Ordinal);
}

/// <summary>Keeps <see cref="RegionNames"/> in step with the table, whichever program a place was added by.</summary>
internal sealed class RegionNamesFollower(RegionNames names, IServiceScopeFactory scopes, DatabaseSignals signals, DatabaseReady ready, ILogger<RegionNamesFollower> logger)
    : QueueWorker(Channel, TimeSpan.FromMinutes(5), signals, ready, logger)
{
    public const string Channel = "regions_moved";

    /// <summary>In the transaction of the change.</summary>
    public static Task<int> TellAsync(AppDbContext db, CancellationToken ct) => db.Database.ExecuteSqlAsync($"select pg_notify({Channel}, '')", ct);

    internal override async Task RunAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        // Also those that have ended: what lies there still lies there.
        names.Put(await scope.ServiceProvider.GetRequiredService<AppDbContext>().Set<Region>().AsNoTracking().Where(r => r.Level == RegionLevel.Local)
            .Select(r => KeyValuePair.Create(r.Code, r.Name)).ToListAsync(ct));
    }
}
