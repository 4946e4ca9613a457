using Marketplace.Web.Data;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Plans.Reporting;

/// <summary>Who filed which stamped report. It stays after its person is gone; the audit log keeps who it was.</summary>
internal sealed class FiledReportData : IPersonalData
{
    private const int Most = 1000;

    public string Key => "filedReports";
    public string Title => ReportingTexts.DataTitle;
    public string Purpose => ReportingTexts.DataPurpose;
    public string Basis => PrivacyTexts.BasisContract;
    public string OnErasure => ReportingTexts.DataErased;

    public async Task<IReadOnlyList<IReadOnlyList<PersonalField>>> ReadAsync(AppDbContext db, Guid personId, CancellationToken ct) =>
        [.. (await db.Set<FiledReport>().AsNoTracking().Where(r => r.PersonId == personId).OrderByDescending(r => r.At).ThenBy(r => r.Id).Take(Most).ToListAsync(ct))
            .Select(r => (IReadOnlyList<PersonalField>)[new("at", PrivacyTexts.FieldAt, Dates.Minute(r.At)), new("quarter", ReportingTexts.Quarter, new Quarter(r.Year, r.Quarter).ToString())])];

    public Task EraseAsync(AppDbContext db, Guid personId, DateTimeOffset now, CancellationToken ct) =>
        db.Set<FiledReport>().Where(r => r.PersonId == personId).ExecuteUpdateAsync(set => set.SetProperty(r => r.PersonId, (Guid?)null), ct);
}
