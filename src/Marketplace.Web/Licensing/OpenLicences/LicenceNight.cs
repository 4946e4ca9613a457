using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.Pledges;
using Marketplace.Web.Licensing.Recordal;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Marketplace.Web.Licensing.OpenLicences;

/// <summary>Each night: what only the calendar, the register and the guards change about declarations, licences and recordals. Run twice it does nothing twice.</summary>
public sealed class LicenceNight(AppDbContext db, CaseBook book, DeclarationNight declarations, DealNight deals, PledgeNight pledges, LicenceEffect effect, LicenceNotices notices, TimeProvider time)
{
    /// <summary>Days before the three months end on which both sides are reminded.</summary>
    private static readonly int[] s_remind = [30, 7];

    private static readonly LicenceState?[] s_running = [LicenceState.NoticeSent, LicenceState.NoticeReceived, LicenceState.Effective, LicenceState.Performing, LicenceState.Breach, LicenceState.Disputed];

    public async Task<int> RunAsync(CancellationToken ct) => await declarations.RunAsync(ct) + await deals.RunAsync(ct) + await pledges.RunAsync(ct) + await LicencesAsync(ct) + await RecordalsAsync(ct);

    private async Task<int> LicencesAsync(CancellationToken ct)
    {
        var today = Dates.Today(time);
        // Of the thousands that only run on nobody asks each by itself.
        var due = db.Set<Licence>().Where(l => s_running.Contains(l.State) && (l.State == LicenceState.NoticeSent || l.State == LicenceState.NoticeReceived || l.EndsOn < today
            || db.Set<Patent>().Any(p => p.ApplicationNo == l.ApplicationNo && (PatentStates.AllEnded.Contains(p.State) || p.LastDay < today))));
        return await db.EachAsync(due, id => $"select * from licences where id = {id} for update", async licence =>
        {
            var state = licence.State!.Value;
            var patent = await db.Set<Patent>().AsNoTracking().SingleAsync(p => p.ApplicationNo == licence.ApplicationNo, ct);
            // What was sold stays owed whatever becomes of the right (Art. 47(2)).
            LicenceCause? cause = !licence.Kind.IsTransfer() && (patent.State.Ended() || patent.LastDay < today) ? LicenceCause.EndPatent
                : state.IsLive() ? licence.EndsOn < today ? LicenceCause.Expire : null
                : LicenceMachine.PayTerm.LastDay(Dates.Day(licence.NoticeAt)) < today && await effect.CountedAsync(licence, ct) < licence.FirstFee ? LicenceCause.LapseUnpaid : null;
            if (cause is not { } happened || book.Take(LicenceMachine.Machine, licence, happened) is not null) return false;
            await notices.EndedAsync(licence, ct);
            return true;
        }, ct);
    }

    private async Task<int> RecordalsAsync(CancellationToken ct)
    {
        var today = Dates.Today(time);
        return await db.EachAsync(db.Set<LicenceRecordal>().Where(r => r.State == RecordalState.Open), id => $"select * from licence_recordals where id = {id} for update", async recordal =>
        {
            var late = recordal.DueOn < today;
            if (!late && !s_remind.Contains(recordal.DueOn.DayNumber - today.DayNumber)) return false;
            if (late) book.Take(RecordalMachine.Machine, recordal, RecordalCause.FallLate);
            await notices.RemindRecordalAsync(await db.Set<Licence>().AsNoTracking().SingleAsync(l => l.Id == recordal.LicenceId, ct), ct);
            return true;
        }, ct);
    }
}

[DisallowConcurrentExecution]
public sealed class LicenceNightJob(LicenceNight night, ILogger<LicenceNightJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        logger.LogInformation("Licensing of the night: {Count} cases moved", await night.RunAsync(cancellationToken));
}
