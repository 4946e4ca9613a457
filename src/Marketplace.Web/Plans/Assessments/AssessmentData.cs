using System.Globalization;
using Marketplace.Web.Data;
using Marketplace.Web.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Plans.Assessments;

/// <summary>Who drew up, marked and decided. The sheet stays after its people are gone; the audit log keeps who it was.</summary>
internal sealed class AssessmentData : IPersonalData
{
    private const int Most = 1000;

    public string Key => "assessments";
    public string Title => AssessmentTexts.DataTitle;
    public string Purpose => AssessmentTexts.DataPurpose;
    public string Basis => PrivacyTexts.BasisContract;
    public string OnErasure => AssessmentTexts.DataErased;

    public async Task<IReadOnlyList<IReadOnlyList<PersonalField>>> ReadAsync(AppDbContext db, Guid personId, CancellationToken ct) =>
    [
        .. (await db.Set<Assessment>().AsNoTracking().Where(a => a.PersonId == personId || a.OpenedBy == personId || a.ClosedBy == personId).OrderByDescending(a => a.At).ThenBy(a => a.Id).Take(Most).ToListAsync(ct))
            .Select(a => PersonalField.Deed(PlanTexts.Content, a.At, AssessmentTexts.Title, a.Year.ToString(CultureInfo.InvariantCulture))),
        .. (await db.Set<AssessmentMark>().AsNoTracking().Where(m => m.OwnBy == personId).OrderByDescending(m => m.OwnAt).ThenBy(m => m.UnitId).ThenBy(m => m.Number).Take(Most).ToListAsync(ct))
            .Select(m => PersonalField.Deed(PlanTexts.Content, m.OwnAt!.Value, AssessmentTexts.Own, m.OwnNote)),
        .. (await db.Set<AssessmentMark>().AsNoTracking().Where(m => m.VerifiedBy == personId).OrderByDescending(m => m.VerifiedAt).ThenBy(m => m.UnitId).ThenBy(m => m.Number).Take(Most).ToListAsync(ct))
            .Select(m => PersonalField.Deed(PlanTexts.Content, m.VerifiedAt!.Value, AssessmentTexts.Verified, m.Reason)),
    ];

    public async Task EraseAsync(AppDbContext db, Guid personId, DateTimeOffset now, CancellationToken ct)
    {
        await db.Set<Assessment>().Where(a => a.PersonId == personId).ExecuteUpdateAsync(set => set.SetProperty(a => a.PersonId, (Guid?)null), ct);
        await db.Set<Assessment>().Where(a => a.OpenedBy == personId).ExecuteUpdateAsync(set => set.SetProperty(a => a.OpenedBy, (Guid?)null), ct);
        await db.Set<Assessment>().Where(a => a.ClosedBy == personId).ExecuteUpdateAsync(set => set.SetProperty(a => a.ClosedBy, (Guid?)null), ct);
        await db.Set<AssessmentMark>().Where(m => m.OwnBy == personId).ExecuteUpdateAsync(set => set.SetProperty(m => m.OwnBy, (Guid?)null), ct);
        await db.Set<AssessmentMark>().Where(m => m.VerifiedBy == personId).ExecuteUpdateAsync(set => set.SetProperty(m => m.VerifiedBy, (Guid?)null), ct);
    }
}
