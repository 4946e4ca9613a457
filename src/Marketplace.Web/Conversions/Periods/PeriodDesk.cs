using Marketplace.Web.Conversions.Counting;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Periods;

/// <param name="Locked">By the region itself or by one above it; null: it is open.</param>
/// <param name="Waiting">Filings dated in it that nobody has verified yet.</param>
public sealed record PeriodLine(Quarter Quarter, CountPeriod? Period, DateTimeOffset? Locked, IReadOnlyList<PeriodFigure> Figures, int Waiting);

/// <param name="Value">Official: of a locked quarter, what was known at its lock.</param>
/// <param name="Now">By what is known today; other than <paramref name="Value"/> where something came later.</param>
public sealed record PeriodFigure(CountRule Rule, decimal Value, decimal Now)
{
    public decimal Adjustment => Now - Value;
}

/// <summary>锁定、发布 of the quarters of the reader's bureau.</summary>
public sealed class PeriodDesk(AppDbContext db, FactReader reader, FactStore facts, CaseBook book, AccessCheck access, Actor actor, TimeProvider time)
{
    /// <summary>Two years of quarters at a time.</summary>
    public const int PageSize = 8;

    /// <summary>Where the reader's bureau is; null: they read no conversions.</summary>
    public string? Region => actor.WidestRegion(Act.ReadConversions);

    public bool MayLock => Region is { } path && access.May(Act.LockPeriods, new(RegionPath: path));

    /// <summary>The latest first.</summary>
    /// <param name="last">The latest that is wanted; null, or one that is still to come: that of today.</param>
    /// <param name="ct">The reader left.</param>
    public Task<IReadOnlyList<PeriodLine>> ListAsync(Quarter? last, CancellationToken ct)
    {
        var current = Quarter.Of(Dates.Today(time));
        return LinesAsync(last is { } wanted && wanted.First < current.First ? wanted : current, PageSize, ct);
    }

    /// <summary>Null: it is still to come, or the reader reads no conversions.</summary>
    public async Task<PeriodLine?> FindAsync(Quarter quarter, CancellationToken ct) => quarter.First > Dates.Today(time) ? null : await LinesAsync(quarter, 1, ct) is [var line] ? line : null;

    private async Task<IReadOnlyList<PeriodLine>> LinesAsync(Quarter last, int count, CancellationToken ct)
    {
        if (Region is not { } path) return [];
        var quarters = new List<Quarter> { last };
        while (quarters.Count < count) quarters.Add(quarters[^1].Before);
        var (columns, locks, now) = (await facts.ColumnsAsync(reader, ct), await reader.LocksAsync(ct), time.GetUtcNow());
        var (official, known) = (new FactCounter(columns, locks, now), new FactCounter(columns, [], now));
        var kept = await db.Set<CountPeriod>().AsNoTracking().Where(p => p.RegionPath == path).ToDictionaryAsync(p => new Quarter(p.Year, p.Quarter), ct);
        var waiting = (await Waiting(path, quarters[^1].First, last.Last).Select(f => f.EffectiveOn ?? f.RecordedOn ?? f.SignedOn!.Value).ToListAsync(ct)).CountBy(Quarter.Of).ToDictionary();
        return quarters.ConvertAll(quarter => new PeriodLine(quarter, kept.GetValueOrDefault(quarter), PeriodLock.Of(locks, path, quarter), [.. Figures(quarter)], waiting.GetValueOrDefault(quarter)));

        IEnumerable<PeriodFigure> Figures(Quarter quarter) => StandardRules.All.Select(rule => new Question(rule, path, quarter.First, quarter.Last)).Select(question => new PeriodFigure(question.Rule, official.Count(question), known.Count(question)));
    }

