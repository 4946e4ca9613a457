using Marketplace.Web.Conversions.Periods;
using Marketplace.Web.Data;
using Marketplace.Web.Plans.Values;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Plans.Rounds;

/// <param name="Reported">The day, by its own word or by the lock of its quarter.</param>
/// <param name="ByLock">Its quarter is locked; nobody signed here.</param>
/// <param name="By">Who entered it.</param>
public sealed record RoundUnitLine(RoundUnit Unit, RoundStanding Standing, DateOnly? Reported, bool ByLock, string? By, IReadOnlyList<RoundCallLine> Calls);

public sealed record RoundCallLine(RoundCall Call, string? By);

public sealed record RoundLine(ReportRound Round, Plan? Plan, IReadOnlyList<RoundUnitLine> Units)
{
    public int Asked => Units.Count;
    public int Reported => Units.Count(u => u.Standing.State == RoundUnitState.Reported);

    /// <summary>Late now, reported late, or never reported.</summary>
    public int Late => Units.Count(u => u.Standing.Late > 0);
}

/// <summary>An indicator a responsible unit leads, and what was entered of the quarter.</summary>
/// <param name="Value">The last one that was not returned; null: nobody entered any.</param>
public sealed record RoundFigure(Indicator Indicator, IndicatorDefinition Definition, IndicatorValue? Value);

/// <summary>Who has reported, who has not, and who is how late.</summary>
public sealed class RoundReading(AppDbContext db, AccessCheck access, Actor actor, TimeProvider time)
{
    /// <summary>Twelve years of quarters with one round each.</summary>
    public const int Most = 50;

    private DateOnly Today => Dates.Today(time);

    /// <summary>Those the reader's bureau asks, the latest first.</summary>
    public async Task<IReadOnlyList<RoundLine>> ListAsync(CancellationToken ct) => actor.WidestRegion(Act.ReadFigures) is { } path
        ? await LinesAsync(await db.Set<ReportRound>().AsNoTracking().Where(r => r.RegionPath.StartsWith(path)).OrderByDescending(r => r.At).ThenBy(r => r.Id).Take(Most).ToListAsync(ct), ct) : [];

    /// <summary>What others ask the reader's bureau, the latest first.</summary>
    public async Task<IReadOnlyList<(ReportRound Round, RoundUnitLine Line)>> AskedAsync(CancellationToken ct)
    {
        if (actor.WidestRegion(Act.ReadFigures) is not { } path) return [];
        var rounds = await db.Set<ReportRound>().AsNoTracking().Where(r => r.RegionPath != path && path.StartsWith(r.RegionPath) && db.Set<RoundUnit>().Any(u => u.RoundId == r.Id && u.RegionPath == path))
            .OrderByDescending(r => r.At).ThenBy(r => r.Id).Take(Most).ToListAsync(ct);
        return [.. (await LinesAsync(rounds, ct)).SelectMany(line => line.Units.Where(u => u.Unit.RegionPath == path).Select(u => (line.Round, u)))];
    }

