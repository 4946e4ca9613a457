using System.Text.Json;
using Marketplace.Web.Catalogue.Gazette;
using Marketplace.Web.Catalogue.LegalStatus.Calendar;
using Marketplace.Web.Catalogue.Listings.Declarations;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Catalogue.Listings;

/// <summary>Takes orders for many listings at once, and the decision on a file's differences.</summary>
public sealed class BatchDesk(AppDbContext db, Actor actor, AccessCheck access, AuditLog audit, TimeProvider time, IOptions<Platform.Files.FileOptions> limits)
{
    /// <summary>A year's listings of the largest holder; more is done in parts.</summary>
    public const int Most = 5_000;

    /// <summary>Which right a batch of this kind takes.</summary>
    public static Act ActOf(BatchKind kind) => kind switch { BatchKind.Gazette => Act.KeepGazette, BatchKind.Approve => Act.ApproveListings, _ => Act.KeepListings };

    /// <summary>Null when there is none, or none for this reader.</summary>
    public async Task<ListingBatch?> FindAsync(Guid id, CancellationToken ct) =>
        await db.Set<ListingBatch>().AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct) is { } batch && batch.OrganisationId == actor.ActingFor
            && access.May(batch.Kind == BatchKind.Gazette ? Act.KeepGazette : Act.KeepListings, batch.Target) ? batch : null;

    public async Task<Outcome<ListingBatch>> BeginAsync(BatchKind kind, BatchOrder order, IReadOnlyList<Guid> listings, CancellationToken ct)
    {
        if (actor.ActingFor is not { } owner || actor.PersonId is not { } person) return Failures.OfStatus(StatusCodes.Status404NotFound);
        if (kind is BatchKind.Import or BatchKind.Gazette or BatchKind.Draft) return Failures.OfStatus(StatusCodes.Status400BadRequest);
        if (access.Refuse(ActOf(kind), new(owner, State: kind == BatchKind.Approve ? "inreview" : null)) is { } refused) return refused;
        if (listings.Count == 0) return new Failure("nothing_chosen", 400, ListingTexts.NothingChosen);
        if (listings.Count > Most) return new Failure("too_many_chosen", 400, ListingTexts.TooManyChosen.Fill(Most));
        if (kind == BatchKind.Withdraw && string.IsNullOrWhiteSpace(order.Reason)) return new Failure("reason_missing", 400, ListingTexts.ReasonMissing, "reason");
        if (kind == BatchKind.SetTerms && order == new BatchOrder()) return new Failure("nothing_to_set", 400, ListingTexts.NothingToSet);
        if (order.FeeModel is { } model && order.Fee is { } fee && fee.Check(model) is { Count: > 0 } wrong) return wrong.ToList();
        if (kind == BatchKind.PrepareDeclarations && Wrong(order) is { Count: > 0 } fields) return fields;
        // Another organisation's are not told apart from those that do not exist.
        var wanted = listings.Distinct().ToArray();
        var known = await db.Set<Listing>().AsNoTracking().Where(l => wanted.Contains(l.Id) && l.OwnerId == owner)
            .Select(l => new { l.Id, l.Title, No = db.Set<ListingPatent>().Where(m => m.ListingId == l.Id).OrderBy(m => m.Place).Select(m => m.ApplicationNo).FirstOrDefault() }).OrderBy(l => l.Id).ToListAsync(ct);
        if (known.Count != wanted.Length) return Failures.OfStatus(StatusCodes.Status404NotFound);
        var batch = New(kind, owner, person, BatchState.Running, null, null, order, known.Count);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        db.Add(batch);
        db.AddRange(known.Select((l, i) => new ListingBatchItem { BatchId = batch.Id, Number = i + 1, ListingId = l.Id, Label = l.No is null ? l.Id.ToString() : Patents.PatentNumber.Show(l.No), Outcome = ItemOutcome.Waiting }));
        audit.Record(db, "listing.batch.begun", $"listing-batch:{batch.Id}", new { kind = kind.ToString(), listings = known.Count });
        if (order.Attests == true) audit.Record(db, "declaration.attested", $"listing-batch:{batch.Id}", new { listings = known.Count });
        await db.SaveChangesAsync(ct);
        await WakeAsync(db, ct);
        await transaction.CommitAsync(ct);
        return batch;
    }

    private List<Failure> Wrong(BatchOrder order)
    {
        var failures = new List<Failure>();
        if (order.From < Dates.Today(time)) failures.Add(new("licence_from_wrong", 400, DeclarationTexts.FromWrong, "licenceFrom"));
        foreach (var (text, most, field) in (ReadOnlySpan<(string?, int, string)>)[(order.Basis, DeclarationPreparer.BasisMax, "feeBasis"), (order.Payee, DeclarationPreparer.PayeeMax, "payee")])
            if (text?.Length > most) failures.Add(new("text_too_long", 400, DeclarationTexts.TooLong.Fill(most), field));
        return failures;
    }

    /// <summary>A draft for each of these patents, all with the same terms. Those the organisation offers already, or is about to, are told and left alone.</summary>
    public async Task<Outcome<ListingBatch>> DraftAsync(BatchOrder order, IReadOnlyCollection<string> numbers, CancellationToken ct)
    {
        if (actor.ActingFor is not { } owner || actor.PersonId is not { } person) return Failures.OfStatus(StatusCodes.Status404NotFound);
        if (access.Refuse(Act.KeepListings, new(owner)) is { } refused) return refused;
        if (await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.Id == owner && o.State == OrganisationState.Active, ct) is not { } organisation) return Failures.OfStatus(StatusCodes.Status404NotFound);
        if (numbers.Count == 0) return new Failure("nothing_chosen", 400, ListingTexts.NoPatentChosen);
        if (numbers.Count > Most) return new Failure("too_many_chosen", 400, ListingTexts.TooManyChosen.Fill(Most));
        if (order.FeeModel is { } model && order.Fee is { } fee && fee.Check(model) is { Count: > 0 } wrong) return wrong.ToList();
        var wanted = numbers.Distinct(StringComparer.Ordinal).ToArray();
        var patents = await FeeCalendar.Own(db, owner).AsNoTracking().Where(p => wanted.Contains(p.ApplicationNo)).OrderBy(p => p.ApplicationNo).Select(p => new
        {
            p.ApplicationNo,
            p.LastDay,
            Listed = db.Set<ListingPatent>().Any(m => m.ApplicationNo == p.ApplicationNo && db.Set<Listing>().Any(l => l.Id == m.ListingId && l.OwnerId == owner
                && (l.State == ListingState.Draft || l.State == ListingState.InReview || l.State == ListingState.Public))),
        }).ToListAsync(ct);
        if (patents.Count != wanted.Length) return Failures.OfStatus(StatusCodes.Status404NotFound);
        var year = Dates.Today(time).AddYears(1);
        var terms = order.On(new() { ContactName = organisation.ContactName, ContactPhone = organisation.ContactPhone, ContactMail = organisation.ContactMail, ExpiresOn = year });
        var batch = New(BatchKind.Draft, owner, person, BatchState.Running, null, null, order, patents.Count);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        db.Add(batch);
        db.AddRange(patents.Select((p, i) => new ListingBatchItem
        {
            BatchId = batch.Id,
            Number = i + 1,
            Label = Patents.PatentNumber.Show(p.ApplicationNo),
            Outcome = p.Listed ? ItemOutcome.Refused : ItemOutcome.Waiting,
            Faults = p.Listed ? JsonSerializer.Serialize(new[] { ListingTexts.AlreadyListed }, ListingWorker.Json) : "[]",
            Wanted = ListingContent.Write(terms with { Members = [new(p.ApplicationNo)], ExpiresOn = terms.ExpiresOn > p.LastDay ? p.LastDay : terms.ExpiresOn }),
        }));
        audit.Record(db, "listing.batch.begun", $"listing-batch:{batch.Id}", new { kind = batch.Kind.ToString(), patents = patents.Count });
        await db.SaveChangesAsync(ct);
        await WakeAsync(db, ct);
        await transaction.CommitAsync(ct);
        return batch;
    }

    /// <summary>A file to be compared: a sheet of listing fields, or declarations of the gazette.</summary>
    public async Task<Outcome<ListingBatch>> TakeAsync(BatchKind kind, IFormFile? upload, CancellationToken ct)
    {
        if (actor.ActingFor is not { } owner || actor.PersonId is not { } person || access.Refuse(ActOf(kind), new(owner)) is not null) return Failures.OfStatus(StatusCodes.Status404NotFound);
        var sent = await Upload.ReadAsync(upload, limits.Value.MaxBytes, ListingTexts.FileMissing, "file", ct);
        if (!sent.Succeeded) return sent.Failures.ToList();
        var (name, bytes) = sent.Value;
        // What can be said at once is said at once: heads, password, kind.
        var opened = SheetReader.Open(bytes, kind == BatchKind.Gazette ? GazetteColumns.Plan : ListingColumns.Plan);
        if (!opened.Succeeded) return opened.Failures.Select(f => f with { Field = "file" }).ToList();
        var batch = New(kind, owner, person, BatchState.Comparing, name, bytes, new(), 0);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        db.Add(batch);
        audit.Record(db, kind == BatchKind.Gazette ? "gazette.uploaded" : "listing.import.uploaded", $"listing-batch:{batch.Id}", new { bytes = bytes.Length });
        await db.SaveChangesAsync(ct);
        await WakeAsync(db, ct);
        await transaction.CommitAsync(ct);
        return batch;
    }

    public Task<Failure?> ConfirmAsync(Guid id, CancellationToken ct) => MoveAsync(id, [BatchState.Compared], BatchState.Running, "confirmed", ct);

    public Task<Failure?> DropAsync(Guid id, CancellationToken ct) => MoveAsync(id, [BatchState.Compared, BatchState.Comparing], BatchState.Dropped, "dropped", ct);

    public async Task<Failure?> UndoAsync(Guid id, CancellationToken ct) =>
        await FindAsync(id, ct) is not { } batch ? Failures.OfStatus(StatusCodes.Status404NotFound)
        : batch.State is BatchState.Undoing or BatchState.Undone ? null   // Pressed twice.
        : !batch.CanUndo(time.GetUtcNow()) ? new("undo_too_late", 409, ListingTexts.UndoTooLate)
        : await MoveAsync(id, [BatchState.Done], BatchState.Undoing, "undone", ct);

    private async Task<Failure?> MoveAsync(Guid id, BatchState[] from, BatchState to, string what, CancellationToken ct)
    {
        if (await FindAsync(id, ct) is not { } batch) return Failures.OfStatus(StatusCodes.Status404NotFound);
        if (batch.State == to || (to == BatchState.Running && batch.State == BatchState.Done)) return null;   // A double click.
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var moved = await db.Set<ListingBatch>().Where(b => b.Id == id && from.Contains(b.State))
            .ExecuteUpdateAsync(set => set.SetProperty(b => b.State, to).SetProperty(b => b.Progress, 0).SetProperty(b => b.File, (byte[]?)null), ct);
        if (moved == 0) return new("batch_moved", 409, ListingTexts.BatchMoved);
        audit.Record(db, "listing.batch." + what, $"listing-batch:{id}");
        await db.SaveChangesAsync(ct);
        await WakeAsync(db, ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    private ListingBatch New(BatchKind kind, Guid owner, Guid person, BatchState state, string? name, byte[]? file, BatchOrder order, int total) => new()
    {
        Kind = kind,
        OrganisationId = owner,
        PersonId = person,
        State = state,
        Language = MessageLanguages.Of(System.Globalization.CultureInfo.CurrentUICulture),
        FileName = name,
        File = file,
        Order = JsonSerializer.Serialize(order, ListingWorker.Json),
        Total = total,
        CreatedAt = time.GetUtcNow(),
    };

    internal static Task<int> WakeAsync(AppDbContext db, CancellationToken ct) => db.Database.ExecuteSqlAsync($"select pg_notify({ListingWorker.Channel}, '')", ct);
}
