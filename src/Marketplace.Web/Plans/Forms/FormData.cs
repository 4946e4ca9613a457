using Marketplace.Web.Data;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Plans.Forms;

/// <summary>Who brought and deleted which form. It stays after its person is gone; the audit log keeps who it was.</summary>
internal sealed class FormData : IPersonalData
{
    private const int Most = 1000;

    public string Key => "superiorForms";
    public string Title => FormTexts.DataTitle;
    public string Purpose => FormTexts.DataPurpose;
    public string Basis => PrivacyTexts.BasisContract;
    public string OnErasure => FormTexts.DataErased;

    public async Task<IReadOnlyList<IReadOnlyList<PersonalField>>> ReadAsync(AppDbContext db, Guid personId, CancellationToken ct) =>
        [.. (await (from v in db.Set<SuperiorFormVersion>().AsNoTracking()
                    join f in db.Set<SuperiorForm>() on v.FormId equals f.Id
                    where v.PersonId == personId
                    orderby v.At descending, v.FormId, v.Number
                    select new { v.At, f.Name }).Take(Most).ToListAsync(ct))
            .Select(v => (IReadOnlyList<PersonalField>)[new("at", PrivacyTexts.FieldAt, Dates.Minute(v.At)), new("form", FormTexts.Name, v.Name)])];

    public async Task EraseAsync(AppDbContext db, Guid personId, DateTimeOffset now, CancellationToken ct)
    {
        await db.Set<SuperiorForm>().Where(f => f.PersonId == personId).ExecuteUpdateAsync(set => set.SetProperty(f => f.PersonId, (Guid?)null), ct);
        await db.Set<SuperiorForm>().Where(f => f.DeletedBy == personId).ExecuteUpdateAsync(set => set.SetProperty(f => f.DeletedBy, (Guid?)null), ct);
        await db.Set<SuperiorFormVersion>().Where(v => v.PersonId == personId).ExecuteUpdateAsync(set => set.SetProperty(v => v.PersonId, (Guid?)null), ct);
    }
}
