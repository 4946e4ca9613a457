using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.IndustryTables;

/// <summary>Brings <see cref="Industries"/> of this program in step with what the database says is in force.</summary>
public sealed class IndustryTableInForce(Industries industries) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);

    public async Task RefreshAsync(AppDbContext db, CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            var use = await LastAsync(db, ct);
            if ((use?.Number ?? 0) == industries.Table.Number) return;
            industries.Use(new(use!.Number, await PairsAsync(db, use.EditionId, ct)));
        }
        finally
        {
            _one.Release();
        }
    }

    public static Task<IndustryTableUse?> LastAsync(AppDbContext db, CancellationToken ct) => db.Set<IndustryTableUse>().AsNoTracking().OrderByDescending(u => u.Number).FirstOrDefaultAsync(ct);

    /// <summary>In the order of the official table: by industry, then by symbol.</summary>
    public static async Task<IReadOnlyList<IndustryPair>> PairsAsync(AppDbContext db, Guid? edition, CancellationToken ct) => edition is null
        ? [.. Industries.Shipped().OrderBy(pair => pair.Industry, StringComparer.Ordinal).ThenBy(pair => pair.Ipc, StringComparer.Ordinal)]
        : await db.Set<ConcordanceRow>().AsNoTracking().Where(r => r.EditionId == edition).OrderBy(r => r.Industry).ThenBy(r => r.IpcPrefix)
            .Select(r => new IndustryPair(r.IpcPrefix, r.Industry, r.Weight, r.Partial)).ToListAsync(ct);

    public void Dispose() => _one.Dispose();
}
