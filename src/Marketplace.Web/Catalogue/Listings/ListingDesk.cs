using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Delegations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Listings;

/// <summary>What holders do with their listings. Each step: lock, right, state, rules; then row, audit, work, mail and the patents' revision in one transaction.</summary>
public sealed class ListingDesk(AppDbContext db, Actor actor, AccessCheck access, DelegationCheck delegation, AuditLog audit, ListingWork work, Industries industries, Guards guards, TimeProvider time)
{
    /// <summary>A batch tells its outcome once, not for each of hundreds.</summary>
    public Guid? Batch { get; set; }

    private Guid? By => actor.PersonId ?? actor.ClientId;

    /// <summary>Null when there is none, or none for this reader.</summary>
    public async Task<Listing?> FindAsync(Guid id, CancellationToken ct) =>
        await db.Set<Listing>().AsNoTracking().SingleOrDefaultAsync(l => l.Id == id, ct) is { } found && access.May(Act.KeepListings, found.Target) ? found : null;

    /// <summary>A new draft of the organisation acted for.</summary>
    public async Task<Outcome<Listing>> CreateAsync(ListingDraft given, Guid? id, CancellationToken ct)
    {
        if (await OwnerAsync(ct) is not { } owner) return Failures.OfStatus(StatusCodes.Status404NotFound);
        // The form's own number: sent twice it gives the listing that is there.
        if (id is { } once && await db.Set<Listing>().AsNoTracking().SingleOrDefaultAsync(l => l.Id == once, ct) is { } earlier)
            return earlier.OwnerId == owner.Id ? earlier : Failures.OfStatus(StatusCodes.Status404NotFound);
        var now = time.GetUtcNow();
        var listing = new Listing { Id = id ?? Guid.CreateVersion7(), OwnerId = owner.Id, RegionPath = owner.RegionPath, State = ListingState.Draft, CreatedAt = now, ChangedAt = now, PreparedBy = By };
        if (access.Refuse(Act.KeepListings, listing.Target) is { } refused) return refused;
        var draft = given.Tidy();
        var failures = ListingRules.Fields(draft, industries);
        failures.AddRange(await MembersAsync(draft, owner.Id, ct));
        if (failures.Count > 0) return failures;
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(ct) : null;
        if (await LentAsync(Act.KeepListings, owner.Id, draft, ct) is { } lent) return lent;
        db.Add(listing);
        await ListingWriter.ApplyAsync(db, listing, draft, By, now, ct);
        audit.Record(db, "listing.created", Subject(listing.Id), new { owner = owner.Id, patents = draft.Members.Count, batch = Batch });
        await db.SaveChangesAsync(ct);
        if (transaction is not null) await transaction.CommitAsync(ct);
        return listing;
    }

    /// <param name="id">Which.</param>
    /// <param name="given">All fields as they shall be.</param>
    /// <param name="version">Of the listing as it was read; null: whatever it is now (batches, which compare for themselves).</param>
    /// <param name="ct">The caller left.</param>
    public Task<Outcome<Listing>> SaveAsync(Guid id, ListingDraft given, uint? version, CancellationToken ct) => StepAsync(id, Act.KeepListings, version, async (listing, before) =>
    {
        var draft = given.Tidy();
        var failures = ListingRules.Fields(draft, industries);
        failures.AddRange(await MembersAsync(draft, listing.OwnerId!.Value, ct));
        if (failures.Count > 0) return failures;
        if (await LentAsync(Act.KeepListings, listing.OwnerId.Value, draft, ct) is { } lent) return [lent];
        if (!draft.DeclaresAs(before) && await DeclarationBook.FixesAsync(db, id, ct)) return [new("declared", 409, ListingTexts.Declared)];
        var same = ListingContent.Write(draft.Reviewed()) == ListingContent.Write(before.Reviewed());
        // What others looked at is looked at again once it says something else; what ended begins anew.
        if (listing.State is ListingState.Withdrawn or ListingState.Expired || (!same && listing.State is ListingState.Public or ListingState.InReview))
        {
            var from = listing.State;
            listing.State = ListingState.Draft;
            if (from == ListingState.InReview) await work.ReviewedAsync(db, listing, By, ct);
        }
        if (listing.State == ListingState.Draft) (listing.PreparedBy, listing.ReviewedBy) = (By, null);
        else if (listing.State == ListingState.Public && Expiry(draft, await ListingFacts.OfAsync(db, draft.Members, listing.OwnerId, ct)) is { } late) return [late];
        await ListingWriter.ApplyAsync(db, listing, draft, By, time.GetUtcNow(), ct);
        audit.Record(db, "listing.saved", Subject(id), new { reviewedAgain = !same, batch = Batch });
        return [];
    }, ct);

