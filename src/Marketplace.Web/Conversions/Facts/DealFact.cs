using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Facts;

/// <summary>A contract made here that took effect: one conversion with all its patents, whatever number of licences it made (D1, D15).</summary>
public sealed class DealFact(AppDbContext db)
{
    /// <summary>Null: there is nothing to file.</summary>
    public async Task<Fact?> OfAsync(Guid id, CancellationToken ct)
    {
        if (await db.Set<Deal>().AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, ct) is not { State: DealState.Effective } deal) return null;
        var made = await db.Set<Licence>().AsNoTracking().Where(l => l.DealId == id).OrderBy(l => l.Id).ToListAsync(ct);
        // The last signature makes a licence effective; of a transfer the register says the day.
        var effective = deal.EffectiveOn ?? made.Min(l => l.EffectiveOn) ?? deal.Since;
        var filing = Fact.Blank(deal.TakerRegion, TypeOf(deal.Kind));
        filing.Nature = await db.AreRelatedAsync(deal.HolderId, deal.TakerId, effective, ct) ? MarketNature.Related : MarketNature.Market;
        (filing.ContractNo, filing.SignedOn, filing.EffectiveOn, filing.Amount) = (deal.Number, deal.SignedOn ?? effective, effective, deal.Amount);
        var patents = await db.Set<DealPatent>().AsNoTracking().Where(p => p.DealId == id).OrderBy(p => p.Place).ToListAsync(ct);
        await db.AddPatentsAsync(filing, patents.ConvertAll(p => (p.ApplicationNo, p.Returned)), ct);
        await db.AddPartyAsync(filing, Side.Giver, deal.HolderId, deal.HolderName, null, ct);
        await db.AddPartyAsync(filing, Side.Taker, deal.TakerId, deal.TakerName, deal.TakerCode, ct);
        filing.Show(ProofKind.Contract, deal.Number);
        var licences = made.ConvertAll(l => l.Id);
        await db.AddPaidAsync(filing, licences, ct);
        if (deal.Kind.IsTransfer())
        {
            if (deal.RegistrationNo is { } number)
            {
                filing.Registers.Add(new() { FilingId = filing.Id, Register = Register.Assignment, Number = number.ToUpperInvariant(), On = effective });
                filing.Show(ProofKind.Registration);
            }
            return new(ConversionOrigin.Deal, id, deal.TakerRegion, filing, Void: false);
        }
        await db.AddRecordalsAsync(filing, licences, ct);
        var ended = made.Count > 0 && made.TrueForAll(l => l.State is LicenceState.Ended or LicenceState.Voided);
        var isVoid = made.Count > 0 && made.TrueForAll(l => l.State == LicenceState.Voided);
        if (ended) filing.EndedOn = made.Max(l => l.Since);
        if (isVoid) filing.Show(ProofKind.End);
        return new(ConversionOrigin.Deal, id, deal.TakerRegion, filing, isVoid);
    }

    public static ConversionType TypeOf(DealKind kind) => kind switch
    {
        DealKind.Open => ConversionType.OpenLicence,
        DealKind.Ordinary => ConversionType.OrdinaryLicence,
        DealKind.Sole => ConversionType.SoleLicence,
        DealKind.Exclusive => ConversionType.ExclusiveLicence,
        DealKind.Sub => ConversionType.SubLicence,
        DealKind.Cross => ConversionType.CrossLicence,
        DealKind.Assignment => ConversionType.Assignment,
        DealKind.ApplicationAssignment => ConversionType.ApplicationAssignment,
        DealKind.Equity => ConversionType.Equity,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
