using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Quartz;

namespace Marketplace.Web.Matchmaking.Meetings;

/// <summary>Each morning: reminds holders of what they have not answered, tells their bureau what they have not answered in time, ends requests nobody decided.</summary>
[DisallowConcurrentExecution]
public sealed class MeetingClock(IServiceScopeFactory scopes, Workdays workdays, IOptions<MeetingOptions> options, TimeProvider time, ILogger<MeetingClock> logger) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => new(RunAsync(cancellationToken));

    public async Task RunAsync(CancellationToken ct)
    {
        var today = Dates.Today(time);
        var (reminded, told, ended) = (0, 0, 0);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        var notices = scope.ServiceProvider.GetRequiredService<MeetingNotices>();
        // Nobody is reminded on a day off.
        if (workdays.IsWorkday(today))
        {
            foreach (var id in await db.Set<Talk>().Where(t => t.WaitingSince != null).OrderBy(t => t.Id).Select(t => t.Id).ToListAsync(ct))
            {
                var (reminds, tells) = await WaitingAsync(db, notices, id, today, ct);
                if (reminds) reminded++;
                if (tells) told++;
            }
        }
        foreach (var id in await db.Set<Introduction>().Where(i => i.State == IntroductionState.Requested && i.ExpiresOn < today).OrderBy(i => i.Id).Select(i => i.Id).ToListAsync(ct))
        {
            if (await LapseAsync(db, notices, id, ct)) ended++;
        }
        if (reminded + told + ended > 0) logger.LogInformation("{Reminded} holders were reminded, {Told} questions were told to bureaus, {Ended} requests ran out", reminded, told, ended);
    }

    private async Task<(bool Reminded, bool Told)> WaitingAsync(AppDbContext db, MeetingNotices notices, Guid id, DateOnly today, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select 1 from talks where id = {id} for update", ct);
        if (await db.Set<Talk>().SingleOrDefaultAsync(t => t.Id == id, ct) is not { WaitingSince: { } since, DueOn: { } due } talk) return default;
        var now = time.GetUtcNow();
        var remind = talk.RemindedAt is null && today >= workdays.After(Dates.Day(since), options.Value.RemindWorkdays);
        var tell = talk.EscalatedAt is null && today > due;
        if (remind)
        {
            talk.RemindedAt = now;
            await notices.TellTalkAsync(db, talk, holder: true, MeetingNotices.MailRemind, $"meeting.remind:{id}:{since.ToUnixTimeMilliseconds()}", ct);
        }
        if (tell)
        {
            talk.EscalatedAt = now;
            var holder = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == talk.HolderId, ct);
            if (await BureauOf.ForAsync(db, holder.Kind, holder.RegionPath, ct) is { } bureau)
                await notices.AddWorkAsync(db, MeetingNotices.Unanswered, id, bureau.Id, talk.ApplicationNo, "/mediation#unanswered", null, ct, holder.Name);
        }
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return (remind, tell);
    }

    private async Task<bool> LapseAsync(AppDbContext db, MeetingNotices notices, Guid id, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select 1 from introductions where id = {id} for update", ct);
        var introduction = await db.Set<Introduction>().SingleAsync(i => i.Id == id, ct);
        if (Introduction.Machine.Find(introduction.State, IntroductionCause.Lapse) is not { To: { } to }) return false;
        (introduction.State, introduction.EndedAt) = (to, time.GetUtcNow());
        foreach (var kind in (string[])[MeetingNotices.Decide, MeetingNotices.Agree, MeetingNotices.Relay]) await notices.DoneAsync(db, kind, id, null, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }
}
