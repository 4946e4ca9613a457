using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Marketplace.Web.Conversions.FollowUps;

/// <summary>Asks what is due, reminds, hands over to the bureau, and writes what waited. Each in a transaction of its own; whatever runs twice, or twice at once, does it once.</summary>
public sealed class FollowUpNight(AppDbContext db, FollowUpNotices notices, FollowUpCorrection correction, CaseBook book, TimeProvider time)
{
    /// <summary>许可、转让、入股. A pledge uses nothing; own and joint use begin with their product.</summary>
    private static readonly ConversionType[] s_types =
    [
        ConversionType.OpenLicence, ConversionType.OrdinaryLicence, ConversionType.SoleLicence, ConversionType.ExclusiveLicence, ConversionType.SubLicence, ConversionType.CrossLicence,
        ConversionType.Assignment, ConversionType.ApplicationAssignment, ConversionType.Equity,
    ];

    /// <summary>Days by which the half-years of a 31st move in shorter months: nothing that could be due is left out before its days are worked out.</summary>
    private const int Slack = 3;

    /// <summary>How many questions or filings moved.</summary>
    public async Task<int> RunAsync(CancellationToken ct) => await DropAsync(ct) + await AskAsync(ct) + await RemindAsync(ct) + await WriteAsync(ct);

    /// <summary>Conversions that count: verified, not reversed, by themselves, and a deal that somebody could make something of.</summary>
    private IQueryable<Conversion> Counting() => db.Set<Conversion>().Where(c => c.IntoId == null && db.Set<Filing>().Any(f => f.Id == c.CountedId && f.Kind != FilingKind.Reversal && s_types.Contains(f.Type)
        && f.Nature != MarketNature.NameChange && f.Nature != MarketNature.Succession));

    private Task<int> DropAsync(CancellationToken ct)
    {
        var counting = Counting();
        return EachAsync(f => !counting.Any(c => c.Id == f.ConversionId), FollowUpMachine.Open, async (one, _, _) =>
        {
            Step(one, FollowUpCause.Drop);
            await notices.DoneAsync(one, ct);
            return true;
        }, ct);
    }

    private async Task<int> AskAsync(CancellationToken ct)
    {
        var today = Dates.Today(time);
        var asked = today.AddMonths(-FollowUpDays.Months).AddDays(Slack);
        var known = await (from c in Counting()
                           join f in db.Set<Filing>() on c.CountedId equals f.Id
                           where (f.EffectiveOn ?? f.SignedOn) <= asked && !db.Set<FollowUp>().Any(u => u.ConversionId == c.Id && u.On > asked)
                               && db.Set<FollowUp>().Count(u => u.ConversionId == c.Id && u.State == FollowUpState.Accepted && u.Use == Use.NoLonger) < FollowUpDays.MostNoLonger
                           select new { c.Id, Began = (f.EffectiveOn ?? f.SignedOn)!.Value, f.EndedOn }).ToListAsync(ct);
        var due = known.Select(c => (c.Id, Round: FollowUpDays.Last(c.Began, c.EndedOn, today))).Where(c => c.Round is not null).ToDictionary(c => c.Id, c => c.Round!);
        return await db.EachAsync(due.Keys, async id =>
        {
            var conversion = await db.Set<Conversion>().FromSql($"select * from conversions where id = {id} for update").SingleAsync(ct);
            var round = due[id];
            if (!await Counting().AnyAsync(c => c.Id == id, ct) || await db.Set<FollowUp>().AnyAsync(u => u.ConversionId == id && u.Round >= round.Number, ct)) return false;
            var filing = await CountedAsync(conversion, ct);
            foreach (var old in await db.Set<FollowUp>().FromSql($"select * from follow_ups where conversion_id = {id} for update").Where(u => FollowUpMachine.Waiting.Contains(u.State)).ToListAsync(ct))
            {
                Step(old, FollowUpCause.Lapse);
                await notices.DoneAsync(old, ct);
            }
            var one = new FollowUp { ConversionId = id, Round = round.Number, From = round.From, On = round.On, At = time.GetUtcNow() };
            Step(one, FollowUpCause.Make);
            db.Add(one);
            await db.SaveChangesAsync(ct);
            // Nobody of the taker is here: there is no use in waiting for an answer.
            if (await notices.TellAsync(one, filing, FollowUpNotices.MailAsked, null, ct)) Step(one, FollowUpCause.Ask);
            else await notices.CallAsync(one, conversion, filing, ct);
            return true;
        }, ct);
    }

    private async Task<int> RemindAsync(CancellationToken ct)
    {
        var moved = 0;
        foreach (var (count, days) in FollowUpDays.Reminders.Index().Reverse())
        {
            var since = Dates.Today(time).AddDays(-days);
            moved += await EachAsync(f => f.State != FollowUpState.Due && f.Reminders <= count && f.Since <= since, FollowUpMachine.Waiting, async (one, conversion, filing) =>
            {
                one.Reminders = count + 1;
                await notices.TellAsync(one, filing, FollowUpNotices.MailReminded, null, ct);
                if (one.Reminders == FollowUpDays.Reminders.Count) await notices.CallAsync(one, conversion, filing, ct);
                return true;
            }, ct);
        }
        return moved;
    }

    /// <summary>What was accepted while something else was said of the conversion.</summary>
    private Task<int> WriteAsync(CancellationToken ct) => EachAsync(f => f.FilingWaits, [FollowUpState.Accepted], async (one, conversion, _) => await correction.WriteAsync(one, conversion, ct) || !one.FilingWaits, ct);

    private async Task<int> EachAsync(System.Linq.Expressions.Expression<Func<FollowUp, bool>> which, FollowUpState?[] states, Func<FollowUp, Conversion, Filing, Task<bool>> act, CancellationToken ct)
    {
        var those = db.Set<FollowUp>().Where(f => states.Contains(f.State)).Where(which);
        return await db.EachAsync(await those.Select(f => f.Id).ToListAsync(ct), async id =>
        {
            var conversion = await db.Set<Conversion>().FromSql($"select c.* from conversions c join follow_ups f on f.conversion_id = c.id where f.id = {id} for update of c").SingleAsync(ct);
            var one = await db.LockFollowUpAsync(id, ct);
            // It may have moved before it was locked.
            return await those.AnyAsync(f => f.Id == id, ct) && await act(one, conversion, await CountedAsync(conversion, ct));
        }, ct);
    }

    private Task<Filing> CountedAsync(Conversion conversion, CancellationToken ct) =>
        db.Set<Filing>().AsNoTracking().Where(f => f.ConversionId == conversion.Id && (f.Id == conversion.CountedId || conversion.CountedId == null && f.Number == conversion.Filings)).Whole().SingleAsync(ct);

    private void Step(FollowUp one, FollowUpCause cause)
    {
        if (book.Take(FollowUpMachine.Machine, one, cause) is { } refused) throw new InvalidOperationException(refused.Message);
    }
}

[DisallowConcurrentExecution]
public sealed class FollowUpNightJob(FollowUpNight night, ILogger<FollowUpNightJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        logger.LogInformation("Follow-ups of the night: {Count} moved", await night.RunAsync(cancellationToken));
}
