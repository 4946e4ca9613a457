using Marketplace.Web.Data;
using Marketplace.Web.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Plans.Rounds;

/// <summary>Who asked, reported and reminded. The round stays after its people are gone; the audit log keeps who it was.</summary>
internal sealed class RoundData : IPersonalData
{
    private const int Most = 1000;

    public string Key => "reportRounds";
    public string Title => RoundTexts.DataTitle;
    public string Purpose => RoundTexts.DataPurpose;
    public string Basis => PrivacyTexts.BasisContract;
    public string OnErasure => RoundTexts.DataErased;

    public async Task<IReadOnlyList<IReadOnlyList<PersonalField>>> ReadAsync(AppDbContext db, Guid personId, CancellationToken ct) =>
    [
        .. (await db.Set<ReportRound>().AsNoTracking().Where(r => r.PersonId == personId || r.ClosedBy == personId).OrderByDescending(r => r.At).ThenBy(r => r.Id).Take(Most).ToListAsync(ct)).Select(r => PersonalField.Deed(PlanTexts.Content, r.At, RoundTexts.Title, r.Quarter.ToString())),
        .. (await db.Set<RoundUnit>().AsNoTracking().Where(u => u.ReportedBy == personId).OrderByDescending(u => u.ReportedAt).ThenBy(u => u.Id).Take(Most).ToListAsync(ct)).Select(u => PersonalField.Deed(PlanTexts.Content, u.ReportedAt!.Value, RoundTexts.Report, u.Name)),
        .. (await db.Set<RoundUnit>().AsNoTracking().Where(u => u.ReturnedBy == personId).OrderByDescending(u => u.ReturnedAt).ThenBy(u => u.Id).Take(Most).ToListAsync(ct)).Select(u => PersonalField.Deed(PlanTexts.Content, u.ReturnedAt!.Value, RoundTexts.Return, u.Reason)),
        .. (await db.Set<RoundCall>().AsNoTracking().Where(c => c.PersonId == personId).OrderByDescending(c => c.At).ThenBy(c => c.UnitId).Take(Most).ToListAsync(ct)).Select(c => PersonalField.Deed(PlanTexts.Content, c.At, RoundTexts.Call, null)),
    ];

    public async Task EraseAsync(AppDbContext db, Guid personId, DateTimeOffset now, CancellationToken ct)
    {
        await db.Set<ReportRound>().Where(r => r.PersonId == personId).ExecuteUpdateAsync(set => set.SetProperty(r => r.PersonId, (Guid?)null), ct);
        await db.Set<ReportRound>().Where(r => r.ClosedBy == personId).ExecuteUpdateAsync(set => set.SetProperty(r => r.ClosedBy, (Guid?)null), ct);
        await db.Set<RoundUnit>().Where(u => u.ReportedBy == personId).ExecuteUpdateAsync(set => set.SetProperty(u => u.ReportedBy, (Guid?)null), ct);
        await db.Set<RoundUnit>().Where(u => u.ReturnedBy == personId).ExecuteUpdateAsync(set => set.SetProperty(u => u.ReturnedBy, (Guid?)null), ct);
        await db.Set<RoundCall>().Where(c => c.PersonId == personId).ExecuteUpdateAsync(set => set.SetProperty(c => c.PersonId, (Guid?)null), ct);
    }
}
