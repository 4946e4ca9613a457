using Marketplace.Web.Conversions.Import;
using Marketplace.Web.Data;
using Marketplace.Web.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Duplicates;

/// <summary>Who decided and who brought a table. The decision stays after its person is gone; the audit log keeps who it was.</summary>
internal sealed class DuplicateData : IPersonalData
{
    private const int Most = 1000;

    public string Key => "conversionDuplicates";
    public string Title => DuplicateTexts.DataTitle;
    public string Purpose => DuplicateTexts.DataPurpose;
    public string Basis => PrivacyTexts.BasisContract;
    public string OnErasure => DuplicateTexts.DataErased;

    public async Task<IReadOnlyList<IReadOnlyList<PersonalField>>> ReadAsync(AppDbContext db, Guid personId, CancellationToken ct)
    {
        var rows = new List<IReadOnlyList<PersonalField>>();
        rows.AddRange((await db.Set<Suspect>().AsNoTracking().Where(s => s.DecidedBy == personId).OrderByDescending(s => s.DecidedAt).ThenBy(s => s.Id).Take(Most).ToListAsync(ct)).Select(s => PersonalField.Deed(DuplicateTexts.DataWhat, s.DecidedAt!.Value, DuplicateWords.Name(s.State), s.Reason)));
        rows.AddRange((await db.Set<Merge>().AsNoTracking().Where(m => m.UndoneBy == personId).OrderByDescending(m => m.UndoneAt).ThenBy(m => m.Id).Take(Most).ToListAsync(ct)).Select(m => PersonalField.Deed(DuplicateTexts.DataWhat, m.UndoneAt!.Value, DuplicateTexts.Undo, m.UndoneReason)));
        rows.AddRange(await db.Set<ConversionImport>().Where(i => i.PersonId == personId).OrderByDescending(i => i.At).ThenBy(i => i.Id).Take(Most).Select(i => PersonalField.Deed(DuplicateTexts.DataWhat, i.At, DuplicateTexts.Import, i.FileName)).ToListAsync(ct));
        return rows;
    }

    public async Task EraseAsync(AppDbContext db, Guid personId, DateTimeOffset now, CancellationToken ct)
    {
        await db.Set<Suspect>().Where(s => s.DecidedBy == personId).ExecuteUpdateAsync(set => set.SetProperty(s => s.DecidedBy, (Guid?)null), ct);
        await db.Set<Merge>().Where(m => m.PersonId == personId).ExecuteUpdateAsync(set => set.SetProperty(m => m.PersonId, (Guid?)null), ct);
        await db.Set<Merge>().Where(m => m.UndoneBy == personId).ExecuteUpdateAsync(set => set.SetProperty(m => m.UndoneBy, (Guid?)null), ct);
        await db.Set<ConversionImport>().Where(i => i.PersonId == personId).ExecuteUpdateAsync(set => set.SetProperty(i => i.PersonId, (Guid?)null), ct);
    }
}
