using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Plans.Figures;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Plans.Values;

/// <summary>An indicator with the definition in force.</summary>
public sealed record FoundIndicator(Plan Plan, Indicator Indicator, IndicatorDefinition Definition);

/// <summary>Figures: entered by one with evidence, verified by another; and what counties, zones and departments bring to a target.</summary>
public sealed class FigureDesk(AppDbContext db, PlanDesk plans, AccessCheck access, Actor actor, AuditLog audit, FileStore files, WorkDesk work, TimeProvider time)
{
    public const string Work = "figure.verify";

    /// <summary>Null: not there for this reader.</summary>
    public async Task<FoundIndicator?> FindAsync(string key, string code, CancellationToken ct)
    {
        if (await plans.FindAsync(key, ct) is not { } plan || await db.Set<Indicator>().AsNoTracking().SingleOrDefaultAsync(i => i.PlanId == plan.Id && i.Code == code, ct) is not { } indicator) return null;
        var definition = await db.Set<IndicatorDefinition>().AsNoTracking().Include(d => d.Targets).SingleAsync(d => d.IndicatorId == indicator.Id && d.Version == indicator.Version, ct);
        return new(plan, indicator, definition);
    }

    public async Task<Outcome<IndicatorValue>> EnterAsync(string key, string code, ValueForm form, IReadOnlyList<IFormFile> evidence, CancellationToken ct)
    {
        if (await FindAsync(key, code, ct) is not var (plan, indicator, definition)) return Failures.OfStatus(404);
        if (access.Refuse(Act.KeepPlans, plan.Target) is { } refused) return refused;
        if (plan.State == PlanState.Closed) return new Failure("state_forbids", 409, PlanTexts.PlanClosed);
        var now = time.GetUtcNow();
        var failures = new List<Failure>();
        var read = form.Read(definition, actor.Id, now, Dates.Day(now));
        if (!read.Succeeded) failures.AddRange(read.Failures);
        if (evidence.Count == 0) failures.Add(new("evidence_missing", 400, PlanTexts.EvidenceMissing, "evidence"));
        if (evidence.Count > files.Limits.MaxFilesAtOnce) failures.Add(Failures.TooManyFiles(files.Limits.MaxFilesAtOnce) with { Field = "evidence" });
        if (read.Succeeded && await FallsAsync(definition, read.Value, ct)) failures.Add(new("cumulative_falls", 400, PlanTexts.CumulativeFalls, "value"));
        if (failures.Count > 0) return failures;
        var value = read.Value;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        db.Add(value);
        foreach (var paper in evidence)
        {
            var kept = await files.AddAsync(db, paper, Subject(value.Id), ct);
            if (!kept.Succeeded) return kept.Failures.Select(f => f with { Field = "evidence" }).ToList();
        }
        audit.Record(db, "figure.entered", Subject(value.Id), new { plan = plan.Key, indicator = indicator.Code, value.On });
        await db.SaveChangesAsync(ct);
        if (await BureauOf.RegionAsync(db, plan.RegionPath, ct) is { } bureau)
        {
            // Whoever can decide here: reviewers where the bureau has another one, else its other clerks.
            var reviewed = await db.Set<Membership>().AnyAsync(m => m.OrganisationId == bureau.Id && m.Until == null && m.Role == Role.BureauReviewer && m.PersonId != actor.Id, ct);
            await work.AddAsync(db, new(Work, KeyOf(value.Id), new Audience.Holders(bureau.Id, reviewed ? Role.BureauReviewer : Role.BureauClerk), $"/plans/values/{value.Id}",
                new Dictionary<string, string>(StringComparer.Ordinal) { ["indicator"] = definition.Name }, WaitingPersonId: actor.Id), ct);
        }
        await transaction.CommitAsync(ct);
        return value;
    }

    /// <summary>For those of the region; null: not there for this reader.</summary>
    public async Task<(Plan Plan, Indicator Indicator, IndicatorDefinition Definition, IndicatorValue Value)?> FindAsync(Guid id, CancellationToken ct)
    {
        var found = await (from v in db.Set<IndicatorValue>().AsNoTracking()
                           join i in db.Set<Indicator>() on v.IndicatorId equals i.Id
                           join p in db.Set<Plan>() on i.PlanId equals p.Id
                           join d in db.Set<IndicatorDefinition>() on new { v.IndicatorId, v.Version } equals new { d.IndicatorId, d.Version }
                           where v.Id == id
                           select new { p, i, d, v }).SingleOrDefaultAsync(ct);
        return found is not null && access.May(Act.ReadFigures, found.p.Target) ? (found.p, found.i, found.d, found.v) : null;
    }

