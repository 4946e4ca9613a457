using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Counting;

/// <summary>
/// What is verified or merged while a quarter is locked is either known at the lock or not: the moment is taken only when nobody else is between taking theirs and its commit. Many may verify at once; who
/// locks waits for them, and they for the lock.
/// </summary>
internal static class KnowledgeLock
{
    private const long Key = 0x434F4E56;

    /// <summary>Before the moment is taken at which a filing or a merge becomes known.</summary>
    public static Task ShareAsync(AppDbContext db, CancellationToken ct) => db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock_shared({Key})", ct);

    /// <summary>Before the moment of a lock is taken.</summary>
    public static Task AloneAsync(AppDbContext db, CancellationToken ct) => db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({Key})", ct);
}
