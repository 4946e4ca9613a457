using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Marketplace.Web.Licensing.Trials;

/// <summary>Each night: trials begin and run out, offers nobody answered lapse, reports and returns are asked for, licences that took effect are followed. Run twice it does nothing twice; a night that was missed is made up.</summary>
public sealed class TrialNight(AppDbContext db, CaseBook book, TrialBook trials, TrialNotices notices, TimeProvider time)
{
    /// <summary>Days before the last free day from which the licensee is asked to decide: a licence with its papers takes weeks.</summary>
    public const int DecideBefore = 30;

    /// <summary>Days before a report's day, and before an offer lapses, on which its side is reminded.</summary>
    public const int RemindBefore = 7;

    private static readonly TrialState?[] s_moving = [TrialState.Offered, TrialState.Agreed, TrialState.Running, TrialState.Exited, TrialState.Expired, TrialState.BrokenOff, TrialState.Converted];

    private static readonly LicenceState?[] s_live = [LicenceState.Effective, LicenceState.Performing, LicenceState.Breach, LicenceState.Disputed];

    public async Task<int> RunAsync(CancellationToken ct)
    {
        var moved = await FollowAsync(ct);
        return moved + await db.EachAsync(Moving(), id => $"select * from trials where id = {id} for update", trial => OneAsync(trial, Dates.Today(time), ct), ct);
    }

    /// <summary>What is over and given back has no night any more; a trial that became a licence is looked at while that licence may prove never to have been.</summary>
    private IQueryable<Trial> Moving() => db.Set<Trial>().Where(t => s_moving.Contains(t.State)
        && (t.State != TrialState.Converted || db.Set<Licence>().Any(l => l.Id == t.LicenceId && l.State == LicenceState.Voided))
        && ((t.State != TrialState.Exited && t.State != TrialState.Expired && t.State != TrialState.BrokenOff) || (t.ReturnBy != null && t.ReturnedOn == null)));

    /// <summary>Licences whose effect did not tell: of whatever kind, they are found.</summary>
    private async Task<int> FollowAsync(CancellationToken ct)
    {
        var becoming = from l in db.Set<Licence>()
                       where s_live.Contains(l.State) && db.Set<Trial>().Any(t => t.ApplicationNo == l.ApplicationNo && t.TakerId == l.LicenseeId && (t.State == TrialState.Agreed || t.State == TrialState.Running || t.State == TrialState.Expired) && t.AgreedOn <= l.EffectiveOn)
                       select l;
        return await db.EachAsync(becoming, id => $"select * from licences where id = {id} for update", async licence =>
        {
            await trials.FollowAsync(licence, ct);
            return true;
        }, ct);
    }

    private async Task<bool> OneAsync(Trial trial, DateOnly today, CancellationToken ct)
    {
        var moved = await MoveAsync(trial, today, ct);
        List<(TrialNotice Notice, DateOnly? About)> told = moved is { } happened ? [(happened, null)] : await RemindAsync(trial, today, ct);
        if (told.Count == 0) return false;
        await db.SaveChangesAsync(ct);
        await notices.SyncAsync(trial, ct);
        foreach (var (notice, about) in told) await notices.TellBothAsync(trial, notice, ct, about);
        return true;
    }

    private async Task<TrialNotice?> MoveAsync(Trial trial, DateOnly today, CancellationToken ct)
    {
        var patent = await db.Set<Patent>().AsNoTracking().SingleAsync(p => p.ApplicationNo == trial.ApplicationNo, ct);
        var over = patent.State.Ended() || patent.LastDay < today;
        if (trial.State == TrialState.Offered && (over || TrialMachine.AnswerTerm.LastDay(trial.Since) < today) && Takes(trial, TrialCause.LapseSilent)) return TrialNotice.Lapsed;
        if (trial.State is TrialState.Agreed or TrialState.Running && over && Takes(trial, TrialCause.EndPatent)) return await OverAsync(trial, ct);
        var started = trials.Start(trial);
        if (trial.State == TrialState.Running && trial.FreeUntil < today && Takes(trial, TrialCause.RunOut, trial.FreeUntil)) return await OverAsync(trial, ct);
        if (trial.State == TrialState.Converted && Takes(trial, TrialCause.Revert))
        {
            trial.LicenceId = null;
            return TrialNotice.RanOut;
        }
        return started ? TrialNotice.Started : null;
    }

    private async Task<TrialNotice> OverAsync(Trial trial, CancellationToken ct)
    {
        await trials.EndedAsync(trial, ct);
        return TrialNotice.RanOut;
    }

    private async Task<List<(TrialNotice Notice, DateOnly? About)>> RemindAsync(Trial trial, DateOnly today, CancellationToken ct)
    {
        var due = await db.Set<TrialReport>().Where(r => r.TrialId == trial.Id && r.ReportedOn == null).Select(r => (DateOnly?)r.DueOn).MinAsync(ct);
        var lapse = TrialMachine.AnswerTerm.LastDay(trial.Since);
        List<(TrialNotice Notice, DateOnly From, DateOnly About)> calendar = [];
        if (trial.State == TrialState.Offered) calendar.Add((TrialNotice.AnswerSoon, lapse.AddDays(-RemindBefore), lapse));
        if (trial.State == TrialState.Running && due is { } report) calendar.Add(report < today ? (TrialNotice.ReportMissing, report, report) : (TrialNotice.ReportSoon, report.AddDays(-RemindBefore), report));
        if (trial.State == TrialState.Running && trial.FreeUntil.AddDays(-RemindBefore) is var last) calendar.Add(last <= today ? (TrialNotice.EndsSoon, last, last) : (TrialNotice.EndsSoon, trial.FreeUntil.AddDays(-DecideBefore), trial.FreeUntil));
        // Every week until it is back.
        if (trial is { ReturnBy: { } back, ReturnedOn: null } && back < today) calendar.Add((TrialNotice.ReturnMissing, back, back.AddDays((today.DayNumber - back.DayNumber - 1) / 7 * 7)));
        List<(TrialNotice, DateOnly?)> untold = [];
        foreach (var (notice, from, about) in calendar.Where(day => day.From <= today))
        {
            if (!await notices.IsToldAsync(trial, notice, about, ct)) untold.Add((notice, about));
        }
        return untold;
    }

    private bool Takes(Trial trial, TrialCause cause, DateOnly? on = null) => book.Take(TrialMachine.Machine, trial, cause, new(On: on)) is null;
}

[DisallowConcurrentExecution]
public sealed class TrialNightJob(TrialNight night, TriggerNight triggers, ILogger<TrialNightJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        logger.LogInformation("Trials of the night: {Count} moved or reminded of, {Conditions} conditions stand", await night.RunAsync(cancellationToken), await triggers.RunAsync(cancellationToken));
}
