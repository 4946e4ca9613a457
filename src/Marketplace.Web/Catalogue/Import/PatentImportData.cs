using System.Globalization;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Import;

/// <summary>Which tables of patents somebody brought, for their own page of data. Their rows are the register's, not the person's.</summary>
internal sealed class PatentImportData : IPersonalData
{
    public string Key => "patentImports";
    public string Title => PatentImportTexts.DataTitle;
    public string Purpose => PatentImportTexts.DataPurpose;
    public string Basis => PrivacyTexts.BasisContract;
    public string OnErasure => PatentImportTexts.DataErased;

    public async Task<IReadOnlyList<IReadOnlyList<PersonalField>>> ReadAsync(AppDbContext db, Guid personId, CancellationToken ct) =>
        [.. (await (from i in db.Set<PatentImport>().AsNoTracking()
                    join o in db.Set<Organisation>() on i.OrganisationId equals o.Id into owners
                    from o in owners.DefaultIfEmpty()
                    where i.PersonId == personId
                    orderby i.Id descending
                    select new { Import = i, Organisation = o == null ? null : o.Name }).Take(1000).ToListAsync(ct)).Select(x => (IReadOnlyList<PersonalField>)
        [
            new("at", PrivacyTexts.FieldAt, Dates.Minute(x.Import.CreatedAt)),
            new("organisation", PrivacyTexts.FieldOrganisation, x.Organisation),
            new("file", PatentImportTexts.DataFile, x.Import.FileName),
            new("state", PrivacyTexts.FieldState, x.Import.State.Name()),
            new("rows", PatentImportTexts.DataRows, x.Import.Read.ToString(CultureInfo.InvariantCulture)),
        ])];

    public Task EraseAsync(AppDbContext db, Guid personId, DateTimeOffset now, CancellationToken ct) =>
        db.Set<PatentImport>().Where(i => i.PersonId == personId).ExecuteUpdateAsync(set => set.SetProperty(i => i.PersonId, (Guid?)null), ct);
}
