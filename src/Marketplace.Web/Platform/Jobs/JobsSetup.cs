using Marketplace.Web.Catalogue.Holders;
using Marketplace.Web.Catalogue.Kept;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.LegalStatus.Calendar;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Conversions.FollowUps;
using Marketplace.Web.Conversions.Signals;
using Marketplace.Web.Licensing.Approvals;
using Marketplace.Web.Licensing.Disputes;
using Marketplace.Web.Licensing.Income;
using Marketplace.Web.Licensing.Obligations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments.Refunds;
using Marketplace.Web.Licensing.Signing;
using Marketplace.Web.Licensing.Trials;
using Marketplace.Web.Matchmaking.Meetings;
using Marketplace.Web.Matchmaking.Pushes;
using Marketplace.Web.Needs;
using Marketplace.Web.Organisations.Delegations;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Plans.Rounds;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Privacy;
using Marketplace.Web.WorkList;
using Quartz;

namespace Marketplace.Web.Platform.Jobs;

/// <summary>Schedules, kept by Quartz in PostgreSQL: of several programs on one database only one runs a job, and what fell due while none ran is made up for.</summary>
public static class JobsSetup
{
    public static void AddJobs(this WebApplicationBuilder builder, DatabaseAddress address)
    {
        builder.Services.AddQuartz(quartz =>
        {
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(address.App);
                store.UseClustering();
            });
            // Right after midnight: days end, rights and fees with them.
            quartz.ScheduleDaily<CalendarSweep>(hour: 0, minute: 20);
            quartz.ScheduleDaily<HolderSweep>(hour: 1, minute: 20);
            // At night, when nobody waits for the database. Times are Beijing's.
            quartz.ScheduleDaily<Housekeeping>(hour: 3, minute: 10);
            quartz.ScheduleDaily<Retention>(hour: 3, minute: 40);
            quartz.ScheduleDaily<JoinRequestExpiry>(hour: 4, minute: 10);
            quartz.ScheduleDaily<ListingNightJob>(hour: 4, minute: 30);
            quartz.ScheduleDaily<LicenceNightJob>(hour: 4, minute: 45);
            quartz.ScheduleDaily<RefundNightJob>(hour: 4, minute: 55);
            quartz.ScheduleDaily<IncomeNightJob>(hour: 4, minute: 48);
            // After the licences: what one of them became that night its fees follow.
            quartz.ScheduleDaily<DisputeNightJob>(hour: 4, minute: 46);
            quartz.ScheduleDaily<TrialNightJob>(hour: 4, minute: 47);
            quartz.ScheduleDaily<ObligationNightJob>(hour: 4, minute: 55);
            quartz.ScheduleDaily<SigningNightJob>(hour: 5, minute: 0);
            quartz.ScheduleDaily<ApprovalNightJob>(hour: 5, minute: 5);
            quartz.ScheduleDaily<FactNightJob>(hour: 5, minute: 10);
            // After the facts: what counts since tonight is asked about tonight.
            quartz.ScheduleDaily<FollowUpNightJob>(hour: 5, minute: 20);
            // After both: what they filed is looked at.
            quartz.ScheduleDaily<SignalNightJob>(hour: 5, minute: 35);
            quartz.ScheduleDaily<NeedNightJob>(hour: 4, minute: 50);
            quartz.ScheduleDaily<DelegationReminders>(hour: 7, minute: 30);
            quartz.ScheduleDaily<FeeReminders>(hour: 7, minute: 40);
            quartz.ScheduleDaily<RoundNightJob>(hour: 7, minute: 50);
            quartz.ScheduleDaily<MeetingClock>(hour: 8, minute: 10);
            // When offices open: it asks itself whether today is worked.
            quartz.ScheduleDaily<DailySummary>(hour: 8, minute: 30);
            // Those who wait for news at once wait no longer than this; daily and weekly ones find their morning by themselves.
            quartz.ScheduleJob<MatchNews>(trigger => trigger.WithIdentity(nameof(MatchNews))
                .WithCronSchedule("30 1/3 * * * ?", cron => cron.WithMisfireInstruction(CronTriggerMisfireInstruction.DoNothing)));
            quartz.ScheduleJob<SavedSearchAlerts>(trigger => trigger.WithIdentity(nameof(SavedSearchAlerts))
                .WithCronSchedule("0 0/3 * * * ?", cron => cron.WithMisfireInstruction(CronTriggerMisfireInstruction.DoNothing)));
        });
        builder.Services.AddSingleton<Scheduling>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Scheduling>());
    }

    private static void ScheduleDaily<T>(this IQuartzBuilder quartz, int hour, int minute) where T : IJob =>
        quartz.ScheduleJob<T>(trigger => trigger.WithIdentity(typeof(T).Name)
            .WithCronSchedule($"0 {minute} {hour} * * ?", cron => cron.InTimeZone(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai")).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed)));

    /// <summary>Starts the scheduler once its tables are there; Quartz's own hosted service would fail on a database that is away at start.</summary>
    private sealed class Scheduling(ISchedulerFactory schedulers, DatabaseReady ready) : BackgroundService
    {
        private IScheduler? _scheduler;

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            try
            {
                await ready.WaitAsync(stoppingToken);
                // Not to be cut off: Quartz would tell a stop in the middle of its commits as a fault of the database. Stopping waits for it.
                _scheduler = await schedulers.GetScheduler(CancellationToken.None);
                if (!stoppingToken.IsCancellationRequested) await _scheduler.Start(CancellationToken.None);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
        }

        public override async Task StopAsync(CancellationToken cancellationToken)
        {
            await base.StopAsync(cancellationToken);
            if (_scheduler is null) return;
            try { await _scheduler.Shutdown(waitForJobsToComplete: true, cancellationToken); }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested) { /* The job had its time; it bears to run again. */ }
        }
    }
}
