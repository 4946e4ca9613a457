using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Deals;

/// <summary>报价与还价: versions of the terms, one after the other, until one side accepts exactly what the other said.</summary>
public sealed class DealProposals(AppDbContext db, Actor actor, DealReach reach, DealChecks checks, DealNotices notices, CaseBook book, TimeProvider time)
{
    /// <param name="id">Of the deal.</param>
    /// <param name="terms">The whole of them, each time.</param>
    /// <param name="message">Why so.</param>
    /// <param name="seen">How many versions there were when it was written: nobody answers what they have not read.</param>
    /// <param name="ct">The caller left.</param>
    public Task<Outcome<Deal>> ProposeAsync(Guid id, DealTerms terms, string? message, int seen, CancellationToken ct) => StepAsync(id, Act.KeepLicences, async (deal, side) =>
    {
        var words = terms.Write();
        if (deal.Versions != seen)
        {
            // The same words sent twice are one proposal.
            var last = await db.Set<DealProposal>().AsNoTracking().SingleAsync(p => p.DealId == id && p.Number == deal.Versions, ct);
            return last.By == side && last.Sha256 == DealTerms.HashOf(words) && deal.State == DealState.Negotiating ? null : [new("version_passed", 409, DealTexts.VersionPassed.Fill(deal.Versions))];
        }
        if (await WrongAsync(deal, terms, ct) is { Count: > 0 } failures) return failures;
        if (message?.Trim().Length > DealTable.MessageMax) return [new("message_long", 400, DealTexts.TooLong.Fill(DealTable.MessageMax), "message")];
        var cause = deal.State == DealState.Requested ? DealCause.Propose : DealCause.Counter;
        deal.Versions++;
        var proposal = new DealProposal { DealId = id, Number = deal.Versions, By = side, PersonId = actor.PersonId, At = time.GetUtcNow(), Terms = words, Sha256 = DealTerms.HashOf(words), Message = string.IsNullOrWhiteSpace(message) ? null : message.Trim() };
        if (book.Take(DealMachine.Machine, deal, cause, new(Facts: new { version = proposal.Number, proposal.Sha256, by = side.ToString() })) is { } refused) return [refused];
        (deal.Kind, deal.AgreedVersion, deal.ContractId, deal.Amount, deal.PublicFrom, deal.PublicUntil) = (terms.Kind, null, null, terms.Amount, null, null);
        deal.Ball = Other(side);
        db.Add(proposal);
        await db.Set<DealPatent>().Where(p => p.DealId == id).ExecuteDeleteAsync(ct);
        db.AddRange(terms.Patents.Concat(terms.Returned).Distinct(StringComparer.Ordinal).Select((no, i) => new DealPatent { DealId = id, ApplicationNo = no, Place = i + 1, Returned = terms.Returned.Contains(no, StringComparer.Ordinal) }));
        await db.SaveChangesAsync(ct);
        await notices.MovedAsync(deal, cause, ct);
        return [];
    }, ct);

    /// <param name="id">Of the deal.</param>
    /// <param name="read">The hash of the version that was read: that one is accepted and no other.</param>
    /// <param name="ct">The caller left.</param>
    public Task<Outcome<Deal>> AcceptAsync(Guid id, string? read, CancellationToken ct) => StepAsync(id, Act.DisposePatents, async (deal, side) =>
    {
        if (deal.Versions == 0) return [new("state_forbids", 409, CaseTexts.StateForbids)];
        var check = await checks.OfAsync(deal, ct);
        if (deal.State == DealState.Agreed && check.Proposal!.Sha256 == read) return null;
        if (check.Proposal!.Sha256 != read) return [new("version_passed", 409, DealTexts.VersionPassed.Fill(deal.Versions))];
        var blocking = new Dictionary<string, string>(check.Blocking, StringComparer.Ordinal);
        if (deal.Ball != side) blocking[DealMachine.Turn] = DealTexts.NotYourTurn;
        if (book.Take(DealMachine.Machine, deal, DealCause.Accept, new(blocking, Facts: new { version = deal.Versions, hash = read })) is { } refused) return [refused];
        (deal.AgreedVersion, deal.Ball) = (deal.Versions, Side.Either);
        await db.SaveChangesAsync(ct);
        await notices.MovedAsync(deal, DealCause.Accept, ct);
        return [];
    }, ct);