    public Task<Outcome<Listing>> SubmitAsync(Guid id, uint? version, CancellationToken ct) => StepAsync(id, Act.KeepListings, version, async (listing, draft) =>
    {
        if (listing.State != ListingState.Draft) return [Moved(listing)];
        if (await NotActiveAsync(listing, ct) is { } closed) return [closed];
        var verdict = await CheckAsync(listing, draft, ct);
        if (verdict.Failures.Count > 0) return [.. verdict.Failures];
        (listing.State, listing.PreparedBy, listing.ReviewedBy, listing.ReturnReason) = (ListingState.InReview, By, null, null);
        audit.Record(db, "listing.submitted", Subject(id), new { batch = Batch });
        await work.SubmittedAsync(db, listing, await TitleAsync(draft, ct), Batch is not null, ct);
        return [];
    }, ct);

    public Task<Outcome<Listing>> ReturnAsync(Guid id, string? reason, CancellationToken ct) => StepAsync(id, Act.ApproveListings, null, async (listing, draft) =>
    {
        if (Reason(reason) is { } missing) return [missing];
        (listing.State, listing.ReviewedBy, listing.ReturnReason) = (ListingState.Draft, By, reason!.Trim());
        audit.Record(db, "listing.returned", Subject(id), new { batch = Batch });
        await work.ReviewedAsync(db, listing, By, ct);
        await work.ReturnedAsync(db, listing, await TitleAsync(draft, ct), Batch is not null, ct);
        return [];
    }, ct);

    public Task<Outcome<Listing>> ApproveAsync(Guid id, CancellationToken ct) => StepAsync(id, Act.ApproveListings, null, async (listing, draft) =>
    {
        if (await NotActiveAsync(listing, ct) is { } closed) return [closed];
        var alone = false;
        if (listing.PreparedBy == By)
        {
            // A holder with one person in all could otherwise never publish; the audit log says that nobody else looked.
            alone = await work.AloneAsync(db, listing.OwnerId!.Value, ct);
            if (!alone) return [new("separation_of_duties", 409, AccessTexts.SeparationOfDuties)];
        }
        // The world moves between submitting and approving: a fee is missed, a licence recorded.
        var verdict = await CheckAsync(listing, draft, ct);
        if (verdict.Failures.Count > 0) return [.. verdict.Failures];
        var now = time.GetUtcNow();
        (listing.State, listing.ReviewedBy, listing.PublishedAt, listing.ConfirmedOn, listing.StaleSince) = (ListingState.Public, By, now, Dates.Day(now), null);
        audit.Record(db, "listing.approved", Subject(id), new { alone, batch = Batch });
        await work.ReviewedAsync(db, listing, By, ct);
        await work.PublishedAsync(db, listing, await TitleAsync(draft, ct), Batch is not null, ct);
        return [];
    }, ct);

    public Task<Outcome<Listing>> WithdrawAsync(Guid id, string? reason, CancellationToken ct) => StepAsync(id, Act.KeepListings, null, async (listing, draft) =>
    {
        if (listing.State == ListingState.Withdrawn) return [];   // A double click.
        if (listing.State == ListingState.Expired) return [Moved(listing)];
        if (Reason(reason) is { } missing) return [missing];
        // An announced declaration ends the way it came (Art. 50(2)), not because its offer is taken from a page.
        if (await DeclarationBook.FixesAsync(db, id, ct)) return [new("declared", 409, ListingTexts.Declared)];
        (listing.State, listing.ReturnReason) = (ListingState.Withdrawn, reason!.Trim());
        audit.Record(db, "listing.withdrawn", Subject(id), new { batch = Batch });
        await work.SettledAsync(db, listing, By, ct);
        await work.WithdrawnAsync(db, listing, await TitleAsync(draft, ct), By, Batch is not null, ct);
        return [];
    }, ct);

    /// <summary>仍然有效</summary>
    public Task<Outcome<Listing>> ConfirmAsync(Guid id, CancellationToken ct) => StepAsync(id, Act.KeepListings, null, async (listing, draft) =>
    {
        if (listing.State != ListingState.Public) return [Moved(listing)];
        var verdict = await CheckAsync(listing, draft, ct);
        if (verdict.Failures.Count > 0) return [.. verdict.Failures];
        (listing.ConfirmedOn, listing.StaleSince) = (Dates.Today(time), null);
        audit.Record(db, "listing.confirmed", Subject(id), new { batch = Batch });
        await work.SettledAsync(db, listing, By, ct);
        return [];
    }, ct);

    public async Task<ListingVerdict> CheckAsync(Listing listing, ListingDraft draft, CancellationToken ct) =>
        ListingRules.Submit(draft, await ListingFacts.OfAsync(db, draft.Members, listing.OwnerId, ct), listing.OwnerId!.Value, Dates.Today(time), industries, guards);

