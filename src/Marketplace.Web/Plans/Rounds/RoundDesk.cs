using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Plans.Tables;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Web.Plans.Rounds;

/// <summary>Opens rounds and ends them.</summary>
public sealed class RoundDesk(AppDbContext db, RoundReading reading, RoundNotices notices, RegionTree regions, AccessCheck access, Actor actor, AuditLog audit, Workdays workdays, TimeProvider time)
{
    /// <summary>Where the reader may open rounds; null: nowhere.</summary>
    public string? Region => actor.WidestRegion(Act.KeepPlans);

    /// <summary>Those right below the reader's bureau.</summary>
    public async Task<IReadOnlyList<Region>> BelowAsync(CancellationToken ct) => Region is { } path ? await regions.ChildrenAsync(path.TrimEnd('/').Split('/')[^1], ct) : [];

    public async Task<IReadOnlyList<Plan>> PlansAsync(CancellationToken ct) =>
        Region is { } path ? await db.Set<Plan>().AsNoTracking().Where(p => p.RegionPath == path && p.State != PlanState.Closed).OrderBy(p => p.Key).ToListAsync(ct) : [];

    /// <summary>牵头单位 of its indicators and tasks, in the document's order.</summary>
    public async Task<IReadOnlyList<string>> UnitsOfAsync(Plan plan, CancellationToken ct)
    {
        var indicators = await PlanWriter.IndicatorsAsync(db, plan.Id, ct);
        var tasks = await PlanWriter.TasksAsync(db, plan.Id, ct);
        return [.. indicators.SelectMany(i => i.Definition.LeadUnits).Concat(tasks.SelectMany(t => t.LeadUnits)).Where(name => name.Length <= RoundUnit.NameMax).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The day that is proposed: when the quarter's papers are in, or a fortnight from now.</summary>
    public DateOnly Proposed(Quarter quarter) => workdays.NextFrom(quarter.Due > Dates.Today(time) ? quarter.Due : Dates.Today(time).AddDays(14));

    public async Task<Outcome<ReportRound>> OpenAsync(RoundForm form, CancellationToken ct)
    {
        if (Region is not { } path) return Failures.OfStatus(404);
        var (now, today, failures) = (time.GetUtcNow(), Dates.Today(time), new List<Failure>());
        var quarter = Quarter.Read(form.Quarter?.Trim());
        if (quarter is null || quarter.Value.First > today) failures.Add(new("quarter_wrong", 400, PlanTexts.QuarterWrong, "quarter"));
        if (DueDay.Refuse(form.DueOn, quarter?.Last > today ? quarter.Value.Last : today, RoundTexts.DueWrong, workdays) is { } late) failures.Add(late);
        if (form.Word?.Trim().Length > ReportRound.WordMax) failures.Add(new("word_long", 400, PlanTexts.FaultLong.Fill(ReportRound.WordMax), "word"));
        var below = await BelowAsync(ct);
        if (form.Regions.Except(below.Select(r => r.Code), StringComparer.Ordinal).Any()) failures.Add(new("region_outside", 400, RoundTexts.RegionOutside, "regions"));
        var asked = below.Where(r => form.All || form.Regions.Contains(r.Code, StringComparer.Ordinal)).ToList();
        var plan = string.IsNullOrWhiteSpace(form.Plan) ? null : (await PlansAsync(ct)).FirstOrDefault(p => p.Key == form.Plan.Trim());
        if (plan is null && !string.IsNullOrWhiteSpace(form.Plan)) failures.Add(new("plan_unknown", 400, RoundTexts.PlanUnknown, "plan"));
        var units = plan is null ? [] : await UnitsOfAsync(plan, ct);
        if (failures.Count == 0 && asked.Count + units.Count == 0) failures.Add(new("nobody_asked", 400, RoundTexts.NobodyAsked, "regions"));
        if (failures.Count > 0) return failures;
        var round = new ReportRound
        {
            RegionPath = path,
            PlanId = plan?.Id,
            Year = quarter!.Value.Year,
            Number = quarter.Value.Number,
            DueOn = form.DueOn!.Value,
            Word = string.IsNullOrWhiteSpace(form.Word) ? null : form.Word.Trim(),
            At = now,
            PersonId = actor.Id,
        };
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        db.Add(round);
        db.AddRange(asked.Select(r => new RoundUnit { RoundId = round.Id, Kind = RoundUnitKind.Region, Name = r.Name, RegionPath = r.Path }));
        db.AddRange(units.Select(name => new RoundUnit { RoundId = round.Id, Kind = RoundUnitKind.Unit, Name = name, RegionPath = plan!.RegionPath }));
        audit.Record(db, "round.opened", Subject(round.Id), new { quarter = round.Quarter.ToString(), region = path, plan = plan?.Key, due = round.DueOn, units = asked.Count + units.Count });
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            db.ChangeTracker.Clear();
            return new Failure("round_open", 409, RoundTexts.AlreadyOpen, "quarter");
        }
        // Who locked the quarter before it was asked for has nothing to do.
        foreach (var unit in (await reading.LinesAsync([round], ct))[0].Units.Where(u => u.Reported is null)) await notices.TellAsync(round, unit.Unit, RoundNotices.Asked, "", ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return round;
    }

    /// <summary>结束: who has not reported by then never did.</summary>
    /// <param name="id">Which round.</param>
    /// <param name="typed">Its quarter, typed to confirm.</param>
    /// <param name="ct">The caller left.</param>
    public async Task<Failure?> CloseAsync(Guid id, string? typed, CancellationToken ct)
    {
        if (await reading.FindAsync(id, ct) is not { Round: { } round }) return Failures.OfStatus(404);
        if (access.Refuse(Act.KeepPlans, new(RegionPath: round.RegionPath)) is { } refused) return refused;
        if (typed?.Trim() != round.Quarter.ToString()) return new("not_confirmed", 400, RoundTexts.CloseTyped.Fill(round.Quarter), "typed");
        var (now, by) = (time.GetUtcNow(), actor.Id);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var moved = await db.Set<ReportRound>().Where(r => r.Id == id && r.ClosedAt == null).ExecuteUpdateAsync(set => set.SetProperty(r => r.ClosedAt, now).SetProperty(r => r.ClosedBy, by), ct);
        if (moved == 0) return new("round_closed", 409, RoundTexts.Closed);
        var line = (await reading.LinesAsync(await db.Set<ReportRound>().AsNoTracking().Where(r => r.Id == id).ToListAsync(ct), ct))[0];
        foreach (var unit in line.Units) await notices.DoneAsync(unit.Unit.Id, ct);
        audit.Record(db, "round.closed", Subject(id), new { line.Asked, line.Reported, never = line.Units.Where(u => u.Standing.State == RoundUnitState.Never).Select(u => u.Unit.Name) });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    internal static string Subject(Guid round) => $"report-round:{round}";
}
