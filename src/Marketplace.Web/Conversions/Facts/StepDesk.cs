using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Facts;

/// <summary>Who takes a step for a place.</summary>
/// <param name="Bureau">Null: nobody is here yet.</param>
/// <param name="Told">Somebody said so; else it is the usual one.</param>
public sealed record StepHolder(ReportStep Step, Organisation? Bureau, bool Told);

public sealed record StepLine(string RegionPath, string Region, IReadOnlyList<StepHolder> Steps);

/// <summary>Says which bureau takes a step for a place and all below it. Only whoever has the step, or stands above who has it, gives it away: no county takes 复核 from the prefecture by itself.</summary>
public sealed class StepDesk(AppDbContext db, FilingReach reach, RegionTree regions, AccessCheck access, Actor actor, AuditLog audit, TimeProvider time)
{
    /// <summary>Places with a bureau below a province; more are found by their name.</summary>
    private const int Most = 300;

    private static readonly ReportStep[] s_steps = Enum.GetValues<ReportStep>();

    /// <summary>The reader's own place, and those below that have a bureau or an assignment of their own.</summary>
    public async Task<IReadOnlyList<StepLine>> LinesAsync(CancellationToken ct)
    {
        if (actor.WidestRegion(Act.VerifyConversions) is not { } own) return [];
        var paths = await db.Set<Organisation>().Where(o => o.Kind == OrganisationKind.Bureau && o.State == OrganisationState.Active && o.RegionPath.StartsWith(own)).Select(o => o.RegionPath)
            .Union(db.Set<StepAssignment>().Where(a => a.RegionPath.StartsWith(own)).Select(a => a.RegionPath)).Distinct().OrderBy(p => p).Take(Most).ToListAsync(ct);
        var names = await regions.TrailsAsync(paths, ct);
        var told = await db.Set<StepAssignment>().AsNoTracking().Where(a => paths.Contains(a.RegionPath)).ToListAsync(ct);
        var lines = new List<StepLine>();
        foreach (var path in paths)
        {
            var holders = new List<StepHolder>();
            foreach (var step in s_steps) holders.Add(new(step, await reach.OfStepAsync(step, path, ct), told.Exists(a => a.RegionPath == path && a.Step == step)));
            lines.Add(new(path, string.Join(' ', names[path].Select(r => r.Name)), holders));
        }
        return lines;
    }

    /// <summary>Bureaus that can be told to: those of the places from which the reader's own reach goes down, and their own.</summary>
    public async Task<IReadOnlyList<Organisation>> BureausAsync(CancellationToken ct) => actor.WidestRegion(Act.VerifyConversions) is not { } own ? [] : await db.Set<Organisation>().AsNoTracking()
        .Where(o => o.Kind == OrganisationKind.Bureau && o.State == OrganisationState.Active && (o.RegionPath.StartsWith(own) || own.StartsWith(o.RegionPath))).OrderBy(o => o.RegionPath).ThenBy(o => o.Id).Take(Most).ToListAsync(ct);

    /// <param name="regionPath">The place.</param>
    /// <param name="typedStep">Which step.</param>
    /// <param name="bureauId">Who takes it; null: the usual one again.</param>
    /// <param name="ct">The caller left.</param>
    public async Task<Failure?> TellAsync(string? regionPath, string? typedStep, Guid? bureauId, CancellationToken ct)
    {
        if (regionPath is null || access.Refuse(Act.VerifyConversions, new(RegionPath: regionPath)) is not null) return new("region_outside", 400, ConversionTexts.StepRegion, "region");
        if (Chosen.One<ReportStep>(typedStep) is not { } step) return new("step_missing", 400, ConversionTexts.StepMissing, "step");
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({$"step:{regionPath}:{step}"}, 0))", ct);
        var own = actor.WidestRegion(Act.VerifyConversions)!;
        if (await reach.OfStepAsync(step, regionPath, ct) is { } holds && !holds.RegionPath.StartsWith(own, StringComparison.Ordinal)) return new("step_above", 403, ConversionTexts.StepAbove.Fill(holds.Name), "step");
        var told = await db.Set<StepAssignment>().SingleOrDefaultAsync(a => a.RegionPath == regionPath && a.Step == step, ct);
        if (bureauId is { } id)
        {
            // Its people's rights reach down from where it sits, and nowhere else.
            if (await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.Id == id && o.Kind == OrganisationKind.Bureau && o.State == OrganisationState.Active, ct) is not { } bureau || !regionPath.StartsWith(bureau.RegionPath, StringComparison.Ordinal))
                return new("bureau_outside", 400, ConversionTexts.StepBureau, "bureau");
            if (told is null) db.Add(new StepAssignment { RegionPath = regionPath, Step = step, OrganisationId = id, PersonId = actor.Id, At = time.GetUtcNow() });
            else (told.OrganisationId, told.PersonId, told.At) = (id, actor.Id, time.GetUtcNow());
        }
        else if (told is not null) db.Remove(told);
        audit.Record(db, "step.assigned", "region:" + regionPath, new { step, bureau = bureauId });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }
}
