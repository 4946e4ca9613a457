using Marketplace.Web.Conversions.Counting;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Plans.Counted;
using Marketplace.Web.Plans.Figures;
using Marketplace.Web.Plans.Tasks;
using Marketplace.Web.Plans.Values;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Plans.Reporting;

/// <summary>Reads what a report of a plan is made of. Asks no clock: what is known of the days up to the one asked for.</summary>
public sealed class PlanReportReader(AppDbContext db, PlanReading reading, FactReader reader, FactStore store, QuarterFacts facts, RegionTree regions)
{
    /// <summary>Where there are no services to ask: in the shell.</summary>
    public static PlanReportReader On(AppDbContext db, FactStore store, TimeProvider time)
    {
        var reader = new FactReader(db);
        return new(db, new PlanReading(db, new CountedFigures(db, store, reader, time), time), reader, store, new QuarterFacts(db), new RegionTree(db, time));
    }

    public async Task<PlanReport> ReadAsync(Plan plan, DateOnly day, CancellationToken ct)
    {
        var entries = await reading.AsOfAsync(plan, day, ct);
        var tasks = await db.Set<PlanTask>().AsNoTracking().Where(t => t.PlanId == plan.Id).OrderBy(t => t.Ordinal).ThenBy(t => t.Code).ToListAsync(ct);
        var ids = tasks.ConvertAll(t => t.Id);
        // Quarters are written so that they sort as words do.
        var quarter = Quarter.Of(day);
        var told = (await db.Set<TaskProgress>().AsNoTracking().Where(p => ids.Contains(p.TaskId)).OrderBy(p => p.Quarter).ThenBy(p => p.At).ThenBy(p => p.Id).ToListAsync(ct)).Where(p => string.CompareOrdinal(p.Quarter, quarter.ToString()) <= 0).ToLookup(p => p.TaskId);
        var urges = (await db.Set<TaskUrge>().AsNoTracking().Where(u => ids.Contains(u.TaskId)).OrderBy(u => u.At).ThenBy(u => u.Id).ToListAsync(ct)).Where(u => Dates.Day(u.At) <= day).ToLookup(u => u.TaskId);
        var people = await NamesAsync([.. entries.SelectMany(e => e.Values).SelectMany(v => new[] { v.PersonId, v.DecidedBy }), .. told.SelectMany(of => of).Select(p => p.PersonId)], ct);
        var papers = await PapersAsync([.. entries.SelectMany(e => e.Values).Select(v => FigureDesk.Subject(v.Id)), .. told.SelectMany(of => of).Select(Subject)], ct);
        return PlanReport.Of(new(day, await HeadAsync(plan, day, ct),
            [.. entries.Select(e => Input(e, people, papers))],
            [.. tasks.Select(t => new TaskInput(t.Code, t.Heading, t.LeadUnits, t.JointUnits, t.DueOn, t.DoneOn,
                [.. told[t.Id].Select(p => new ProgressInput(p.Quarter, p.Text, Name(p.PersonId, people), papers(Subject(p))))],
                [.. urges[t.Id].Select(u => new UrgeInput(u.Unit, u.Text, Dates.Day(u.At), u.DueOn, u.Reply, u.ReplyAt is { } at ? Dates.Day(at) : null))]))],
            await facts.NamedAsync(QuarterFacts.Of(await store.HistoriesAsync(reader, ct), await reader.LocksAsync(ct), plan.RegionPath, quarter, day, DateTimeOffset.MaxValue), ct)));
    }

    private async Task<PlanHead> HeadAsync(Plan plan, DateOnly day, CancellationToken ct)
    {
        var state = await db.Set<PlanStep>().Where(s => s.PlanId == plan.Id && s.On <= day).OrderByDescending(s => s.Number).Select(s => (PlanState?)s.To).FirstOrDefaultAsync(ct);
        return new(plan.Key, plan.Title, plan.DocumentNo, plan.Issuer, await regions.NameAsync(plan.RegionPath, ct), plan.StartsOn, plan.EndsOn, Dates.Day(plan.CreatedAt),
            PlanLife.Of(state ?? PlanState.InForce, plan.StartsOn, plan.EndsOn, day), plan.Note);
    }

    private static IndicatorInput Input(IndicatorEntries of, IReadOnlyDictionary<Guid, string> people, Func<string, IReadOnlyList<EvidenceInput>> papers)
    {
        var definition = of.Definition;
        return new(of.Indicator.Code, definition.Name, definition.Unit, definition.Type, definition.Comparator, definition.Nature, definition.BaseYear, definition.Base,
            [.. definition.Targets.OrderBy(t => t.Year).Select(t => new GoalInput(t.Year, t.Value, t.Upper))], definition.LeadUnits, definition.JointUnits,
            [.. of.Values.Select(v => new ValueInput(v.Entry, v.Source, Survey(v), Name(v.PersonId, people), v.At, Name(v.DecidedBy, people), v.DecidedAt, papers(FigureDesk.Subject(v.Id))))],
            [.. (of.Before ?? []).Select(v => v.Entry)]);
    }

    private static string? Survey(IndicatorValue value) => string.Join('；', new[] { value.Surveyor, value.Sample, value.Method }.OfType<string>()) is { Length: > 0 } said ? said : null;

    private static string Subject(TaskProgress progress) => $"{TaskPapers.KindName}:{progress.Id}";

    private static string? Name(Guid? person, IReadOnlyDictionary<Guid, string> people) => person is { } id ? people.GetValueOrDefault(id) : null;

    private async Task<IReadOnlyDictionary<Guid, string>> NamesAsync(IEnumerable<Guid?> people, CancellationToken ct)
    {
        var ids = people.OfType<Guid>().Distinct().ToList();
        return await db.Set<Person>().AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.DisplayName, ct);
    }

    private async Task<Func<string, IReadOnlyList<EvidenceInput>>> PapersAsync(IReadOnlyList<string> subjects, CancellationToken ct)
    {
        var files = (await db.Set<StoredFile>().AsNoTracking().Where(f => subjects.Contains(f.Subject)).OrderBy(f => f.Id).ToListAsync(ct)).ToLookup(f => f.Subject, StringComparer.Ordinal);
        return subject => [.. files[subject].Select(f => new EvidenceInput(f.Name, Convert.ToHexStringLower(f.ContentSha256)))];
    }
}