    public async Task<Failure?> LockAsync(Quarter quarter, CancellationToken ct)
    {
        if (Region is not { } path) return Failures.OfStatus(404);
        if (access.Refuse(Act.LockPeriods, new(RegionPath: path)) is { } refused) return refused;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await KnowledgeLock.AloneAsync(db, ct);
        var period = await db.Set<CountPeriod>().SingleOrDefaultAsync(p => p.RegionPath == path && p.Year == quarter.Year && p.Quarter == quarter.Number, ct);
        if (period is null)
        {
            period = new CountPeriod { RegionPath = path, Year = quarter.Year, Quarter = quarter.Number };
            book.Take(PeriodMachine.Machine, period, PeriodCause.Open);
            db.Add(period);
        }
        var blocking = await BlockingAsync(path, quarter, ct);
        (period.LockedAt, period.LockedBy) = (time.GetUtcNow(), actor.PersonId);
        if (book.Take(PeriodMachine.Machine, period, PeriodCause.Lock, new(blocking, Facts: new { quarter = quarter.ToString(), region = path })) is { } no) return db.Dropped(no);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    public async Task<Failure?> PublishAsync(Quarter quarter, CancellationToken ct)
    {
        if (Region is not { } path) return Failures.OfStatus(404);
        if (access.Refuse(Act.LockPeriods, new(RegionPath: path)) is { } refused) return refused;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.Set<CountPeriod>().SingleOrDefaultAsync(p => p.RegionPath == path && p.Year == quarter.Year && p.Quarter == quarter.Number, ct) is not { } period) return new("state_forbids", 409, CaseTexts.StateForbids);
        var blocking = new Dictionary<string, string>(StringComparer.Ordinal);
        if (period.LockedBy == actor.PersonId) blocking[PeriodMachine.AnotherPerson] = PeriodTexts.PublishOther;
        (period.PublishedAt, period.PublishedBy) = (time.GetUtcNow(), actor.PersonId);
        if (book.Take(PeriodMachine.Machine, period, PeriodCause.Publish, new(blocking, Facts: new { quarter = quarter.ToString(), region = path })) is { } no) return db.Dropped(no);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    private async Task<Dictionary<string, string>> BlockingAsync(string path, Quarter quarter, CancellationToken ct)
    {
        var blocking = new Dictionary<string, string>(StringComparer.Ordinal);
        if (quarter.Last >= Dates.Today(time)) blocking[PeriodMachine.Running] = PeriodTexts.StillRuns.Fill(Dates.InWords(quarter.Last));
        if (await Waiting(path, quarter.First, quarter.Last).CountAsync(ct) is > 0 and var waiting) blocking[PeriodMachine.Waiting] = PeriodTexts.FilingsWait.Fill(waiting);
        else if (PeriodLock.Of(await reader.LocksAsync(ct), path, quarter.Before) is null && await Dated(db.Set<Filing>().Where(f => f.State == FilingState.Verified && f.Kind != FilingKind.Reversal), path, DateOnly.MinValue, quarter.Before.Last).AnyAsync(ct))
            blocking[PeriodMachine.Waiting] = PeriodTexts.EarlierOpen.Fill(quarter.Before);
        var me = actor.PersonId;
        if (await Dated(db.Set<Filing>(), path, quarter.First, quarter.Last).AnyAsync(f => f.EnteredBy == me || f.CheckedBy == me || f.VerifiedBy == me, ct)) blocking[PeriodMachine.AnotherPerson] = PeriodTexts.LockOther;
        return blocking;
    }

    private IQueryable<Filing> Waiting(string path, DateOnly from, DateOnly to) => Dated(db.Set<Filing>().Where(f => f.State == FilingState.Submitted || f.State == FilingState.Checked), path, from, to);

    /// <summary>Of a side in the region, with the day that counts, or in want of it the signing, in the time.</summary>
    private IQueryable<Filing> Dated(IQueryable<Filing> filings, string path, DateOnly from, DateOnly to) =>
        filings.Where(f => (f.EffectiveOn ?? f.RecordedOn ?? f.SignedOn) >= from && (f.EffectiveOn ?? f.RecordedOn ?? f.SignedOn) <= to && db.Set<FilingParty>().Any(p => p.FilingId == f.Id && p.RegionPath.StartsWith(path)));
}
