using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Declarations;

/// <summary>Declarations as licences look at them: which one stands for a patent, and what it says today.</summary>
public sealed class DeclarationBook(AppDbContext db, CaseBook book)
{
    private static readonly DeclarationState[] s_standing = [DeclarationState.Announced, DeclarationState.Hold, DeclarationState.WithdrawalFiled, DeclarationState.Transferred];

    /// <summary>The announced declaration of a patent; null: there is none.</summary>
    public Task<Declaration?> StandingAsync(string no, CancellationToken ct) =>
        db.Set<Declaration>().SingleOrDefaultAsync(d => d.ApplicationNo == no && d.State != null && s_standing.Contains(d.State.Value), ct);

    /// <summary>Whether a licence of this patent can be taken now.</summary>
    public Task<bool> IsOpenAsync(string no, CancellationToken ct) => db.Set<Declaration>().AnyAsync(d => d.ApplicationNo == no && (d.State == DeclarationState.Announced || d.State == DeclarationState.WithdrawalFiled)
        && db.Set<Patent>().Any(p => p.ApplicationNo == no && p.RemovedAt == null), ct);

    /// <summary>The gazette announced what this listing carries. Told again, or of a patent that has one already, it changes nothing.</summary>
    public async Task AnnouncedAsync(Listing listing, string no, CancellationToken ct)
    {
        if (listing.State != ListingState.Public || listing is not { AnnouncementNo: { } number, AnnouncedOn: { } on } || await StandingAsync(no, ct) is not null) return;
        var declaration = new Declaration { ApplicationNo = no, ListingId = listing.Id, OwnerId = listing.OwnerId, AnnouncementNo = number, AnnouncedOn = on };
        if (book.Take(DeclarationMachine.Machine, declaration, DeclarationCause.Announce, new(On: on, Facts: new { number })) is null) db.Add(declaration);
    }

    /// <summary>Its patentee has come: what was notified before is theirs to answer from now on.</summary>
    public async Task ClaimedAsync(Guid listing, Guid owner, CancellationToken ct)
    {
        await db.Set<Declaration>().Where(d => d.ListingId == listing && d.OwnerId == null).ExecuteUpdateAsync(set => set.SetProperty(d => d.OwnerId, owner), ct);
        await db.Set<Licence>().Where(l => l.HolderId == null && db.Set<Declaration>().Any(d => d.Id == l.DeclarationId && d.ListingId == listing)).ExecuteUpdateAsync(set => set.SetProperty(l => l.HolderId, owner), ct);
    }

    /// <summary>What it says; null when the patent is not to be shown or the listing that carries its terms is not public any more.</summary>
    public async Task<FrozenTerms?> TermsAsync(Declaration declaration, CancellationToken ct)
    {
        var listing = await db.Set<Listing>().AsNoTracking().SingleAsync(l => l.Id == declaration.ListingId, ct);
        var patent = await db.Set<Patent>().AsNoTracking().SingleAsync(p => p.ApplicationNo == declaration.ApplicationNo, ct);
        if (patent.RemovedAt is not null || listing.State != ListingState.Public) return null;
        var holders = await db.Set<PatentHolder>().AsNoTracking().Where(h => h.ApplicationNo == patent.ApplicationNo).OrderBy(h => h.Place).Select(h => h.Name).ToListAsync(ct);
        var fee = FeeTerms.Of(listing.FeeTerms);
        return new()
        {
            ApplicationNo = patent.ApplicationNo,
            Number = patent.Number,
            Title = patent.Title,
            Patentees = holders,
            AnnouncementNo = declaration.AnnouncementNo!,
            AnnouncedOn = declaration.AnnouncedOn!.Value,
            Model = listing.FeeModel,
            Fee = fee,
            FeeSentence = Language.In(Language.Chinese.Tag, () => FeeWords.Sentence(listing.FeeModel, fee)),
            Until = listing.ExpiresOn is { } until && until < patent.LastDay ? until : patent.LastDay,
            Contact = string.Join(' ', new[] { listing.ContactName, listing.ContactPhone, listing.ContactMail }.OfType<string>()) is { Length: > 0 } contact ? contact : null,
        };
    }

    /// <summary>Whether somebody who notified in time still acquires by paying on this day.</summary>
    public static bool StoodOn(Declaration declaration, DateOnly day) => declaration.State is { } state && (s_standing.Contains(state) || (state.IsOver() && day < declaration.Since));

    /// <summary>A right that has ended, or that nothing may be begun on (domain.md §2.5 A).</summary>
    public static bool IsFit(Patent patent) => patent.State.InForce() && !Offers.Holds(patent.State);
}
