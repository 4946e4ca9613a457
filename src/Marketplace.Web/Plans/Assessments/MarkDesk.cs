using System.Globalization;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Plans.Figures;
using Marketplace.Web.Plans.Values;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Plans.Assessments;

/// <summary>自评 by the unit's bureau and 核定 by the plan's: two people for each mark.</summary>
public sealed class MarkDesk(AppDbContext db, AssessmentReading reading, AssessmentNotices notices, AccessCheck access, Actor actor, AuditLog audit, TimeProvider time)
{
    /// <summary>自评分 with its note. What is decided already stays as it is.</summary>
    public async Task<IReadOnlyList<Failure>> OwnAsync(Guid id, MarksForm form, CancellationToken ct)
    {
        if (await reading.UnitAsync(id, ct) is not var (sheet, unit)) return [Failures.OfStatus(404)];
        if (access.Refuse(Act.KeepPlans, new(RegionPath: unit.RegionPath)) is { } refused) return [refused];
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await LockAsync(sheet.Assessment.Id, id, ct) is not { } marks) return [new("state_forbids", 409, AssessmentTexts.NotOpen)];
        var (failures, now) = (new List<Failure>(), time.GetUtcNow());
        foreach (var item in sheet.Items.Where(i => form.Marks.ContainsKey(i.Number) || form.Texts.ContainsKey(i.Number)))
        {
            var (typed, note) = Read(item, form, failures);
            var mark = marks.GetValueOrDefault(item.Number);
            if ((mark?.Own, mark?.OwnNote) == (typed, note)) continue;
            if (mark is { IsDecided: true }) failures.Add(new("mark_decided", 409, AssessmentTexts.MarkDecided.Fill(item.Name), FieldOf("mark", item)));
            mark ??= marks[item.Number] = Added(id, item);
            (mark.Own, mark.OwnNote, mark.OwnBy, mark.OwnAt) = (typed, note, actor.Id, now);
        }
        if (failures.Count > 0) return db.Dropped(failures);
        audit.Record(db, "assessment.marked", AssessmentDesk.Subject(sheet.Assessment.Id), new { unit = unit.Name, marks = sheet.Items.Select(i => marks.GetValueOrDefault(i.Number)?.Own) });
        if (sheet.Items.All(i => marks.GetValueOrDefault(i.Number) is { } mark && (mark.Own is not null || mark.IsDecided))) await notices.MarkedAsync(sheet.Plan, sheet.Assessment, unit, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return [];
    }

    /// <summary>核定分, or that the item is not this unit's. Another mark than the unit's own wants a reason; an emptied one is open again.</summary>
    public async Task<IReadOnlyList<Failure>> VerifyAsync(Guid id, MarksForm form, CancellationToken ct)
    {
        if (await reading.UnitAsync(id, ct) is not var (sheet, unit)) return [Failures.OfStatus(404)];
        if (access.Refuse(Act.VerifyFigures, sheet.Plan.Target) is { } outside) return [outside];
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await LockAsync(sheet.Assessment.Id, id, ct) is not { } marks) return [new("state_forbids", 409, AssessmentTexts.NotOpen)];
        var (failures, now) = (new List<Failure>(), time.GetUtcNow());
        foreach (var item in sheet.Items.Where(i => form.Marks.ContainsKey(i.Number) || form.Exempt.Contains(i.Number)))
        {
            var (typed, reason) = Read(item, form, failures);
            var exempt = form.Exempt.Contains(item.Number);
            var value = exempt ? null : typed;
            var mark = marks.GetValueOrDefault(item.Number);
            if ((mark?.Verified, mark?.Exempt ?? false, mark?.Reason) == (value, exempt, reason)) continue;
            if (mark?.OwnBy is { } own && access.Refuse(Act.VerifyFigures, sheet.Plan.Target with { DoneBy = [own] }) is { } refused) failures.Add(refused with { Field = FieldOf("mark", item) });
            else if (reason is null && (exempt || value is not null && value != mark?.Own)) failures.Add(new("reason_missing", 400, AssessmentTexts.ReasonMissing.Fill(item.Name), FieldOf("text", item)));
            mark ??= marks[item.Number] = Added(id, item);
            (mark.Verified, mark.Exempt, mark.Reason) = (value, exempt, reason);
            (mark.VerifiedBy, mark.VerifiedAt) = (exempt || value is not null) ? ((Guid?)actor.Id, (DateTimeOffset?)now) : (null, null);
        }
        if (failures.Count > 0) return db.Dropped(failures);
        audit.Record(db, "assessment.verified", AssessmentDesk.Subject(sheet.Assessment.Id), new { unit = unit.Name, marks = sheet.Items.Select(i => marks.GetValueOrDefault(i.Number)?.Verified) });
        if (sheet.Items.All(i => marks.GetValueOrDefault(i.Number) is { IsDecided: true })) await notices.DecidedAsync(unit, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return [];
    }

    internal static string FieldOf(string what, AssessmentItem item) => string.Create(CultureInfo.InvariantCulture, $"{what}-{item.Number}");

    private static (decimal? Mark, string? Text) Read(AssessmentItem item, MarksForm form, List<Failure> failures)
    {
        var mark = ValueForm.Number(form.Marks.GetValueOrDefault(item.Number), FieldOf("mark", item), failures);
        if (mark is { } typed && (typed < 0 || typed > item.Weight || typed != FigureText.HalfUp(typed, 2))) failures.Add(new("mark_wrong", 400, AssessmentTexts.MarkWrong.Fill(item.Name, FigureText.Exact(item.Weight)), FieldOf("mark", item)));
        var text = form.Texts.GetValueOrDefault(item.Number)?.Trim();
        if (text?.Length > AssessmentMark.TextMax) failures.Add(new("text_long", 400, PlanTexts.FaultLong.Fill(AssessmentMark.TextMax), FieldOf("text", item)));
        return (mark, string.IsNullOrEmpty(text) ? null : text);
    }

    private AssessmentMark Added(Guid unit, AssessmentItem item)
    {
        var mark = new AssessmentMark { UnitId = unit, Number = item.Number };
        db.Add(mark);
        return mark;
    }

    /// <summary>By number; null: the assessment takes no marks. The unit's row is the lock: who marks and who decides come one after the other.</summary>
    private async Task<Dictionary<int, AssessmentMark>?> LockAsync(Guid assessment, Guid unit, CancellationToken ct)
    {
        if (!(await db.Set<Assessment>().FromSql($"select * from assessments where id = {assessment} for share").AsNoTracking().SingleAsync(ct)).TakesMarks) return null;
        await db.Database.ExecuteSqlAsync($"select from assessment_units where id = {unit} for update", ct);
        return await db.Set<AssessmentMark>().Where(m => m.UnitId == unit).ToDictionaryAsync(m => m.Number, ct);
    }
}