    public Task<Outcome<Deal>> DeclineAsync(Guid id, string? reason, CancellationToken ct) => EndAsync(id, DealCause.Decline, reason, ct);

    public Task<Outcome<Deal>> TakeBackAsync(Guid id, string? reason, CancellationToken ct) => EndAsync(id, DealCause.TakeBack, reason, ct);

    private Task<Outcome<Deal>> EndAsync(Guid id, DealCause cause, string? reason, CancellationToken ct) => StepAsync(id, Act.KeepLicences, async (deal, side) =>
    {
        var blocking = new Dictionary<string, string>(StringComparer.Ordinal);
        // One declines what the other said, and takes back what one said oneself.
        if (cause == DealCause.Decline && deal.Ball != side && deal.Ball != Side.Either) blocking[DealMachine.Turn] = DealTexts.DeclineOwn;
        if (cause == DealCause.TakeBack && deal.State is DealState.Requested or DealState.Negotiating && deal.Ball == side) return [new("not_own", 409, DealTexts.TakeBackOther)];
        if (book.Take(DealMachine.Machine, deal, cause, new(blocking, Reason: reason)) is { } refused) return [refused];
        await db.SaveChangesAsync(ct);
        await notices.MovedAsync(deal, cause, ct);
        return [];
    }, ct);

    private async Task<List<Failure>> WrongAsync(Deal deal, DealTerms terms, CancellationToken ct)
    {
        var numbers = terms.Patents.Concat(terms.Returned).Distinct(StringComparer.Ordinal).ToList();
        var patents = await db.Set<Patent>().AsNoTracking().Where(p => numbers.Contains(p.ApplicationNo) && p.RemovedAt == null).ToListAsync(ct);
        if (terms.Patents.Count == 0) return [new("patents_missing", 400, DealTexts.PatentsMissing, "numbers")];
        if (patents.Count < numbers.Count) return [new("patent_unknown", 400, DealTexts.PatentUnknown, "numbers")];
        var failures = terms.Check(patents.Min(p => p.LastDay)).ToList();
        if ((terms.Kind == DealKind.Sub) != deal.ParentId is not null) failures.Add(new("parent_missing", 409, deal.ParentId is null ? DealTexts.ParentMissing : DealTexts.ParentThere, "kind"));
        if (terms.Kind == DealKind.Sub) return failures;
        var own = await db.Set<PatentHolder>().Where(h => numbers.Contains(h.ApplicationNo)).Select(h => new { h.ApplicationNo, h.OrganisationId }).ToListAsync(ct);
        if (terms.Patents.Any(no => !own.Exists(h => h.ApplicationNo == no && h.OrganisationId == deal.HolderId))) failures.Add(new("other_owner", 400, DealTexts.OtherOwner, "numbers"));
        if (terms.Returned.Any(no => !own.Exists(h => h.ApplicationNo == no && h.OrganisationId == deal.TakerId))) failures.Add(new("other_owner", 400, DealTexts.ReturnedOwner, "returned"));
        return failures;
    }

    /// <summary>Null from the step: it was done before, and is not done again.</summary>
    private async Task<Outcome<Deal>> StepAsync(Guid id, Act act, Func<Deal, Side, Task<List<Failure>?>> step, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (deal, side, refused) = await reach.LockAsync(id, act, ct);
        if (deal is null) return refused!;
        var failures = await step(deal, side);
        if (failures is null) return deal;
        if (failures.Count > 0) return db.Dropped(failures);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return deal;
    }

    private static Side Other(Side side) => side == Side.Giver ? Side.Taker : Side.Giver;
}
