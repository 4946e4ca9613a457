using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Directory;

/// <summary>What goes at night; the terms stand in the table of the privacy notice.</summary>
internal static class DirectoryRetention
{
    /// <summary>Lists that were looked at and never confirmed: nothing of them was saved, so nothing is lost but the file.</summary>
    public static async Task<int> DropUnconfirmedAsync(AppDbContext db, DateTimeOffset before, DateTimeOffset now, CancellationToken ct)
    {
        var stale = db.Set<DirectoryImport>().Where(i => i.State == ImportState.Compared && i.CreatedAt < before);
        await db.Set<DirectoryImportRow>().Where(r => stale.Any(i => i.Id == r.ImportId)).ExecuteDeleteAsync(ct);
        return await stale.ExecuteUpdateAsync(set => set.SetProperty(i => i.State, ImportState.Dropped).SetProperty(i => i.File, (byte[]?)null).SetProperty(i => i.FinishedAt, now), ct);
    }

    public static Task<int> DeleteRejectsAsync(AppDbContext db, DateTimeOffset before, DateTimeOffset now, CancellationToken ct) =>
        db.Set<DirectoryImportRow>().Where(r => db.Set<DirectoryImport>().Any(i => i.Id == r.ImportId && i.FinishedAt < before)).ExecuteDeleteAsync(ct);
}
