using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Pushes;

/// <summary>
/// Keeps <see cref="PushItem"/> in step with the deliveries: an item counts from its first delivery that stands. What comes back later (a bounce) takes its item's
/// count along, or leaves it to the next delivery.
/// </summary>
public static class PushCounting
{
    /// <summary>Two programs at once. "pushitem" in ASCII.</summary>
    private const long OneAtATime = 0x707573686974656D;

    public static Task LockAsync(AppDbContext db, CancellationToken ct) => db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({OneAtATime})", ct);

    /// <summary>In a transaction of the caller.</summary>
    public static async Task RecountAsync(AppDbContext db, CancellationToken ct)
    {
        await LockAsync(db, ct);
        await db.Database.ExecuteSqlAsync($"""
            with pairs as (
              select distinct d.uscc, p.application_no from push_deliveries d join push_delivery_patents p on p.delivery_id = d.id where d.recount and d.uscc is not null),
            firsts as (
              select pairs.uscc, pairs.application_no, f.id, f.bureau_id, f.counts_at, f.channel
              from pairs left join lateral (
                select d.id, d.bureau_id, d.counts_at, d.channel from push_deliveries d join push_delivery_patents p on p.delivery_id = d.id
                where d.uscc = pairs.uscc and p.application_no = pairs.application_no and d.counts_at is not null
                order by d.counts_at, d.id limit 1) f on true)
            update push_items i set delivery_id = f.id, bureau_id = f.bureau_id, delivered_at = f.counts_at, channel = f.channel
            from firsts f where i.uscc = f.uscc and i.application_no = f.application_no
            """, ct);
        await db.Set<PushDelivery>().Where(d => d.Recount).ExecuteUpdateAsync(set => set.SetProperty(d => d.Recount, false), ct);
    }

    /// <summary>Rows for pairs that are new; they count nothing yet.</summary>
    public static Task AddItemsAsync(AppDbContext db, IReadOnlyCollection<(string Uscc, string ApplicationNo, string RegionPath)> pairs, CancellationToken ct)
    {
        string[] codes = [.. pairs.Select(p => p.Uscc)];
        string[] numbers = [.. pairs.Select(p => p.ApplicationNo)];
        string[] places = [.. pairs.Select(p => p.RegionPath)];
        return db.Database.ExecuteSqlAsync($"""
            insert into push_items (uscc, application_no, region_path) select * from unnest({codes}, {numbers}, {places}) as t (u, n, r) on conflict do nothing
            """, ct);
    }

    public static Task AddPatentsAsync(AppDbContext db, IReadOnlyCollection<(Guid Delivery, string ApplicationNo, int Place)> rows, CancellationToken ct)
    {
        Guid[] deliveries = [.. rows.Select(r => r.Delivery)];
        string[] numbers = [.. rows.Select(r => r.ApplicationNo)];
        int[] places = [.. rows.Select(r => r.Place)];
        return db.Database.ExecuteSqlAsync($"insert into push_delivery_patents (delivery_id, application_no, place) select * from unnest({deliveries}, {numbers}, {places}) as t (d, n, p)", ct);
    }
}
