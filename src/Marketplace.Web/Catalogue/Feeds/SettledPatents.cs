using System.Globalization;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Feeds;

/// <summary>
/// Changes in an order that a reader can follow. Numbers given out at a change appear out of turn when two transactions run side by side; so only what is older than
/// every transaction still running is told, in the order of transactions.
/// </summary>
internal static class SettledPatents
{
    public static IQueryable<Patent> After(AppDbContext db, FeedPlace place)
    {
        var transaction = place.ChangedIn.ToString(CultureInfo.InvariantCulture);
        return db.Set<Patent>().FromSql($"""
            select *, xmin from patents
            where changed_in < pg_snapshot_xmin(pg_current_snapshot()) and (changed_in, application_no) > ({transaction}::text::xid8, {place.ApplicationNo})
            """).AsNoTracking();
    }

    /// <summary>
    /// The moment up to which everything has been told: whoever asks from there the next time misses nothing. Not the present: a change bears the time its transaction
    /// began, and one that is still running will show with a time that has passed.
    /// </summary>
    public static Task<DateTimeOffset> ToldUntilAsync(AppDbContext db, CancellationToken ct) => db.Database.SqlQuery<DateTimeOffset>($"""
        select least(now(),
          (select min(xact_start) from pg_stat_activity where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()),
          (select min(changed_at) from patents where changed_in >= pg_snapshot_xmin(pg_current_snapshot()))) as "Value"
        """).SingleAsync(ct);
}