    /// <summary>Null: not there for this reader.</summary>
    public async Task<RoundLine?> FindAsync(Guid id, CancellationToken ct) =>
        await db.Set<ReportRound>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) is { } round && access.May(Act.ReadFigures, new(RegionPath: round.RegionPath)) ? (await LinesAsync([round], ct))[0] : null;

    /// <summary>One unit, for its own bureau and those above; null: not there for this reader.</summary>
    public async Task<(RoundLine Line, RoundUnitLine Unit)?> UnitAsync(Guid id, CancellationToken ct)
    {
        if (await db.Set<RoundUnit>().AsNoTracking().SingleOrDefaultAsync(u => u.Id == id, ct) is not { } unit || !access.May(Act.ReadFigures, new(RegionPath: unit.RegionPath))) return null;
        var line = (await LinesAsync([await db.Set<ReportRound>().AsNoTracking().SingleAsync(r => r.Id == unit.RoundId, ct)], ct))[0];
        return (line, line.Units.Single(u => u.Unit.Id == id));
    }

    /// <summary>Of a responsible unit: the indicators it leads that people enter, with what was entered of the quarter.</summary>
    public async Task<IReadOnlyList<RoundFigure>> FiguresAsync(ReportRound round, RoundUnit unit, CancellationToken ct)
    {
        if (unit.Kind != RoundUnitKind.Unit || round.PlanId is not { } plan) return [];
        var led = await (from i in db.Set<Indicator>().AsNoTracking()
                         join d in db.Set<IndicatorDefinition>() on new { i.Id, i.Version } equals new { Id = d.IndicatorId, d.Version }
                         where i.PlanId == plan && d.Computed == null && d.LeadUnits.Contains(unit.Name)
                         orderby i.Ordinal
                         select new { i, d }).ToListAsync(ct);
        var (ids, first, last) = (led.ConvertAll(l => l.i.Id), round.Quarter.First, round.Quarter.Last);
        var values = (await db.Set<IndicatorValue>().AsNoTracking().Where(v => ids.Contains(v.IndicatorId) && v.State != ValueState.Returned && v.On >= first && v.On <= last).ToListAsync(ct)).ToLookup(v => v.IndicatorId);
        return led.ConvertAll(l => new RoundFigure(l.i, l.d, values[l.i.Id].MaxBy(v => (v.On, v.At))));
    }

    public async Task<IReadOnlyList<RoundLine>> LinesAsync(IReadOnlyList<ReportRound> rounds, CancellationToken ct)
    {
        var ids = rounds.Select(r => r.Id).ToList();
        var plans = rounds.Select(r => r.PlanId).OfType<Guid>().ToHashSet();
        var named = await db.Set<Plan>().AsNoTracking().Where(p => plans.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
        var units = await db.Set<RoundUnit>().AsNoTracking().Where(u => ids.Contains(u.RoundId)).OrderBy(u => u.Kind).ThenBy(u => u.RegionPath).ThenBy(u => u.Name).ThenBy(u => u.Id).ToListAsync(ct);
        var (unitIds, paths, years) = (units.ConvertAll(u => u.Id), units.Select(u => u.RegionPath).ToHashSet(StringComparer.Ordinal), rounds.Select(r => r.Year).ToHashSet());
        var calls = (await db.Set<RoundCall>().AsNoTracking().Where(c => unitIds.Contains(c.UnitId)).OrderByDescending(c => c.At).ThenBy(c => c.Kind).ToListAsync(ct)).ToLookup(c => c.UnitId);
        var locks = (await db.Set<CountPeriod>().AsNoTracking().Where(p => p.LockedAt != null && paths.Contains(p.RegionPath) && years.Contains(p.Year)).ToListAsync(ct)).ToDictionary(p => (p.RegionPath, p.Year, p.Quarter));
        var people = units.Select(u => u.ReportedBy).Concat(calls.SelectMany(c => c).Select(c => c.PersonId)).Concat(locks.Values.Select(l => l.LockedBy)).OfType<Guid>().ToHashSet();
        var names = await db.Set<Person>().AsNoTracking().Where(p => people.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.DisplayName, ct);
        var byRound = units.ToLookup(u => u.RoundId);
        return [.. rounds.Select(round => new RoundLine(round, round.PlanId is { } plan ? named[plan] : null, [.. byRound[round.Id].Select(unit => Line(round, unit))]))];

        RoundUnitLine Line(ReportRound round, RoundUnit unit)
        {
            // A region that locked its quarter said by that that it is all; what was locked after the end of the round came too late for it.
            var locked = unit.Kind == RoundUnitKind.Region && locks.GetValueOrDefault((unit.RegionPath, round.Year, round.Number)) is { } period && !(period.LockedAt > round.ClosedAt) ? period : null;
            var byLock = unit.ReportedAt is null && locked is not null;
            DateOnly? reported = (unit.ReportedAt ?? locked?.LockedAt) is { } at ? Dates.Day(at) : null;
            return new(unit, RoundStanding.Of(round.DueOn, reported, round.ClosedAt is { } closed ? Dates.Day(closed) : null, Today), reported, byLock, Name(byLock ? locked!.LockedBy : unit.ReportedBy),
                [.. calls[unit.Id].Select(call => new RoundCallLine(call, Name(call.PersonId)))]);
        }

        string? Name(Guid? person) => person is { } id ? names.GetValueOrDefault(id) : null;
    }
}
