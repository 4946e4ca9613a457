using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Trials;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;
using Quartz;
using TriggerState = Marketplace.Web.Licensing.Trials.TriggerState;

namespace Marketplace.Web.Licensing.Obligations;

/// <summary>Each night: what falls due and overdue, who is reminded, what became of obligations whose licence ended. Run twice it does nothing twice; a night that was missed is made up.</summary>
public sealed class ObligationNight(AppDbContext db, CaseBook book, ObligationBook obligations, ObligationNotices notices, TimeProvider time)
{
    private static readonly ObligationState?[] s_open = [ObligationState.Scheduled, ObligationState.Due, ObligationState.Reported, ObligationState.Invoiced, ObligationState.Overdue];

    private static readonly LicenceState?[] s_live = [LicenceState.Effective, LicenceState.Performing, LicenceState.Breach, LicenceState.Disputed];

    public async Task<int> RunAsync(CancellationToken ct)
    {
        var today = Dates.Today(time);
        var horizon = today.AddDays(ObligationBook.AskedBefore);
        var moved = 0;
        // Taken before this version wrote obligations.
        var unwritten = db.Set<Licence>().Where(l => s_live.Contains(l.State) && l.FirstFee > 0 && !db.Set<FeeObligation>().Any(o => o.LicenceId == l.Id)).Select(l => l.Id);
        var asked = db.Set<LicenceAgreement>().Where(a => a.ObligationId == null && a.State == AgreementState.Open && db.Set<Licence>().Any(l => l.Id == a.LicenceId && (l.State == LicenceState.Ended || l.State == LicenceState.Voided))).Select(a => a.LicenceId);
        var stated = db.Set<FeeTrigger>().Where(t => (t.State == TriggerState.Stated || t.State == TriggerState.Contested) && db.Set<Licence>().Any(l => l.Id == t.LicenceId && (l.State == LicenceState.Ended || l.State == LicenceState.Voided))).Select(t => t.LicenceId);
        // What lies further ahead than a fortnight has nothing to happen to it, unless its licence is over.
        var licences = await db.Set<FeeObligation>().Where(o => s_open.Contains(o.State) && (o.State != ObligationState.Scheduled || o.DueOn <= horizon || o.ToDay < today
                || db.Set<Licence>().Any(l => l.Id == o.LicenceId && (l.State == LicenceState.Ended || l.State == LicenceState.Voided))))
            .Select(o => o.LicenceId).Union(unwritten).Union(asked).Union(stated).ToListAsync(ct);
        await db.EachAsync(licences, async id =>
        {
            var licence = await db.Set<Licence>().FromSql($"select * from licences where id = {id} for update").SingleAsync(ct);
            moved += await OfAsync(licence, today, ct);
            return true;
        }, ct);
        return moved;
    }

    private async Task<int> OfAsync(Licence licence, DateOnly today, CancellationToken ct)
    {
        if (licence.State is LicenceState.Ended or LicenceState.Voided)
        {
            var last = await db.Set<CaseStep>().AsNoTracking().Where(s => s.CaseId == licence.Id).OrderByDescending(s => s.Number).FirstAsync(ct);
            await obligations.EndAsync(licence, Enum.Parse<LicenceCause>(last.Cause), last.On, ct);
        }
        else await obligations.WriteAsync(licence, ct);
        await db.SaveChangesAsync(ct);
        var all = await db.Set<FeeObligation>().Where(o => o.LicenceId == licence.Id && s_open.Contains(o.State)).OrderBy(o => o.Ordinal).ToListAsync(ct);
        foreach (var one in all)
        {
            if (one.State == ObligationState.Scheduled && ObligationBook.AskedFrom(one) <= today) book.Take(ObligationMachine.Machine, one, ObligationCause.FallDue);
            if (one.State is ObligationState.Due or ObligationState.Reported or ObligationState.Invoiced && one.DueOn < today) book.Take(ObligationMachine.Machine, one, ObligationCause.FallOverdue);
            await RemindAsync(licence, one, today, ct);
        }
        var moved = db.ChangeTracker.Entries<CaseStep>().Count(entry => entry.State == EntityState.Added);
        await db.SaveChangesAsync(ct);
        foreach (var one in all) await notices.SyncAsync(licence, one, ct);
        await obligations.FollowAsync(licence, ct);
        return moved;
    }

    /// <summary>A fortnight and three days before the day, when a report is missing, and on the day after: each once, whenever the night came to it.</summary>
    private async Task RemindAsync(Licence licence, FeeObligation one, DateOnly today, CancellationToken ct)
    {
        var notice = one.State switch
        {
            ObligationState.Overdue => ObligationNotice.Late,
            ObligationState.Due or ObligationState.Reported or ObligationState.Invoiced when one.DueOn.DayNumber - today.DayNumber <= 3 => ObligationNotice.ThreeDays,
            ObligationState.Due when one.Amount is null && one.ReportBy < today => ObligationNotice.ReportMissing,
            ObligationState.Due or ObligationState.Reported or ObligationState.Invoiced when one.DueOn.DayNumber - today.DayNumber <= ObligationBook.AskedBefore => ObligationNotice.Fortnight,
            _ => (ObligationNotice?)null,
        };
        if (notice is { } due) await notices.TellBothAsync(licence, one, due, ct);
    }
}

[DisallowConcurrentExecution]
public sealed class ObligationNightJob(ObligationNight night, ILogger<ObligationNightJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        logger.LogInformation("Fees of the night: {Count} obligations moved", await night.RunAsync(cancellationToken));
}
