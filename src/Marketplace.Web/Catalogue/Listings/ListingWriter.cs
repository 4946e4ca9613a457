using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Listings;

/// <summary>Puts a draft into the rows, whoever decided that it shall stand there.</summary>
internal static class ListingWriter
{
    public static async Task ApplyAsync(AppDbContext db, Listing listing, ListingDraft draft, Guid? by, DateTimeOffset now, CancellationToken ct)
    {
        listing.Title = draft.Title;
        listing.Forms = [.. draft.Forms];
        listing.FeeModel = draft.FeeModel;
        listing.FeeTerms = draft.FeeModel is null ? null : draft.Fee.ToJson();
        listing.FeeYuan = draft.Fee.Headline(draft.FeeModel);
        listing.Maturity = draft.Maturity;
        listing.Scenes = draft.Scenes;
        listing.Industries = [.. draft.Industries];
        listing.Chains = [.. draft.Chains];
        listing.KnowHow = draft.KnowHow;
        listing.Support = draft.Support;
        listing.ContactName = draft.ContactName;
        listing.ContactPhone = draft.ContactPhone;
        listing.ContactMail = draft.ContactMail;
        listing.ExpiresOn = draft.ExpiresOn;
        listing.ChangedAt = now;

        var members = await db.Set<ListingPatent>().Where(m => m.ListingId == listing.Id).ToListAsync(ct);
        var wanted = draft.Members.Select((m, i) => (m.ApplicationNo, Place: i + 1, Share: draft.Members.Count == 1 ? 100m : m.SharePercent, m.ReportNo)).ToList();
        var written = members.OrderBy(m => m.Place).Select(m => (m.ApplicationNo, m.Place, Share: m.SharePercent, m.ReportNo)).ToList();
        if (!written.SequenceEqual(wanted))
        {
            db.RemoveRange(members.Where(m => !wanted.Exists(w => w.ApplicationNo == m.ApplicationNo)));
            foreach (var (no, place, share, report) in wanted)
            {
                if (members.Find(m => m.ApplicationNo == no) is { } there) (there.Place, there.SharePercent, there.ReportNo) = (place, share, report);
                else db.Add(new ListingPatent { ListingId = listing.Id, ApplicationNo = no, Place = place, SharePercent = share, ReportNo = report });
            }
        }

        var consents = await db.Set<ListingConsent>().Where(c => c.ListingId == listing.Id).ToListAsync(ct);
        var agreed = draft.Consents.Select(c => (Folded: NameFolding.Fold(c.Key), c.Key, c.Value)).DistinctBy(c => c.Folded, StringComparer.Ordinal).ToList();
        db.RemoveRange(consents.Where(c => !agreed.Exists(a => a.Folded == c.FoldedName)));
        foreach (var (folded, name, reference) in agreed)
        {
            if (consents.Find(c => c.FoldedName == folded) is { } there) (there.Reference, there.RecordedBy) = there.Reference == reference ? (there.Reference, there.RecordedBy) : (reference, by);
            else db.Add(new ListingConsent { ListingId = listing.Id, FoldedName = folded, Name = name, Reference = reference, RecordedBy = by, RecordedAt = now });
        }
    }
}
