using Marketplace.Web.Data;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Income;

/// <summary>Which names on patents an organisation said are this person, for their own page of data.</summary>
internal sealed class IncomeData : IPersonalData
{
    public string Key => "inventorLinks";
    public string Title => IncomeTexts.MyShares;
    public string Purpose => IncomeTexts.DataPurpose;
    public string Basis => PrivacyTexts.BasisContract;
    public string OnErasure => IncomeTexts.DataErased;

    public async Task<IReadOnlyList<IReadOnlyList<PersonalField>>> ReadAsync(AppDbContext db, Guid personId, CancellationToken ct) =>
        [.. (await db.Set<InventorLink>().AsNoTracking().Where(l => l.PersonId == personId).OrderByDescending(l => l.ConfirmedAt).ThenBy(l => l.Id).ToListAsync(ct)).Select(link => (IReadOnlyList<PersonalField>)
        [
            new("applicationNo", IncomeTexts.PatentNo, link.ApplicationNo),
            new("name", IncomeTexts.Name, link.Name),
            new("confirmedAt", PrivacyTexts.FieldAt, Dates.Minute(link.ConfirmedAt)),
        ])];

    /// <summary>Names and amounts of sharings are the holder's books (会计法) and stay; nothing leads from them to the person any more.</summary>
    public async Task EraseAsync(AppDbContext db, Guid personId, DateTimeOffset now, CancellationToken ct)
    {
        await db.Set<InventorLink>().Where(l => l.PersonId == personId).ExecuteUpdateAsync(set => set.SetProperty(l => l.PersonId, (Guid?)null).SetProperty(l => l.EndedAt, l => l.EndedAt ?? now), ct);
        // Those that wait for the number or address of somebody who will not come any more.
        await db.Database.ExecuteSqlAsync($"update inventor_links l set contact = null, ended_at = coalesce(l.ended_at, {now}) from people p where p.id = {personId} and l.contact in (p.phone_number, lower(p.email))", ct);
        await db.Set<InventorLink>().Where(l => l.ConfirmedBy == personId).ExecuteUpdateAsync(set => set.SetProperty(l => l.ConfirmedBy, (Guid?)null), ct);
    }
}
