using Marketplace.Web.Data;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Kept;

internal sealed class FavouriteData : IPersonalData
{
    public string Key => "favourites";
    public string Title => KeptTexts.Favourites;
    public string Purpose => KeptTexts.FavouritesPurpose;
    public string Basis => PrivacyTexts.BasisContract;
    public string OnErasure => KeptTexts.Erased;

    public async Task<IReadOnlyList<IReadOnlyList<PersonalField>>> ReadAsync(AppDbContext db, Guid personId, CancellationToken ct) =>
        [.. (await db.Set<Favourite>().AsNoTracking().Where(f => f.PersonId == personId).OrderByDescending(f => f.Id).ToListAsync(ct)).Select(f => (IReadOnlyList<PersonalField>)
        [
            new("applicationNo", KeptTexts.Number, f.ApplicationNo),
            new("at", PrivacyTexts.FieldAt, Dates.Minute(f.AddedAt)),
            new("note", KeptTexts.Note, f.Note, f.Note is null ? null : "***"),
        ])];

    public Task EraseAsync(AppDbContext db, Guid personId, DateTimeOffset now, CancellationToken ct) => db.Set<Favourite>().Where(f => f.PersonId == personId).ExecuteDeleteAsync(ct);
}

internal sealed class SavedSearchData : IPersonalData
{
    public string Key => "savedSearches";
    public string Title => KeptTexts.SavedSearches;
    public string Purpose => KeptTexts.SavedSearchesPurpose;
    public string Basis => PrivacyTexts.BasisContract;
    public string OnErasure => KeptTexts.Erased;

    public async Task<IReadOnlyList<IReadOnlyList<PersonalField>>> ReadAsync(AppDbContext db, Guid personId, CancellationToken ct) =>
        [.. (await db.Set<SavedSearch>().AsNoTracking().Where(s => s.PersonId == personId).OrderByDescending(s => s.Id).ToListAsync(ct)).Select(s => (IReadOnlyList<PersonalField>)
        [
            new("name", KeptTexts.Name, s.Name),
            new("query", KeptTexts.Query, s.Query),
            new("at", PrivacyTexts.FieldAt, Dates.Minute(s.CreatedAt)),
        ])];

    public Task EraseAsync(AppDbContext db, Guid personId, DateTimeOffset now, CancellationToken ct) => db.Set<SavedSearch>().Where(s => s.PersonId == personId).ExecuteDeleteAsync(ct);
}
