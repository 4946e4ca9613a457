using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Import;

/// <summary>What goes at night; the terms stand in the table of the privacy notice.</summary>
internal static class PatentImportRetention
{
    /// <summary>Files nobody confirmed, went on with or mended: a person on leave finds them, then they are given up. What was saved of them stays.</summary>
    public static async Task<int> DropAsync(AppDbContext db, DateTimeOffset before, DateTimeOffset now, CancellationToken ct)
    {
        var stale = db.Set<PatentImport>().Where(i => i.CreatedAt < before && (i.State == PatentImportState.Preview || i.State == PatentImportState.Stopped || i.State == PatentImportState.Failed));
        await db.Set<PatentImportFile>().Where(f => stale.Any(i => i.Id == f.ImportId)).ExecuteDeleteAsync(ct);
        return await stale.ExecuteUpdateAsync(set => set.SetProperty(i => i.State, PatentImportState.Dropped).SetProperty(i => i.FinishedAt, now), ct);
    }

    /// <summary>Half a year is long enough to mend what was refused and to ask what was changed.</summary>
    public static Task<int> DeleteRowsAsync(AppDbContext db, DateTimeOffset before, DateTimeOffset now, CancellationToken ct) =>
        db.Set<PatentImportRow>().Where(r => db.Set<PatentImport>().Any(i => i.Id == r.ImportId && i.FinishedAt < before)).ExecuteDeleteAsync(ct);

    /// <summary>As long as the rows: afterwards nobody is asked about it. The counts stay with the organisation.</summary>
    public static Task<int> ForgetPeopleAsync(AppDbContext db, DateTimeOffset before, DateTimeOffset now, CancellationToken ct) =>
        db.Set<PatentImport>().Where(i => i.PersonId != null && i.FinishedAt < before).ExecuteUpdateAsync(set => set.SetProperty(i => i.PersonId, (Guid?)null), ct);
}
