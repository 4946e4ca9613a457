using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Marketplace.Web.Catalogue.Holders;

/// <summary>
/// Each night: links holders that nobody linked. An import judges a piece by the organisations it sees, and <see cref="HolderFollower"/> an organisation by the patents it sees;
/// where both were open at one moment, neither saw the other.
/// </summary>
[DisallowConcurrentExecution]
public sealed class HolderSweep(AppDbContext db, ILogger<HolderSweep> logger) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => new(SweepAsync(cancellationToken));

    public async Task<int> SweepAsync(CancellationToken ct)
    {
        var (linked, after) = (0, "");
        var merged = await db.Set<Organisation>().Where(o => o.MergedInto != null && db.Set<PatentHolder>().Any(h => h.OrganisationId == o.Id)).Select(o => o.Id).ToArrayAsync(ct);
        while (true)
        {
            // A transaction for each page: people who edit meanwhile wait for one, not for all.
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            string[] numbers = [.. await db.Database.SqlQueryRaw<string>(HolderSql.Unlinked, after, HolderFollower.Page).ToListAsync(ct)];
            if (numbers.Length == 0) break;
            var touched = await HolderFollower.LinkAsync(db, numbers, merged, ct);
            if (touched.Count > 0) await CatalogueChanges.TouchAsync(db, touched, ct);
            await transaction.CommitAsync(ct);
            (linked, after) = (linked + touched.Count, numbers[^1]);
        }
        if (linked > 0) logger.LogInformation("{Count} patents were linked to holders they name", linked);
        return linked;
    }
}
