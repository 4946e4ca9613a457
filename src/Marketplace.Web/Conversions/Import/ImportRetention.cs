using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Import;

/// <summary>What goes at night; the terms stand in the table of the privacy notice.</summary>
internal static class ImportRetention
{
    /// <summary>Tables that were looked at and never confirmed: nothing of them was filed. Of those that were, each row stays, to tell what became of it.</summary>
    public static async Task<int> DropUnconfirmedAsync(AppDbContext db, DateTimeOffset before, DateTimeOffset now, CancellationToken ct)
    {
        var stale = db.Set<ConversionImport>().Where(i => i.State == ConversionImportState.Compared && i.At < before);
        await db.Set<ConversionImportRow>().Where(r => stale.Any(i => i.Id == r.ImportId)).ExecuteDeleteAsync(ct);
        return await stale.ExecuteUpdateAsync(set => set.SetProperty(i => i.State, ConversionImportState.Dropped).SetProperty(i => i.File, (byte[]?)null).SetProperty(i => i.FinishedAt, now), ct);
    }
}
