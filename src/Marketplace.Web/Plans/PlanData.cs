using Marketplace.Web.Data;
using Marketplace.Web.Plans.Figures;
using Marketplace.Web.Plans.Tables;
using Marketplace.Web.Plans.Tasks;
using Marketplace.Web.Plans.Values;
using Marketplace.Web.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Plans;

/// <summary>Who entered, verified and told what. A figure stays after its person is gone; the audit log keeps who it was.</summary>
internal sealed class PlanData : IPersonalData
{
    private const int Most = 1000;

    public string Key => "plans";
    public string Title => PlanTexts.DataTitle;
    public string Purpose => PlanTexts.DataPurpose;
    public string Basis => PrivacyTexts.BasisContract;
    public string OnErasure => PlanTexts.DataErased;

    public async Task<IReadOnlyList<IReadOnlyList<PersonalField>>> ReadAsync(AppDbContext db, Guid personId, CancellationToken ct)
    {
        var rows = new List<IReadOnlyList<PersonalField>>();
        rows.AddRange((await db.Set<IndicatorValue>().AsNoTracking().Where(v => v.PersonId == personId || v.DecidedBy == personId).OrderByDescending(v => v.At).ThenBy(v => v.Id).Take(Most).ToListAsync(ct)).Select(v =>
            PersonalField.Deed(PlanTexts.Content, v.At, PlanTexts.Value, v.Value is { } value ? FigureText.Exact(value) : PlanWords.Judged(v.Reached))));
        rows.AddRange((await db.Set<TaskProgress>().AsNoTracking().Where(p => p.PersonId == personId).OrderByDescending(p => p.At).ThenBy(p => p.Id).Take(Most).ToListAsync(ct)).Select(p => PersonalField.Deed(PlanTexts.Content, p.At, PlanTexts.Progress, p.Text)));
        rows.AddRange((await db.Set<TaskUrge>().AsNoTracking().Where(u => u.PersonId == personId || u.ReplyBy == personId).OrderByDescending(u => u.At).ThenBy(u => u.Id).Take(Most).ToListAsync(ct)).Select(u => PersonalField.Deed(PlanTexts.Content, u.At, PlanTexts.Urge, u.Text)));
        rows.AddRange((await db.Set<PlanStep>().AsNoTracking().Where(s => s.PersonId == personId).OrderByDescending(s => s.At).Take(Most).ToListAsync(ct)).Select(s => PersonalField.Deed(PlanTexts.Content, s.At, PlanTexts.Plan, PlanWords.Name(s.Cause))));
        return rows;
    }

    public async Task EraseAsync(AppDbContext db, Guid personId, DateTimeOffset now, CancellationToken ct)
    {
        await db.Set<Plan>().Where(p => p.PersonId == personId).ExecuteUpdateAsync(set => set.SetProperty(p => p.PersonId, (Guid?)null), ct);
        await db.Set<PlanStep>().Where(s => s.PersonId == personId).ExecuteUpdateAsync(set => set.SetProperty(s => s.PersonId, (Guid?)null), ct);
        await db.Set<IndicatorDefinition>().Where(d => d.PersonId == personId).ExecuteUpdateAsync(set => set.SetProperty(d => d.PersonId, (Guid?)null), ct);
        await db.Set<TargetPart>().Where(p => p.PersonId == personId).ExecuteUpdateAsync(set => set.SetProperty(p => p.PersonId, (Guid?)null), ct);
        await db.Set<PlanImport>().Where(i => i.PersonId == personId).ExecuteUpdateAsync(set => set.SetProperty(i => i.PersonId, (Guid?)null), ct);
        await db.Set<IndicatorValue>().Where(v => v.PersonId == personId).ExecuteUpdateAsync(set => set.SetProperty(v => v.PersonId, (Guid?)null), ct);
        await db.Set<IndicatorValue>().Where(v => v.DecidedBy == personId).ExecuteUpdateAsync(set => set.SetProperty(v => v.DecidedBy, (Guid?)null), ct);
        await db.Set<TaskProgress>().Where(p => p.PersonId == personId).ExecuteUpdateAsync(set => set.SetProperty(p => p.PersonId, (Guid?)null), ct);
        await db.Set<TaskUrge>().Where(u => u.PersonId == personId).ExecuteUpdateAsync(set => set.SetProperty(u => u.PersonId, (Guid?)null), ct);
        await db.Set<TaskUrge>().Where(u => u.ReplyBy == personId).ExecuteUpdateAsync(set => set.SetProperty(u => u.ReplyBy, (Guid?)null), ct);
        await db.Set<PlanTask>().Where(t => t.DoneBy == personId).ExecuteUpdateAsync(set => set.SetProperty(t => t.DoneBy, (Guid?)null), ct);
    }
}
