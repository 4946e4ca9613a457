using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Approvals;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.Signing;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Deals;

/// <summary>Each night: deals whose patent ended, that nobody answers, whose publicity is over, that were not corrected in time; and reminders before. Run twice it does nothing twice.</summary>
public sealed class DealNight(AppDbContext db, DealNotices notices, ApprovalBook approvals, SigningBook signings, CaseBook book, TimeProvider time)
{
    /// <summary>Days before a term ends on which people are reminded.</summary>
    private static readonly int[] s_remind = [14, 3];

    private static readonly DealState[] s_silent = [DealState.Requested, DealState.Negotiating, DealState.Agreed, DealState.Drafted];

    public Task<int> RunAsync(CancellationToken ct) => db.EachAsync(db.Set<Deal>().Where(d => d.State != DealState.Effective && !DealMachine.Over.Contains(d.State!.Value)), id => $"select * from deals where id = {id} for update", async deal =>
    {
        if (await CauseAsync(deal, ct) is not { } cause) return await RemindAsync(deal, ct);
        var blocking = new Dictionary<string, string>(StringComparer.Ordinal);
        if (cause == DealCause.EndPublicity && await db.Set<DealObjection>().CountAsync(o => o.DealId == deal.Id && o.State == ObjectionState.Open, ct) is > 0 and var open) blocking[DealMachine.Objections] = DealTexts.ObjectionsOpen.Fill(open);
        if (book.Take(DealMachine.Machine, deal, cause, new(blocking)) is not null) return false;
        if (cause == DealCause.FallBack) deal.CorrectBy = null;
        await db.SaveChangesAsync(ct);
        if (cause == DealCause.EndPatent)
        {
            await approvals.WithdrawAsync(deal.Id, null, DealTexts.PatentEnded, ct);
            await signings.ReplaceAsync(deal.Id, DealTexts.PatentEnded, ct);
        }
        await notices.MovedAsync(deal, cause, ct);
        return true;
    }, ct);

    private async Task<DealCause?> CauseAsync(Deal deal, CancellationToken ct)
    {
        var today = Dates.Today(time);
        if (await (from m in db.Set<DealPatent>() join p in db.Set<Patent>() on m.ApplicationNo equals p.ApplicationNo where m.DealId == deal.Id && (PatentStates.AllEnded.Contains(p.State) || p.LastDay < today) select p).AnyAsync(ct)) return DealCause.EndPatent;
        return Until(deal) is { } until && until < today ? deal.State switch
        {
            DealState.Publicity => DealCause.EndPublicity,
            DealState.Returned => DealCause.FallBack,
            _ => DealCause.LapseSilent,
        } : null;
    }

    private async Task<bool> RemindAsync(Deal deal, CancellationToken ct)
    {
        if (deal.State == DealState.Publicity || Until(deal) is not { } until || !s_remind.Contains(until.DayNumber - Dates.Today(time).DayNumber)) return false;
        await notices.RemindAsync(deal, until, ct);
        return true;
    }

    private static DateOnly? Until(Deal deal) => deal.State switch
    {
        DealState.Publicity => deal.PublicUntil,
        DealState.Returned => deal.CorrectBy,
        { } state when s_silent.Contains(state) => DealMachine.Silence.LastDay(deal.Since),
        _ => null,
    };
}