    public async Task<Organisation?> OwnerAsync(CancellationToken ct) =>
        actor.ActingFor is { } id ? await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.Id == id && o.State == OrganisationState.Active, ct) : null;

    /// <summary>One step of one listing: found, allowed, at the version that was looked at, all in a transaction of its own or the caller's.</summary>
    private async Task<Outcome<Listing>> StepAsync(Guid id, Act act, uint? version, Func<Listing, ListingDraft, Task<List<Failure>>> step, CancellationToken ct)
    {
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(ct) : null;
        await db.Database.ExecuteSqlAsync($"select 1 from listings where id = {id} for update", ct);
        var listing = await db.Set<Listing>().SingleOrDefaultAsync(l => l.Id == id, ct);
        if (listing?.OwnerId is not { } owner) return Failures.OfStatus(StatusCodes.Status404NotFound);
        if (access.Refuse(act, listing.Target) is { } refused) return refused;
        if (version is { } seen && seen != listing.Version) return new Failure("listing_changed", 409, ListingTexts.ChangedMeanwhile);
        var draft = await ListingFacts.DraftAsync(db, listing, ct);
        var known = draft.Members.Select(m => m.ApplicationNo).ToList();
        if (actor.PersonId is not null && act == Act.KeepListings && await delegation.RefuseAsync(db, act, owner, null, ct) is { } ended) return ended;
        var failures = await step(listing, draft);
        if (failures.Count > 0) return db.Dropped(failures);
        listing.ChangedAt = time.GetUtcNow();
        await db.SaveChangesAsync(ct);
        var members = await db.Set<ListingPatent>().Where(m => m.ListingId == id).Select(m => m.ApplicationNo).ToListAsync(ct);
        await CatalogueChanges.TouchAsync(db, [.. known.Union(members, StringComparer.Ordinal)], ct);
        if (transaction is not null) await transaction.CommitAsync(ct);
        return listing;
    }

    /// <summary>Patents that are not there cannot be kept even in a draft; of one's own at least one must be among them.</summary>
    private async Task<List<Failure>> MembersAsync(ListingDraft draft, Guid owner, CancellationToken ct)
    {
        if (draft.Members.Count == 0) return [new("listing_patent_missing", 400, ListingTexts.PatentMissing, "patents")];
        var numbers = draft.Members.Select(m => m.ApplicationNo).ToArray();
        var there = await db.Set<Patent>().Where(p => numbers.Contains(p.ApplicationNo)).Select(p => new
        {
            p.ApplicationNo,
            Removed = p.RemovedAt != null,
            Secret = p.SecretAt != null && db.Set<PatentHolder>().Any(h => h.ApplicationNo == p.ApplicationNo && h.OrganisationId == owner),
        }).ToListAsync(ct);
        if (there.Find(p => p.Secret) is { } secret) return [new("listing_secret", 400, ListingTexts.OfPatent.Fill(PatentNumber.Show(secret.ApplicationNo), GuardTexts.G9, GuardTexts.G9WayOut), "patents")];
        if (numbers.FirstOrDefault(no => !there.Exists(p => p.ApplicationNo == no && !p.Removed)) is { } missing) return [new("listing_patent_unknown", 400, ListingTexts.PatentUnknown.Fill(PatentNumber.Show(missing)), "patents")];
        return await db.Set<PatentHolder>().AnyAsync(h => numbers.Contains(h.ApplicationNo) && h.OrganisationId == owner, ct) ? []
            : [new("listing_not_yours", 400, ListingTexts.NotYours.Fill(string.Join('、', numbers.Select(PatentNumber.Show).Take(3))), "patents")];
    }

    private async Task<Failure?> LentAsync(Act act, Guid owner, ListingDraft draft, CancellationToken ct) =>
        actor.PersonId is null ? null : await delegation.RefuseAsync(db, act, owner, draft.Fee.Headline(draft.FeeModel), ct);

    private async Task<Failure?> NotActiveAsync(Listing listing, CancellationToken ct) =>
        await db.Set<Organisation>().AnyAsync(o => o.Id == listing.OwnerId && o.State == OrganisationState.Active, ct) ? null : new("holder_not_active", 409, ListingTexts.HolderNotActive);

    private async Task<string> TitleAsync(ListingDraft draft, CancellationToken ct) =>
        draft.Title ?? await db.Set<Patent>().Where(p => p.ApplicationNo == draft.Members[0].ApplicationNo).Select(p => p.Title).SingleAsync(ct);

    private static Failure? Expiry(ListingDraft draft, IReadOnlyList<ListedPatent> patents) => draft.ExpiresOn is null ? new("listing_expiry_missing", 400, ListingTexts.ExpiryMissing, "expiresOn")
        : patents.Count > 0 && draft.ExpiresOn > patents.Min(p => p.LastDay) ? new("listing_expiry_after_patent", 400, ListingTexts.ExpiryAfterPatent.Fill(Dates.InWords(patents.Min(p => p.LastDay))), "expiresOn") : null;

    private static Failure? Reason(string? reason) => string.IsNullOrWhiteSpace(reason) ? new("reason_missing", 400, ListingTexts.ReasonMissing, "reason")
        : reason.Trim().Length > ListingRules.ReasonMax ? new("reason_too_long", 400, ListingTexts.TooLong.Fill(ListingTexts.Reason, ListingRules.ReasonMax), "reason") : null;

    private static Failure Moved(Listing listing) => new("state_forbids", 409, ListingTexts.StateForbids.Fill(ListingWords.Name(listing.State)));

    internal static string Subject(Guid id) => "listing:" + id;
}
