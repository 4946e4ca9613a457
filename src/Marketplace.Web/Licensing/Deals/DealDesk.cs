using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Trials;
using Marketplace.Web.Matchmaking.Meetings;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Delegations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Security;
using Marketplace.Web.Platform.StateMachines;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Deals;

/// <summary>A request as it is typed. <see cref="Once"/> becomes the deal's id: a form sent twice is one deal.</summary>
/// <param name="Other">Of the holder: code or name of the organisation it turns to.</param>
public sealed record NewDeal(Guid Once, DealKind? Kind, IReadOnlyList<string> Patents, string? Other = null, string? Message = null, Guid? Listing = null, Guid? Request = null, Guid? Trial = null, Guid? Parent = null);

/// <summary>How a deal begins: from an offer, from a talk, from a licence that may be sublicensed, or from the holder towards somebody it knows.</summary>
public sealed class DealDesk(AppDbContext db, Actor actor, AccessCheck access, DelegationCheck delegation, DealSources sources, DealNotices notices, CaseBook book, WorkDesk work)
{
    public async Task<Outcome<Deal>> RequestAsync(NewDeal given, CancellationToken ct)
    {
        if (actor.ActingFor is not { } own || !access.May(Act.KeepLicences, new(own))) return Failures.OfStatus(404);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.Set<Deal>().SingleOrDefaultAsync(d => d.Id == given.Once, ct) is { } sent) return sent.HolderId == own || sent.TakerId == own ? sent : Failures.OfStatus(404);
        var source = await sources.OfAsync(given, own, ct);
        if (!source.Succeeded) return source.Failures.ToList();
        var (holder, taker, patents) = (source.Value.Holder, source.Value.Taker, source.Value.Patents);
        var failures = Check(given, source.Value).ToList();
        if (failures.Count > 0) return failures;
        // The trial of somebody else, or of another patent, is not where this one begins.
        if (given.Trial is { } tried && !await db.Set<Trial>().AnyAsync(t => t.Id == tried && t.HolderId == holder!.Id && t.TakerId == taker!.Id && t.ApplicationNo == patents[0], ct)) return Failures.OfStatus(404);
        // Two of one house at once, or both sides towards each other: one talk about one thing. What a request or a trial led to stands for it even when it is in effect.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({$"deal:{patents[0]}"}, 0))", ct);
        var same = await (from d in db.Set<Deal>()
                          join p in db.Set<DealPatent>() on d.Id equals p.DealId
                          where !DealMachine.Over.Contains(d.State!.Value)
                              && ((d.HolderId == holder!.Id && d.TakerId == taker!.Id && d.Kind == given.Kind && p.ApplicationNo == patents[0] && d.State != DealState.Effective)
                                  || (given.Request != null && d.RequestId == given.Request) || (given.Trial != null && d.TrialId == given.Trial))
                          select d).FirstOrDefaultAsync(ct);
        if (same is not null) return new Failure("deal_there", 409, DealTexts.DealThere.Fill(same.Number));
        if (await delegation.RefuseAsync(db, Act.KeepLicences, own, null, ct) is { } ended) return ended;
        var side = holder!.Id == own ? Side.Giver : Side.Taker;
        var deal = new Deal
        {
            Id = given.Once,
            Reference = SpokenCode.New(8),
            Kind = given.Kind!.Value,
            HolderId = holder.Id,
            HolderName = holder.Name,
            HolderRegion = holder.RegionPath,
            TakerId = taker!.Id,
            TakerName = taker.Name,
            TakerCode = taker.Uscc,
            TakerRegion = taker.RegionPath,
            ListingId = source.Value.Listing,
            RequestId = given.Request,
            TrialId = given.Trial,
            ParentId = given.Parent,
            StartedBy = side,
            Ball = side == Side.Giver ? Side.Taker : Side.Giver,
            Message = string.IsNullOrWhiteSpace(given.Message) ? null : given.Message.Trim(),
            PersonId = actor.PersonId,
        };
        var blocking = new Dictionary<string, string>(StringComparer.Ordinal);
        if (holder.State != OrganisationState.Active || taker.State != OrganisationState.Active) blocking[DealMachine.Parties] = DealTexts.PartyInactive.Fill(holder.State == OrganisationState.Active ? taker.Name : holder.Name);
        if (book.Take(DealMachine.Machine, deal, DealCause.Request, new(blocking, Facts: new { kind = deal.Kind, patents })) is { } refused) return refused;
        db.Add(deal);
        db.AddRange(patents.Select((no, i) => new DealPatent { DealId = deal.Id, ApplicationNo = no, Place = i + 1 }));
        await db.SaveChangesAsync(ct);
        if (given.Request is { } request) await work.DoneAsync(db, MeetingNotices.Key(MeetingNotices.Licence, request), actor.PersonId ?? actor.ClientId, ct);
        await notices.MovedAsync(deal, DealCause.Request, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return deal;
    }

