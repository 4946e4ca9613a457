using System.Text.Json;
using Marketplace.Web.Catalogue.Listings.Declarations;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Papers;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Documents;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Listings;

/// <summary>How far a batch is, what came of each listing, and the way back. Can be left and come back to.</summary>
[Access(Act.KeepListings)]
public class BatchPageModel(AppDbContext db, BatchDesk desk, PaperPdf pdf, TimeProvider time) : AnsweringPage
{
    private const int PageSize = 50;

    public sealed record Line(int Number, string Label, Guid? ListingId, ItemOutcome Outcome, IReadOnlyList<string> Faults, IReadOnlyList<(string Field, string Before, string After)> Changes, bool IsNew)
    {
        public IReadOnlyList<PaperLink> Papers { get; init; } = [];
    }

    /// <summary>One prepared declaration: <see cref="Address"/> takes an ending, <see cref="NoPdf"/> says why one is missing.</summary>
    public sealed record PaperLink(string Number, string Address, string? NoPdf);

    public ListingBatch Batch { get; private set; } = null!;
    public IReadOnlyList<Line> Lines { get; private set; } = [];
    public IReadOnlyDictionary<ItemOutcome, int> Counts { get; private set; } = new Dictionary<ItemOutcome, int>();
    public ItemOutcome Show { get; private set; }
    public int From { get; private set; }
    public string? Previous { get; private set; }
    public string? Next { get; private set; }
    public bool CanUndo => Batch.CanUndo(time.GetUtcNow());
    public virtual string Address => $"/listings/batches/{Batch.Id}";

    /// <summary>How many prepared declarations can be filed, and how many not yet.</summary>
    public IReadOnlyDictionary<DeclarationVerdict, int>? Verdicts { get; private set; }

    /// <summary>Why no declaration can be had as a PDF here, or null.</summary>
    public string? NoPdfs => pdf.Missing?.Message;
    public bool Working => Batch.State is BatchState.Comparing or BatchState.Running or BatchState.Undoing;

    public async Task<IActionResult> OnGetAsync(Guid id, ItemOutcome? show, int? after, int? before, CancellationToken ct)
    {
        ModelState.Clear();
        if (await desk.FindAsync(id, ct) is not { } batch || !Fits(batch)) return NotFound();
        Batch = batch;
        Counts = await db.Set<ListingBatchItem>().Where(i => i.BatchId == id).GroupBy(i => i.Outcome).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        Show = show is { } wanted && Enum.IsDefined(wanted) ? wanted
            : Counts.GetValueOrDefault(ItemOutcome.Refused) > 0 && batch.State is BatchState.Done ? ItemOutcome.Refused
            : Counts.Count == 0 ? ItemOutcome.Waiting : Counts.OrderBy(c => c.Key is ItemOutcome.Waiting ? 0 : 1).ThenByDescending(c => c.Value).First().Key;
        // A header, not an element: screen readers' checkers take the latter for a page that runs away.
        if (Working) Response.Headers["Refresh"] = "2";
        else await ReadAsync(after, before, ct);
        if (batch is { Kind: BatchKind.PrepareDeclarations, State: BatchState.Done }) Verdicts = await VerdictsAsync(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, string? act, CancellationToken ct)
    {
        ModelState.Clear();
        if (await desk.FindAsync(id, ct) is not { } batch || !Fits(batch)) return NotFound();
        var failure = act switch { "confirm" => await desk.ConfirmAsync(id, ct), "drop" => await desk.DropAsync(id, ct), "undo" => await desk.UndoAsync(id, ct), _ => Platform.Errors.Failures.OfStatus(400) };
        if (failure is null) return Redirect(batch.Kind == BatchKind.Gazette ? $"/gazette/imports/{id}" : $"/listings/batches/{id}");
        await OnGetAsync(id, null, null, null, ct);
        return Refused([failure]);
    }

    protected virtual bool Fits(ListingBatch batch) => batch.Kind != BatchKind.Gazette;

    protected virtual IReadOnlyList<(string, string, string)> Changes(ListingBatchItem item)
    {
        if (item.Wanted is null) return [];
        return ListingChanges.Of(item.Before is null ? null : ListingContent.Read(item.Before).Draft, ListingContent.ReadDraft(item.Wanted));
    }

    private async Task<IReadOnlyDictionary<DeclarationVerdict, int>> VerdictsAsync(CancellationToken ct) => (await db.Database.SqlQuery<string>($"""
        select prepared ->> 'verdict' as "Value" from listing_batch_items item, jsonb_array_elements(item.after::jsonb) prepared where item.batch_id = {Batch.Id} and item.after is not null
        """).ToListAsync(ct)).CountBy(Enum.Parse<DeclarationVerdict>).ToDictionary();

    private IReadOnlyList<PaperLink> Papers(ListingBatchItem item) => Batch.Kind != BatchKind.PrepareDeclarations || item.After is null ? []
        : [.. PreparedDeclaration.Read(item.After).Select(row => new PaperLink(row.Number, DeclarationRoutes.Address(Batch.Id, item.Number, row), NoPdfs is null ? pdf.Refusal(DeclarationPaper.Of(row))?.Message : null))];

    private async Task ReadAsync(int? after, int? before, CancellationToken ct)
    {
        var all = db.Set<ListingBatchItem>().AsNoTracking().Where(i => i.BatchId == Batch.Id && i.Outcome == Show);
        var back = before is not null;
        var items = await (back ? all.Where(i => i.Number < before).OrderByDescending(i => i.Number) : all.Where(i => i.Number > (after ?? 0)).OrderBy(i => i.Number)).Take(PageSize).ToListAsync(ct);
        if (back) items.Reverse();
        if (items.Count == 0) return;
        Lines = [.. items.Select(i => new Line(i.Number, i.Label, i.ListingId, i.Outcome, JsonSerializer.Deserialize<List<string>>(i.Faults)!, Changes(i), i.Before is null) { Papers = Papers(i) })];
        var (first, last) = (items[0].Number, items[^1].Number);
        From = await all.CountAsync(i => i.Number < first, ct) + 1;
        if (From > 1) Previous = $"{Address}?show={Show}&before={first}";
        if (await all.AnyAsync(i => i.Number > last, ct)) Next = $"{Address}?show={Show}&after={last}";
    }
}
