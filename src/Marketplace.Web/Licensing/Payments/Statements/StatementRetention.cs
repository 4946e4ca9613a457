using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Payments.Statements;

internal static class StatementRetention
{
    /// <summary>Files nobody confirmed: other people's money, of no use to anybody.</summary>
    public static async Task<int> DropAsync(AppDbContext db, DateTimeOffset before, DateTimeOffset now, CancellationToken ct)
    {
        var stale = db.Set<BankStatement>().Where(s => s.At < before && s.State == StatementState.Preview);
        await db.Set<BankStatementFile>().Where(f => stale.Any(s => s.Id == f.StatementId)).ExecuteDeleteAsync(ct);
        return await stale.ExecuteUpdateAsync(set => set.SetProperty(s => s.State, StatementState.Dropped), ct);
    }
}