    public Failure? MayDecide(Plan plan, IndicatorValue value) => access.Refuse(Act.VerifyFigures, plan.Target with { DoneBy = value.PersonId is { } by ? [by] : [] });

    public async Task<Failure?> DecideAsync(Guid id, bool right, string? note, CancellationToken ct)
    {
        if (await FindAsync(id, ct) is not var (plan, indicator, _, value)) return Failures.OfStatus(404);
        if (MayDecide(plan, value) is { } refused) return refused;
        var said = string.IsNullOrWhiteSpace(note) ? null : note.Trim();
        if (!right && said is null) return new("decision_missing", 400, PlanTexts.DecisionMissing, "decision");
        if (said?.Length > IndicatorValue.TextMax) return new("decision_long", 400, PlanTexts.FaultLong.Fill(IndicatorValue.TextMax), "decision");
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (now, state, by) = (time.GetUtcNow(), right ? ValueState.Verified : ValueState.Returned, actor.Id);
        var moved = await db.Set<IndicatorValue>().Where(v => v.Id == id && v.State == ValueState.Entered)
            .ExecuteUpdateAsync(set => set.SetProperty(v => v.State, state).SetProperty(v => v.DecidedBy, by).SetProperty(v => v.DecidedAt, now).SetProperty(v => v.Decision, said), ct);
        if (moved == 0) return new("value_decided", 409, PlanTexts.ValueDecided);
        audit.Record(db, right ? "figure.verified" : "figure.returned", Subject(id), new { plan = plan.Key, indicator = indicator.Code, note = said });
        await work.DoneAsync(db, KeyOf(id), by, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    /// <summary>Sets, or with no value takes away, what a county, zone or department is to bring.</summary>
    public async Task<Failure?> PartAsync(string key, string code, int year, string? kind, string? name, string? typed, CancellationToken ct)
    {
        if (await FindAsync(key, code, ct) is not var (plan, indicator, definition)) return Failures.OfStatus(404);
        if (access.Refuse(Act.KeepPlans, plan.Target) is { } refused) return refused;
        if (plan.State == PlanState.Closed) return new("state_forbids", 409, PlanTexts.PlanClosed);
        if (!definition.Targets.Exists(t => t.Year == year)) return new("year_unknown", 400, PlanTexts.PartYear, "year");
        if (!Enum.TryParse<PartKind>(kind, out var of) || !Enum.IsDefined(of)) return new("kind_unknown", 400, PlanTexts.FaultMissing, "kind");
        var who = name?.Trim() ?? "";
        if (who.Length is 0 or > TargetPart.NameMax) return new("part_name", 400, PlanTexts.PartName.Fill(TargetPart.NameMax), "name");
        var failures = new List<Failure>();
        var value = ValueForm.Number(typed, "part", failures);
        if (failures.Count > 0) return failures[0];
        var now = time.GetUtcNow();
        var there = db.Set<TargetPart>().Where(p => p.IndicatorId == indicator.Id && p.Year == year && p.Kind == of && p.Name == who);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (value is not { } part)
        {
            if (await there.ExecuteDeleteAsync(ct) == 0) return new("value_missing", 400, PlanTexts.ValueMissing, "part");
        }
        else if (await there.SingleOrDefaultAsync(ct) is { } old) (old.Value, old.At, old.PersonId) = (part, now, actor.Id);
        else db.Add(new TargetPart { IndicatorId = indicator.Id, Year = year, Kind = of, Name = who, Value = part, At = now, PersonId = actor.Id });
        audit.Record(db, "plan.part", PlanDesk.Subject(plan), new { indicator = indicator.Code, year, of, who, value });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    /// <summary>A cumulative figure below an earlier verified one is an error in the data, here or there.</summary>
    private async Task<bool> FallsAsync(IndicatorDefinition definition, IndicatorValue value, CancellationToken ct)
    {
        if (!definition.Type.IsCumulative() || value.OfYear) return false;
        var earlier = await db.Set<IndicatorValue>().Where(v => v.IndicatorId == value.IndicatorId && v.State == ValueState.Verified && !v.OfYear && v.On < value.On).OrderByDescending(v => v.On).ThenByDescending(v => v.At).FirstOrDefaultAsync(ct);
        return Growth.Falls(earlier?.Value, value.Value);
    }

    internal static string Subject(Guid id) => $"{ValuePapers.KindName}:{id}";

    private static string KeyOf(Guid id) => $"{Work}:{id}";
}

/// <summary>Evidence of a figure: people of the plan's region.</summary>
internal sealed class ValuePapers(FigureDesk desk) : IFileGuard
{
    public const string KindName = "figure";

    public string Kind => KindName;

    public async Task<bool> MayReadAsync(Guid id, CancellationToken ct) => await desk.FindAsync(id, ct) is not null;
}