    private static IEnumerable<Failure> Check(NewDeal given, DealSource source)
    {
        if (given.Kind is not { } kind || kind == DealKind.Open) yield return new("kind_missing", 400, DealTexts.KindMissing, "kind");
        else if (kind == DealKind.Sub && given.Parent is null) yield return new("parent_missing", 409, DealTexts.ParentMissing, "kind");
        else if (kind != DealKind.Sub && given.Parent is not null) yield return new("parent_there", 409, DealTexts.ParentThere, "kind");
        if (source.Patents.Count == 0) yield return new("patents_missing", 400, DealTexts.PatentsMissing, "more");
        if (source.Taker is null) yield return new("other_unknown", 400, DealTexts.OtherUnknown, "other");
        else if (source.Holder is null) yield return new("holder_unknown", 409, DealTexts.HolderUnknown);
        else if (source.Holder.Id == source.Taker.Id) yield return new("own_patent", 409, DealTexts.OwnPatent, "other");
        if (given.Message?.Trim().Length > DealTable.MessageMax) yield return new("message_long", 400, DealTexts.TooLong.Fill(DealTable.MessageMax), "message");
    }
}

/// <summary>Between whom, and about which patents.</summary>
public sealed record DealSource(Organisation? Holder, Organisation? Taker, IReadOnlyList<string> Patents, Guid? Listing);

/// <summary>Finds both sides of a deal that is about to begin; what the asker has nothing to do with is not found.</summary>
public sealed class DealSources(AppDbContext db, Catalogue.Listings.Offers offers)
{
    public async Task<Outcome<DealSource>> OfAsync(NewDeal given, Guid own, CancellationToken ct)
    {
        var numbers = given.Patents.Distinct(StringComparer.Ordinal).ToList();
        if (given.Parent is { } parent)
        {
            if (await db.Set<Licence>().AsNoTracking().SingleOrDefaultAsync(l => l.Id == parent && l.LicenseeId == own, ct) is not { } main) return Failures.OfStatus(404);
            return new DealSource(await OrganisationAsync(own, ct), await NamedAsync(given.Other, ct), [main.ApplicationNo], null);
        }
        if (given.Request is { } request)
        {
            if (await db.Set<LicenceRequest>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == request && r.State == LicenceRequestState.Requested && (r.HolderId == own || r.AskerId == own), ct) is not { } asked) return Failures.OfStatus(404);
            return new DealSource(await OrganisationAsync(asked.HolderId, ct), await OrganisationAsync(asked.AskerId, ct), [asked.ApplicationNo], asked.ListingId);
        }
        if (numbers.Count == 0) return new DealSource(await OrganisationAsync(own, ct), await NamedAsync(given.Other, ct), [], null);
        if (await db.Set<Patent>().CountAsync(p => numbers.Contains(p.ApplicationNo) && p.RemovedAt == null, ct) < numbers.Count) return new Failure("patent_unknown", 400, DealTexts.PatentUnknown, "more");
        if (await db.Set<PatentHolder>().AnyAsync(h => h.ApplicationNo == numbers[0] && h.OrganisationId == own, ct)) return new DealSource(await OrganisationAsync(own, ct), await NamedAsync(given.Other, ct), numbers, given.Listing);
        // Whoever asks from outside turns to who offers; what nobody offers is asked for in a talk first.
        var offered = (await offers.OffersOf(numbers[0], ct)).Where(offer => offer.OwnerId is not null).ToList();
        var offer = offered.Find(one => one.ListingId == given.Listing) ?? offered.Find(one => one.Forms.Any(form => DealKinds.Of(form) is not null));
        if (offer is null || !offer.Forms.Any(form => DealKinds.Of(form) is not null)) return new Failure("not_offered", 409, DealTexts.NotOffered);
        if (await db.Set<PatentHolder>().CountAsync(h => numbers.Contains(h.ApplicationNo) && h.OrganisationId == offer.OwnerId, ct) < numbers.Count) return new Failure("other_owner", 400, DealTexts.OtherOwner, "more");
        return new DealSource(await OrganisationAsync(offer.OwnerId!.Value, ct), await OrganisationAsync(own, ct), numbers, offer.ListingId);
    }

    private Task<Organisation?> OrganisationAsync(Guid id, CancellationToken ct) => db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.Id == id, ct);

    private async Task<Organisation?> NamedAsync(string? typed, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(typed)) return null;
        var (code, folded) = (Uscc.Clean(typed), NameFolding.Fold(typed));
        var found = await db.Set<Organisation>().AsNoTracking().Where(o => o.Uscc == code || o.FoldedName == folded).Take(2).ToListAsync(ct);
        return found is [var one] ? one : null;
    }
}
