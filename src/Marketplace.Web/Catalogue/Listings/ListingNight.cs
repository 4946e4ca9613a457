using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Marketplace.Web.Catalogue.Listings;

/// <summary>Each night: what ran out ends, what rests on a right that ended is taken down, and holders are asked whether the rest is still true.</summary>
public sealed class ListingNight(AppDbContext db, ListingWork work, ListingStop stop, AuditLog audit, TimeProvider time)
{
    public async Task<(int Expired, int Withdrawn, int Asked, int Stale)> RunAsync(CancellationToken ct)
    {
        var today = Dates.Today(time);
        var open = db.Set<Listing>().AsNoTracking().Where(l => l.State == ListingState.Public);
        var expired = await EachAsync(open.Where(l => l.ExpiresOn < today), async (listing, title) =>
        {
            listing.State = ListingState.Expired;
            audit.Record(db, "listing.expired", ListingDesk.Subject(listing.Id));
            await work.SettledAsync(db, listing, null, ct);
            await work.EndedAsync(db, listing, title, ListingWork.MailExpired, ct);
        }, owned: false, ct);
        var ended = db.Set<Patent>().Where(p => PatentStates.AllEnded.Contains(p.State) || p.RemovedAt != null || p.LastDay < today).Select(p => p.ApplicationNo);
        var withdrawn = await EachAsync(open.Where(l => db.Set<ListingPatent>().Any(m => m.ListingId == l.Id && ended.Contains(m.ApplicationNo))), (listing, title) => stop.ApplyAsync(listing, title, "patent_ended", ListingTexts.WithdrawnByState, ct), owned: false, ct);
        var half = today.AddMonths(-ListingRules.ConfirmEveryMonths);
        var stale = await EachAsync(open.Where(l => l.OwnerId != null && l.StaleSince == null && l.ConfirmedOn < half), async (listing, title) =>
        {
            listing.StaleSince = today;
            audit.Record(db, "listing.stale", ListingDesk.Subject(listing.Id));
            await work.StaleAsync(db, listing, title, ct);
        }, owned: true, ct);
        // Asked once: while the question is open it is not asked again.
        var soon = half.AddDays(ListingRules.AskDaysBefore);
        var asked = await EachAsync(open.Where(l => l.OwnerId != null && l.ConfirmedOn <= soon
                && !db.Set<WorkList.WorkItem>().Any(w => w.DoneAt == null && w.Kind == ListingWork.Confirm && w.Key == ListingWork.Confirm + ":" + l.Id.ToString())),
            (listing, title) => work.AskAsync(db, listing, title, listing.ConfirmedOn!.Value.AddMonths(ListingRules.ConfirmEveryMonths), ct), owned: true, ct, touch: false);
        return (expired, withdrawn, asked, stale);
    }

    /// <summary>Each in a transaction of its own, so that one that fails holds up no other; a page of ids at a time.</summary>
    private async Task<int> EachAsync(IQueryable<Listing> which, Func<Listing, string, Task> act, bool owned, CancellationToken ct, bool touch = true)
    {
        var ids = await which.OrderBy(l => l.Id).Select(l => l.Id).ToListAsync(ct);
        foreach (var id in ids)
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            await db.Database.ExecuteSqlAsync($"select 1 from listings where id = {id} for update", ct);
            var listing = await db.Set<Listing>().SingleAsync(l => l.Id == id, ct);
            if (listing.State != ListingState.Public) continue;
            var numbers = await db.Set<ListingPatent>().Where(m => m.ListingId == id).OrderBy(m => m.Place).Select(m => m.ApplicationNo).ToListAsync(ct);
            var title = listing.Title ?? await db.Set<Patent>().Where(p => p.ApplicationNo == numbers[0]).Select(p => p.Title).SingleAsync(ct);
            if (owned || listing.OwnerId is not null) await act(listing, title);
            // The gazette's have nobody to tell.
            else listing.State = ListingState.Expired;
            if (touch) listing.ChangedAt = time.GetUtcNow();
            await db.SaveChangesAsync(ct);
            if (touch) await CatalogueChanges.TouchAsync(db, numbers, ct);
            await transaction.CommitAsync(ct);
        }
        return ids.Count;
    }
}

[DisallowConcurrentExecution]
public sealed class ListingNightJob(ListingNight night, ILogger<ListingNightJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var (expired, withdrawn, asked, stale) = await night.RunAsync(cancellationToken);
        logger.LogInformation("Listings of the night: {Expired} expired, {Withdrawn} taken down because a right ended, {Asked} asked whether still true, {Stale} gone stale", expired, withdrawn, asked, stale);
    }
}
