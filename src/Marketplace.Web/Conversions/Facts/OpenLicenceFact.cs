using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Facts;

/// <summary>An open licence that took effect: one conversion each. Its declaration is supply and never one (D16), and so is a trial before it.</summary>
public sealed class OpenLicenceFact(AppDbContext db)
{
    /// <summary>Null: there is nothing to file.</summary>
    public async Task<Fact?> OfAsync(Guid id, CancellationToken ct)
    {
        if (await db.Set<Licence>().AsNoTracking().SingleOrDefaultAsync(l => l.Id == id, ct) is not { DealId: null, EffectiveOn: { } effective } licence) return null;
        var terms = (await db.Set<TermsSnapshot>().AsNoTracking().SingleAsync(s => s.Id == licence.SnapshotId, ct)).Read();
        var filing = Fact.Blank(licence.RegionPath, ConversionType.OpenLicence);
        filing.Nature = await db.AreRelatedAsync(licence.HolderId, licence.LicenseeId, effective, ct) ? MarketNature.Related : MarketNature.Market;
        (filing.ContractNo, filing.SignedOn, filing.EffectiveOn) = (licence.CertificateNo, Dates.Day(licence.NoticeAt), effective);
        filing.Amount = terms.Fee.Headline(terms.Model);
        filing.EndedOn = licence.State is LicenceState.Ended or LicenceState.Voided ? licence.Since : null;
        await db.AddPatentsAsync(filing, [(licence.ApplicationNo, false)], ct);
        await db.AddPartyAsync(filing, Side.Giver, licence.HolderId, string.Join('、', terms.Patentees), null, ct);
        await db.AddPartyAsync(filing, Side.Taker, licence.LicenseeId, licence.LicenseeName, licence.LicenseeCode, ct);
        filing.Show(ProofKind.Contract, licence.CertificateNo);
        await db.AddPaidAsync(filing, [licence.Id], ct);
        await db.AddRecordalsAsync(filing, [licence.Id], ct);
        if (licence.State == LicenceState.Voided) filing.Show(ProofKind.End);
        return new(ConversionOrigin.Licence, licence.Id, licence.RegionPath, filing, licence.State == LicenceState.Voided);
    }
}
