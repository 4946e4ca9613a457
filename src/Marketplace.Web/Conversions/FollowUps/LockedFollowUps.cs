using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.FollowUps;

internal static class LockedFollowUps
{
    /// <summary>To change it: nobody else does until the transaction ends. Its papers are read once it is locked: in one statement with it they would be those from before the wait.</summary>
    public static async Task<FollowUp> LockFollowUpAsync(this AppDbContext db, Guid id, CancellationToken ct)
    {
        var one = await db.Set<FollowUp>().FromSql($"select * from follow_ups where id = {id} for update").SingleAsync(ct);
        await db.Entry(one).Collection(f => f.Papers).LoadAsync(ct);
        return one;
    }
}
