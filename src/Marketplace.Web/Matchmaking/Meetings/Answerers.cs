using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Meetings;

/// <param name="Organisation">Who answers.</param>
/// <param name="Offer">For which listing.</param>
/// <param name="Patent">About what.</param>
public sealed record Answerer(Organisation Organisation, Offer Offer, Patent Patent);

/// <summary>Who answers for an offer, and for which side of a talk the reader stands.</summary>
public sealed class Answerers(AppDbContext db, Offers offers, Actor actor, AccessCheck access)
{
    /// <summary>Null: the patent is not offered, so there is nobody to ask.</summary>
    public async Task<Answerer?> FindAsync(string no, Guid? listing, CancellationToken ct)
    {
        if (await db.Set<Patent>().AsNoTracking().SingleOrDefaultAsync(p => p.ApplicationNo == no && p.RemovedAt == null, ct) is not { } patent) return null;
        var found = (await offers.OffersOfAll([no], ct))[no].ToList();
        if ((found.Find(o => o.ListingId == listing) ?? found.FirstOrDefault()) is not { } offer) return null;
        // The gazette's have no holder here: the bureau of the place knows whom to call.
        var organisation = offer.OwnerId is { } owner ? await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == owner, ct)
            : await BureauOf.RegionAsync(db, offer.RegionPath, ct) ?? await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.Id == offer.BureauId, ct);
        return organisation is null ? null : new(organisation, offer, patent);
    }

    /// <summary>Acts for this organisation and may answer for its offers.</summary>
    public bool AnswersFor(Guid organisation) => actor.ActingFor == organisation
        && (access.May(Act.AnswerNeeds, new(organisation)) || (actor.Grants is [var grant, ..] && grant.RegionPath.Length > 0 && access.May(Act.Mediate, new(RegionPath: grant.RegionPath))));

    public bool AsksFor(Talk talk) => talk.AskerId is { } asker ? access.May(Act.KeepNeeds, new(asker)) : talk.AskerPersonId is { } person && person == actor.PersonId;

    /// <summary>True: the holder's; false: the asker's; null: neither, and to the reader there is no such talk.</summary>
    public bool? SideOf(Talk talk) => AnswersFor(talk.HolderId) ? true : AsksFor(talk) ? false : null;
}
