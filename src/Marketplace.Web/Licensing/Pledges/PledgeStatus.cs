using Marketplace.Web.Catalogue;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Pledges;

/// <summary>
/// Tells the patents' histories what became of a pledge at the register, so that listings, declarations and whoever reads those see it too. Either side may have entered it, so it goes the way of an
/// import and not that of the holder's own entries; its paper stays with the pledge.
/// </summary>
public sealed class PledgeStatus(AppDbContext db, Actor actor, TimeProvider time)
{
    /// <summary>The patents are locked by the caller.</summary>
    public async Task FollowAsync(Pledge pledge, PledgeCause cause, DateOnly on, CancellationToken ct)
    {
        if (Kind(cause) is not { } kind) return;
        var numbers = await db.Set<PledgePatent>().Where(p => p.PledgeId == pledge.Id).OrderBy(p => p.ApplicationNo).Select(p => p.ApplicationNo).ToListAsync(ct);
        // The gazette may have said it already.
        var told = await db.Set<PatentEvent>().Where(e => numbers.Contains(e.ApplicationNo) && e.Kind == kind && e.On == on && e.StruckAt == null).Select(e => e.ApplicationNo).ToListAsync(ct);
        db.AddRange(numbers.Except(told, StringComparer.Ordinal).Select(no => new PatentEvent { ApplicationNo = no, Kind = kind, On = on, Source = StatusSource.Register, Reference = pledge.RegistrationNo, PersonId = actor.PersonId, RecordedAt = time.GetUtcNow() }));
        await db.SaveChangesAsync(ct);
        await CatalogueChanges.TouchAsync(db, numbers, ct);
    }

    private static PatentEventKind? Kind(PledgeCause cause) => cause switch
    {
        PledgeCause.Register => PatentEventKind.Pledged,
        PledgeCause.Change => PatentEventKind.PledgeChanged,
        PledgeCause.Release or PledgeCause.Enforce => PatentEventKind.PledgeReleased,
        _ => null,
    };
}
