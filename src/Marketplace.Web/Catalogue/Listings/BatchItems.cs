using System.Text.Json;
using Marketplace.Web.Catalogue.Gazette;
using Marketplace.Web.Catalogue.Listings.Declarations;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Listings;

/// <summary>One item of a batch, done or taken back in one transaction with what is written about it.</summary>
public sealed class BatchItems(AppDbContext db, ListingDesk desk, ListingWork work, GazetteImporter gazette, DeclarationPreparer declarations, AuditLog audit, TimeProvider time)
{
    public async Task RunAsync(ListingBatch batch, int number, bool undo, CancellationToken ct)
    {
        var item = await db.Set<ListingBatchItem>().AsNoTracking().SingleAsync(i => i.BatchId == batch.Id && i.Number == number, ct);
        desk.Batch = batch.Id;
        IReadOnlyList<Failure> failures;
        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            failures = undo ? await UndoAsync(item, ct) : await DoAsync(batch, item, ct);
            if (failures.Count == 0)
            {
                await WriteAsync(item, undo ? ItemOutcome.Undone : item.Before is not null && item.Before == item.After ? ItemOutcome.Unchanged : ItemOutcome.Done, [], ct);
                await transaction.CommitAsync(ct);
            }
        }
        if (failures.Count > 0) await WriteAsync(item, undo ? ItemOutcome.Kept : ItemOutcome.Refused, failures, ct);
    }

    private async Task<IReadOnlyList<Failure>> DoAsync(ListingBatch batch, ListingBatchItem item, CancellationToken ct)
    {
        if (batch.Kind == BatchKind.Gazette) return await gazette.SaveAsync(batch, item, ct);
        var order = JsonSerializer.Deserialize<BatchOrder>(batch.Order, ListingWorker.Json)!;
        if (batch.Kind == BatchKind.PrepareDeclarations) return await declarations.PrepareAsync(item, order, ct);
        if (item.ListingId is not { } id)
        {
            var made = await desk.CreateAsync(ListingContent.ReadDraft(item.Wanted!), null, ct);
            if (!made.Succeeded) return made.Failures;
            item.ListingId = made.Value.Id;
            item.After = await ContentAsync(made.Value.Id, ct);
            return [];
        }
        await db.Database.ExecuteSqlAsync($"select 1 from listings where id = {id} for update", ct);
        var before = await ContentAsync(id, ct);
        if (before is null) return [Failures.OfStatus(StatusCodes.Status404NotFound)];
        if (batch.Kind == BatchKind.Import && before != item.Before) return [new("listing_changed", 409, ListingTexts.ChangedMeanwhile)];
        item.Before = before;
        var draft = ListingContent.Read(before).Draft;
        var done = batch.Kind switch
        {
            BatchKind.SetTerms => await desk.SaveAsync(id, order.On(draft), null, ct),
            BatchKind.Import => await desk.SaveAsync(id, ListingContent.ReadDraft(item.Wanted!), null, ct),
            BatchKind.Submit => await desk.SubmitAsync(id, null, ct),
            BatchKind.Approve => await desk.ApproveAsync(id, ct),
            BatchKind.Withdraw => await desk.WithdrawAsync(id, order.Reason, ct),
            _ => await desk.ConfirmAsync(id, ct),
        };
        if (!done.Succeeded) return done.Failures;
        item.After = await ContentAsync(id, ct);
        return [];
    }

    /// <summary>What it was before, where nobody has changed it since and the law still lets it be that.</summary>
    private async Task<IReadOnlyList<Failure>> UndoAsync(ListingBatchItem item, CancellationToken ct)
    {
        var id = item.ListingId!.Value;
        await db.Database.ExecuteSqlAsync($"select 1 from listings where id = {id} for update", ct);
        if (await ContentAsync(id, ct) != item.After) return [new("changed_since", 409, ListingTexts.ChangedSince)];
        var listing = await db.Set<Listing>().SingleAsync(l => l.Id == id, ct);
        var numbers = await db.Set<ListingPatent>().Where(m => m.ListingId == id).Select(m => m.ApplicationNo).ToListAsync(ct);
        audit.Record(db, "listing.undone", ListingDesk.Subject(id), new { batch = item.BatchId });
        if (item.Before is null) db.Remove(listing);
        else
        {
            var before = ListingContent.Read(item.Before);
            if (before.State == ListingState.Public && listing.State != ListingState.Public && await desk.CheckAsync(listing, before.Draft, ct) is { Failures: { Count: > 0 } stand }) return stand;
            await ListingWriter.ApplyAsync(db, listing, before.Draft, listing.PreparedBy, time.GetUtcNow(), ct);
            (listing.State, listing.PreparedBy, listing.ReviewedBy, listing.ReturnReason) = (before.State, before.PreparedBy, before.ReviewedBy, before.ReturnReason);
            (listing.PublishedAt, listing.ConfirmedOn, listing.StaleSince) = (before.PublishedAt, before.ConfirmedOn, before.StaleSince);
        }
        await db.SaveChangesAsync(ct);
        if (item.Before is not null && listing.State == ListingState.InReview) await work.SubmittedAsync(db, listing, item.Label, many: true, ct);
        else if (item.Before is not null) await work.ReviewedAsync(db, listing, null, ct);
        await CatalogueChanges.TouchAsync(db, numbers, ct);
        return [];
    }

    private async Task<string?> ContentAsync(Guid id, CancellationToken ct) => await db.Set<Listing>().AsNoTracking().SingleOrDefaultAsync(l => l.Id == id, ct) is { } listing
        ? ListingContent.Of(listing, await ListingFacts.DraftAsync(db, listing, ct)).ToJson() : null;

    private async Task WriteAsync(ListingBatchItem item, ItemOutcome outcome, IReadOnlyList<Failure> failures, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        // What was done may have something to say too.
        var faults = failures.Count == 0 ? item.Faults : JsonSerializer.Serialize(failures.Select(f => f.Message), ListingWorker.Json);
        var (listing, before, after) = (item.ListingId, item.Before, item.After);
        await db.Set<ListingBatchItem>().Where(i => i.BatchId == item.BatchId && i.Number == item.Number).ExecuteUpdateAsync(set => set
            .SetProperty(i => i.Outcome, outcome).SetProperty(i => i.Faults, faults).SetProperty(i => i.ListingId, listing)
            .SetProperty(i => i.Before, before).SetProperty(i => i.After, after), ct);
        await db.Set<ListingBatch>().Where(b => b.Id == item.BatchId).ExecuteUpdateAsync(set => set.SetProperty(b => b.Progress, b => b.Progress + 1), ct);
    }
}
