using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Fees.Statistics;
using Marketplace.Web.Organisations.Delegations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Fees.Estimates;

/// <summary>Keeps what holders estimate for a listing they may change.</summary>
public sealed class EstimateDesk(AppDbContext db, ListingDesk listings, Actor actor, DelegationCheck delegation, AuditLog audit, TimeProvider time)
{
    /// <summary>Null when there is none, or none for this reader; the gazette's have no owner who could set a price.</summary>
    public async Task<Listing?> FindAsync(Guid listing, CancellationToken ct) => await listings.FindAsync(listing, ct) is { OwnerId: not null } found ? found : null;

    /// <param name="listing">Which.</param>
    /// <param name="given">What was typed; a figure of the industry is read from the table here, not taken from the form.</param>
    /// <param name="statistic">The row of that figure.</param>
    /// <param name="ct">The caller left.</param>
    public async Task<Outcome<FeeEstimate>> KeepAsync(Guid listing, EstimateInputs given, Guid? statistic, CancellationToken ct)
    {
        if (await FindAsync(listing, ct) is not { OwnerId: { } owner }) return Failures.OfStatus(StatusCodes.Status404NotFound);
        if (given.Method == EstimateMethod.IndustryStatistics && statistic is { } id)
            given = given with { Statistic = (await db.Set<LicenceStatistic>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct))?.Used };
        var result = FeeEstimator.Estimate(given);
        if (!result.Succeeded) return result.Failures.ToList();
        var estimate = new FeeEstimate
        {
            ListingId = listing,
            PersonId = actor.PersonId,
            At = time.GetUtcNow(),
            Method = given.Method,
            Inputs = given.ToJson(),
            Model = result.Value.Model,
            Base = result.Value.Of,
            Start = result.Value.Start,
            Factor = result.Value.Factor,
            Result = result.Value.Fee,
        };
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await delegation.RefuseAsync(db, Act.KeepListings, owner, null, ct) is { } ended) return ended;
        db.Add(estimate);
        audit.Record(db, "fee.estimated", "listing:" + listing, new { estimate = estimate.Id, method = given.Method.ToString() });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return estimate;
    }
}
