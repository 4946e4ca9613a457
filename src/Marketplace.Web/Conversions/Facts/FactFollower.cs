using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Licensing.Payments.Refunds;
using Marketplace.Web.Licensing.Pledges;
using Marketplace.Web.Licensing.Recordal;
using Marketplace.Web.Platform.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Facts;

/// <summary>Follows every step of a licence, a contract, a pledge, a payment, a refund and a recordal to the conversion it changes.</summary>
public sealed class FactFollower(OpenLicenceFact licences, DealFact deals, PledgeFact pledges, FactBook facts) : IOutboxHandler
{
    public string Kind => CaseMoved.Kind;

    public async Task ApplyAsync(OutboxEvent happened, AppDbContext db, CancellationToken ct)
    {
        var moved = happened.Read<CaseMoved>();
        if (moved.Machine == DealMachine.Machine.Name) await FileAsync(await deals.OfAsync(moved.Id, ct), ct);
        else if (moved.Machine == PledgeMachine.Machine.Name) await FileAsync(await pledges.OfAsync(moved.Id, ct), ct);
        else if (await LicenceAsync(db, moved, ct) is { } licence) await FollowAsync(db, licence, ct);
    }

    /// <summary>Of a contract it is the contract that counts.</summary>
    private async Task<bool> FollowAsync(AppDbContext db, Guid licence, CancellationToken ct) =>
        await db.Set<Licence>().Where(l => l.Id == licence).Select(l => l.DealId).SingleAsync(ct) is { } deal ? await FileAsync(await deals.OfAsync(deal, ct), ct) : await FileAsync(await licences.OfAsync(licence, ct), ct);

    private async Task<bool> FileAsync(Fact? fact, CancellationToken ct) => fact is not null && await facts.FollowAsync(fact, ct);

    private static async Task<Guid?> LicenceAsync(AppDbContext db, CaseMoved moved, CancellationToken ct)
    {
        var id = moved.Id;
        if (moved.Machine == LicenceMachine.Machine.Name) return id;
        if (moved.Machine == PaymentMachine.Machine.Name) return await db.Set<Payment>().Where(p => p.Id == id).Select(p => (Guid?)p.LicenceId).SingleOrDefaultAsync(ct);
        if (moved.Machine == RefundMachine.Machine.Name) return await db.Set<Refund>().Where(r => r.Id == id).Select(r => (Guid?)r.LicenceId).SingleOrDefaultAsync(ct);
        return moved.Machine == RecordalMachine.Machine.Name ? await db.Set<LicenceRecordal>().Where(r => r.Id == id).Select(r => (Guid?)r.LicenceId).SingleOrDefaultAsync(ct) : null;
    }
}
