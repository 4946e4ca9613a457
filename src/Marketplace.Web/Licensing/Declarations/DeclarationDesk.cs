using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Listings.Declarations;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Files;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Web.Licensing.Declarations;

/// <summary>What the office asks beyond the listing, as it is typed.</summary>
public sealed record NewContents(string? FeeBasis, DateOnly? StartsOn, string? Payee, PriceWay? PriceBy, bool Attests);

/// <summary>A declaration before it goes to the office: drafted, filled, given up.</summary>
public sealed class DeclarationDesk(AppDbContext db, DeclarationReach reach, DeclarationNotices notices, ListingDesk listings, CaseBook book, AuditLog audit, FileStore files, Actor actor, TimeProvider time)
{
    /// <summary>One for each patent at a time: begun again, it is the one that is there.</summary>
    public async Task<Outcome<Declaration>> BeginAsync(Guid listingId, string no, CancellationToken ct)
    {
        if (await listings.FindAsync(listingId, ct) is not { OwnerId: { } owner } listing) return Failures.OfStatus(404);
        if (!await db.Set<ListingPatent>().AnyAsync(m => m.ListingId == listingId && m.ApplicationNo == no, ct)) return Failures.OfStatus(404);
        if (!listing.Forms.Contains(OfferForm.OpenLicence)) return new Failure("not_open", 409, DeclarationTexts.NotOpen);
        if (listing.State is ListingState.Withdrawn or ListingState.Expired) return new Failure("not_offered", 409, DeclarationTexts.NotOffered.Fill(ListingWords.Name(listing.State)));
        if (await LiveAsync(no, ct) is { } there) return there.OwnerId == owner ? there : new Failure("declared_by_other", 409, DeclareTexts.DeclaredByOther);
        var declaration = new Declaration { ApplicationNo = no, ListingId = listingId, OwnerId = owner, PreparedBy = actor.PersonId, FeeBasis = FeeTerms.Of(listing.FeeTerms).Reason };
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (book.Take(DeclarationMachine.Machine, declaration, DeclarationCause.Begin) is { } refused) return refused;
        db.Add(declaration);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        // A double click, or two people at the same moment.
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "ix_declarations_live" })
        {
            await transaction.RollbackAsync(ct);
            db.ChangeTracker.Clear();
            return await LiveAsync(no, ct) is { } first && first.OwnerId == owner ? first : new Failure("declared_by_other", 409, DeclareTexts.DeclaredByOther);
        }
        await transaction.CommitAsync(ct);
        return declaration;
    }

    public async Task<Outcome<Declaration>> SaveAsync(Guid id, NewContents given, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (declaration, refused) = await reach.LockAsync(id, Act.KeepListings, ct);
        if (declaration is null) return refused!;
        if (declaration.State != DeclarationState.Draft) return new Failure("state_forbids", 409, CaseTexts.StateForbids);
        var failures = new List<Failure>();
        void Length(string? text, int most, string field)
        {
            if (text?.Trim().Length > most) failures.Add(new("too_long", 400, DeclareTexts.TooLong.Fill(most), field));
        }
        Length(given.FeeBasis, DeclarationPreparer.BasisMax, "feeBasis");
        Length(given.Payee, DeclarationPreparer.PayeeMax, "payee");
        if (failures.Count > 0) return failures;
        (declaration.FeeBasis, declaration.StartsOn, declaration.Payee, declaration.PriceBy) = (Clean(given.FeeBasis), given.StartsOn, Clean(given.Payee), given.PriceBy);
        declaration.AttestedBy = given.Attests ? declaration.AttestedBy ?? actor.PersonId : null;
        audit.Record(db, "declaration.saved", $"declaration:{id}", new { attests = given.Attests, given.PriceBy });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return declaration;
    }

    /// <summary>挂牌或拍卖记录、评估备案和批准: until it is filed.</summary>
    public async Task<Outcome<Declaration>> KeepPaperAsync(Guid id, bool valuation, IFormFile? paper, CancellationToken ct)
    {
        var field = valuation ? "valuation" : "priceRecord";
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (declaration, refused) = await reach.LockAsync(id, Act.KeepListings, ct);
        if (declaration is null) return refused!;
        if (declaration.State is not (DeclarationState.Draft or DeclarationState.InternalReview or DeclarationState.Publicity or DeclarationState.Ready)) return new Failure("state_forbids", 409, CaseTexts.StateForbids);
        if (paper is null) return new Failure("paper_missing", 400, CaseTexts.PaperMissing.Fill(valuation ? DeclareTexts.Valuation : DeclareTexts.PriceRecord), field);
        var file = await files.AddAsync(db, paper, DeclarationFiles.Of(id), ct);
        if (!file.Succeeded) return db.Dropped(file.Failures.Select(f => f with { Field = field }).ToList());
        if (valuation) declaration.ValuationId = file.Value.Id;
        else declaration.PriceRecordId = file.Value.Id;
        audit.Record(db, "declaration.paper", $"declaration:{id}", new { field, file = file.Value.Id });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return declaration;
    }

    /// <summary>An objection was looked at, and there is nothing in it.</summary>
    public async Task<Outcome<DeclarationObjection>> DismissAsync(Guid id, Guid objection, string? answer, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (declaration, refused) = await reach.LockAsync(id, Act.DisposePatents, ct);
        if (declaration is null) return refused!;
        if (await db.Set<DeclarationObjection>().SingleOrDefaultAsync(o => o.Id == objection && o.DeclarationId == id, ct) is not { } one) return Failures.OfStatus(404);
        if (one.State != ObjectionState.Open) return new Failure("state_forbids", 409, CaseTexts.StateForbids);
        if (string.IsNullOrWhiteSpace(answer)) return new Failure("answer_missing", 400, DeclareTexts.AnswerMissing, "answer");
        if (answer.Trim().Length > DeclarationObjectionTable.TextMax) return new Failure("answer_long", 400, DeclareTexts.TooLong.Fill(DeclarationObjectionTable.TextMax), "answer");
        (one.State, one.Answer, one.AnsweredBy, one.AnsweredAt) = (ObjectionState.Dismissed, answer.Trim(), actor.PersonId, time.GetUtcNow());
        audit.Record(db, "declaration.objection-dismissed", $"declaration:{id}", new { objection });
        await db.SaveChangesAsync(ct);
        if (!await db.Set<DeclarationObjection>().AnyAsync(o => o.DeclarationId == id && o.State == ObjectionState.Open, ct)) await notices.ObjectionsSettledAsync(declaration, ct);
        await transaction.CommitAsync(ct);
        return one;
    }

    private Task<Declaration?> LiveAsync(string no, CancellationToken ct) => db.Set<Declaration>().AsNoTracking().SingleOrDefaultAsync(d => d.ApplicationNo == no && d.State != DeclarationState.Withdrawn
        && d.State != DeclarationState.Expired && d.State != DeclarationState.Terminated && d.State != DeclarationState.Discarded, ct);

    private static string? Clean(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
