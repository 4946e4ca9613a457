using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Pledges;

/// <summary>Each night: pledges whose patents ended or were restored, that nobody answers, that were not corrected in time; and reminders before. Run twice it does nothing twice.</summary>
public sealed class PledgeNight(AppDbContext db, PledgeNotices notices, CaseBook book, TimeProvider time)
{
    /// <summary>Days before a term ends on which people are reminded.</summary>
    private static readonly int[] s_remind = [14, 3];

    /// <summary>Days before the debt falls due: a renewal takes weeks, a transfer days (own decision).</summary>
    private static readonly int[] s_due = [30, 7];

    public Task<int> RunAsync(CancellationToken ct) => db.EachAsync(db.Set<Pledge>().Where(p => !PledgeMachine.Over.Contains(p.State!.Value)), id => $"select * from pledges where id = {id} for update", async pledge =>
    {
        if (await CauseAsync(pledge, ct) is not { } cause) return await RemindAsync(pledge, ct);
        if (book.Take(PledgeMachine.Machine, pledge, cause) is not null) return false;
        if (cause == PledgeCause.FallBack) pledge.CorrectBy = null;
        await db.SaveChangesAsync(ct);
        await notices.MovedAsync(pledge, ct);
        return true;
    }, ct);

    private async Task<PledgeCause?> CauseAsync(Pledge pledge, CancellationToken ct)
    {
        var today = Dates.Today(time);
        var patents = await (from m in db.Set<PledgePatent>() join p in db.Set<Patent>() on m.ApplicationNo equals p.ApplicationNo where m.PledgeId == pledge.Id select new { p.State, p.LastDay }).ToListAsync(ct);
        var ended = patents.Count(p => p.State.Ended() || p.LastDay < today);
        if (pledge.State == PledgeState.Fallen) return ended < patents.Count ? PledgeCause.Restore : null;
        // Of several patents a registered pledge rests on those that are left; before that, one that ended makes other terms.
        if (pledge.State == PledgeState.Registered) return ended == patents.Count ? PledgeCause.Fall : null;
        if (ended > 0) return PledgeCause.EndPatent;
        return Until(pledge) is { } until && until < today ? pledge.State == PledgeState.Returned ? PledgeCause.FallBack : PledgeCause.LapseSilent : null;
    }

    private async Task<bool> RemindAsync(Pledge pledge, CancellationToken ct)
    {
        var today = Dates.Today(time);
        if (pledge is { State: PledgeState.Registered, DebtUntil: { } due })
        {
            var days = due.DayNumber - today.DayNumber;
            if (!s_due.Contains(days)) return false;
            await notices.RemindDueAsync(pledge, due, days, ct);
            return true;
        }
        if (Until(pledge) is not { } until || !s_remind.Contains(until.DayNumber - today.DayNumber)) return false;
        await notices.RemindAsync(pledge, until, ct);
        return true;
    }

    private static DateOnly? Until(Pledge pledge) => pledge.State switch
    {
        PledgeState.Returned => pledge.CorrectBy,
        PledgeState.Offered or PledgeState.Agreed or PledgeState.Refused => PledgeMachine.Silence.LastDay(pledge.Since),
        _ => null,
    };
}
