using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Cases;

/// <summary>What the night does to many cases.</summary>
internal static class CaseWalk
{
    /// <summary>Each in a transaction of its own, so that one that fails holds up no other. How many moved.</summary>
    /// <param name="db">The night's.</param>
    /// <param name="which">Asked again once the case is locked: it may have moved meanwhile.</param>
    /// <param name="locked">The statement that locks one.</param>
    /// <param name="act">Whether anything was done.</param>
    /// <param name="ct">The program stops.</param>
    public static async Task<int> EachAsync<T>(this AppDbContext db, IQueryable<T> which, Func<Guid, FormattableString> locked, Func<T, Task<bool>> act, CancellationToken ct) where T : class, ICase =>
        await db.EachAsync(await which.Select(one => one.Id).ToListAsync(ct), async id =>
        {
            var one = await db.Set<T>().FromSql(locked(id)).SingleAsync(ct);
            return await which.AnyAsync(still => still.Id == id, ct) && await act(one);
        }, ct);

    /// <inheritdoc cref="EachAsync{T}"/>
    /// <param name="db">The night's.</param>
    /// <param name="ids">Of what is locked by who acts.</param>
    /// <param name="act">Whether anything was done.</param>
    /// <param name="ct">The program stops.</param>
    public static async Task<int> EachAsync(this AppDbContext db, IEnumerable<Guid> ids, Func<Guid, Task<bool>> act, CancellationToken ct)
    {
        var moved = 0;
        foreach (var id in ids.Order())
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            if (!await act(id)) continue;
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            moved++;
        }
        return moved;
    }
}
