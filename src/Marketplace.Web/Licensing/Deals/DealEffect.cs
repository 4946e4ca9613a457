using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Deals;

/// <summary>
/// What a contract's effect makes: a licence for each patent and direction, with its own recordal (one patent recorded once is what the statistics count), and all fees on the first of them, so that the
/// obligations sum to the contract. The price of an assignment is a row of the same table and nothing else: invoices, bank codes, statements, refunds and the sharing of income are the same for a price as
/// for a fee, and whoever counts licences leaves out <see cref="DealKinds.IsTransfer"/>.
/// </summary>
public sealed class DealEffect(AppDbContext db, LicenceEffect effect, TimeProvider time)
{
    /// <param name="deal">Signed, or registered; locked by the caller.</param>
    /// <param name="terms">As agreed.</param>
    /// <param name="on">The day it takes effect.</param>
    /// <param name="ct">The caller left.</param>
    public async Task MakeAsync(Deal deal, DealTerms terms, DateOnly on, CancellationToken ct)
    {
        // Shares are paid with shares: there is no money to ask for.
        if (terms.Kind == DealKind.Equity) return;
        var holder = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == deal.HolderId, ct);
        var taker = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == deal.TakerId, ct);
        var given = terms.Kind.IsTransfer() ? terms.Patents.Take(1) : terms.Patents;
        foreach (var (i, no) in given.Index()) await OneAsync(deal, terms, no, holder, taker, on, carriesFee: i == 0, ct);
        foreach (var no in terms.Returned) await OneAsync(deal, terms, no, taker, holder, on, carriesFee: false, ct);
    }

    private async Task OneAsync(Deal deal, DealTerms terms, string no, Organisation from, Organisation to, DateOnly on, bool carriesFee, CancellationToken ct)
    {
        var patent = await db.Set<Patent>().AsNoTracking().SingleAsync(p => p.ApplicationNo == no, ct);
        var start = terms.From > on ? terms.From.Value : on;
        var until = terms.Until ?? patent.LastDay;
        var end = until < start ? start : until;
        var frozen = new FrozenTerms
        {
            ApplicationNo = no,
            Number = patent.Number,
            Title = patent.Title,
            Patentees = await db.Set<PatentHolder>().Where(h => h.ApplicationNo == no).OrderBy(h => h.Place).Select(h => h.Name).ToListAsync(ct),
            AnnouncementNo = "",
            ContractNo = deal.Number,
            AnnouncedOn = deal.SignedOn ?? on,
            Model = carriesFee ? terms.Model : FeeModel.Free,
            Fee = carriesFee ? terms.Fee : new(),
            FeeSentence = Language.In(Language.Chinese.Tag, () => carriesFee ? FeeWords.Sentence(terms.Model, terms.Fee) : DealTexts.FeeWithFirst.Fill(deal.Number)),
            From = start,
            Until = end,
            Contact = from.ContactName is null && from.ContactPhone is null ? null : $"{from.ContactName} {from.ContactPhone}".Trim(),
        };
        var snapshot = frozen.Freeze(null, time.GetUtcNow(), deal.Id);
        db.Add(snapshot);
        var licence = new Licence
        {
            Reference = SpokenCode.New(8),
            Kind = terms.Kind,
            DealId = deal.Id,
            SnapshotId = snapshot.Id,
            ApplicationNo = no,
            HolderId = from.Id,
            LicenseeId = to.Id,
            LicenseeName = to.Name,
            LicenseeCode = to.Uscc,
            RegionPath = to.RegionPath,
            Products = (terms.Field ?? DealWords.Name(terms.Kind)).Cut(LicenceTable.ProductsMax),
            StartsOn = start,
            EndsOn = end,
            FirstFee = 0,
            SignedBy = (to.LegalRepresentative ?? to.Name).Cut(50),
            PersonId = deal.PersonId,
            ContactName = (to.ContactName ?? to.Name).Cut(50),
            ContactPhone = to.ContactPhone ?? "",
            Address = to.Address ?? "",
            InvoiceTitle = to.Name,
            InvoiceCode = to.Uscc,
            InvoiceMail = to.ContactMail,
            NoticeAt = time.GetUtcNow(),
            Way = NoticeWay.Platform,
        };
        await effect.ConcludeAsync(licence, on, ct);
    }
}
