using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Cases;

/// <summary>Whether anybody is shut out of a patent is asked and settled one after the other: two contracts, or a contract and a declaration, that saw nothing of each other would both stand.</summary>
internal static class RightLock
{
    /// <summary>After the declaration or the deal is locked, and before its guards are asked; until the transaction ends.</summary>
    public static async Task LockRightsAsync(this AppDbContext db, IEnumerable<string> numbers, CancellationToken ct)
    {
        foreach (var no in numbers.Order(StringComparer.Ordinal)) await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({"right:" + no}, 0))", ct);
    }
}
