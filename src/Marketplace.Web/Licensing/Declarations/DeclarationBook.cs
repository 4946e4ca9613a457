using Marketplace.Web.Catalogue;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.OpenLicences;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Declarations;

/// <summary>Declarations as licences look at them: which one stands for a patent, and what it says today.</summary>
public sealed class DeclarationBook(AppDbContext db, CaseBook book, TimeProvider time)
{
    internal static readonly DeclarationState[] Standing = [DeclarationState.Announced, DeclarationState.Hold, DeclarationState.WithdrawalFiled, DeclarationState.Transferred];

    private static readonly DeclarationState[] s_loose = [.. Enum.GetValues<DeclarationState>().Where(state => state.IsOpenToChange() || state.IsOver())];

    /// <summary>Begun, and not announced yet.</summary>
    private static readonly DeclarationState[] s_coming = [DeclarationState.Draft, DeclarationState.InternalReview, DeclarationState.Publicity, DeclarationState.Ready, DeclarationState.Filed, DeclarationState.Defect, DeclarationState.Refused];

    /// <summary>The announced declaration of a patent; null: there is none.</summary>
    public Task<Declaration?> StandingAsync(string no, CancellationToken ct) =>
        db.Set<Declaration>().SingleOrDefaultAsync(d => d.ApplicationNo == no && d.State != null && Standing.Contains(d.State.Value), ct);

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

    /// <summary>Whether it is one that was prepared here, whatever stage it had reached: then that one is announced, and its holder's listing carries it.</summary>
    public async Task<bool> OursAsync(string no, string number, DateOnly on, string? fee, CancellationToken ct)
    {
        if (await db.Set<Declaration>().SingleOrDefaultAsync(d => d.ApplicationNo == no && d.OwnerId != null && d.State != null && s_coming.Contains(d.State.Value), ct) is not { } ours) return false;
        if (book.Take(DeclarationMachine.Machine, ours, DeclarationCause.Announce, new(On: on, Facts: new { number, fee }, ByRegister: true)) is not null) return false;
        await StandAsync(ours, number, on, ct);
        return true;
    }

    /// <summary>The announcement, on the declaration and on the listing that carries it.</summary>
    public async Task StandAsync(Declaration declaration, string number, DateOnly on, CancellationToken ct)
    {
        (declaration.AnnouncementNo, declaration.AnnouncedOn) = (number, on);
        var listing = await db.Set<Listing>().SingleAsync(l => l.Id == declaration.ListingId, ct);
        (listing.AnnouncementNo, listing.AnnouncedOn) = (number, on);
        await TouchedAsync(declaration, listing, ct);
    }

    /// <summary>It stands no more; its offer may be changed again.</summary>
    public async Task EndAsync(Declaration declaration, CancellationToken ct)
    {
        var listing = await db.Set<Listing>().SingleAsync(l => l.Id == declaration.ListingId, ct);
        if (listing.OwnerId is null || listing.AnnouncementNo != declaration.AnnouncementNo) return;
        (listing.AnnouncementNo, listing.AnnouncedOn) = (null, null);
        await TouchedAsync(declaration, listing, ct);
    }

    private async Task TouchedAsync(Declaration declaration, Listing listing, CancellationToken ct)
    {
        listing.ChangedAt = time.GetUtcNow();
        await db.SaveChangesAsync(ct);
        await CatalogueChanges.TouchAsync(db, [declaration.ApplicationNo], ct);
    }

    /// <summary>Its patentee has come: what was notified before is theirs to answer from now on.</summary>
    public async Task ClaimedAsync(Guid listing, Guid owner, CancellationToken ct)
    {
        await db.Set<Declaration>().Where(d => d.ListingId == listing && d.OwnerId == null).ExecuteUpdateAsync(set => set.SetProperty(d => d.OwnerId, owner), ct);
        await db.Set<Licence>().Where(l => l.HolderId == null && db.Set<Declaration>().Any(d => d.Id == l.DeclarationId && d.ListingId == listing)).ExecuteUpdateAsync(set => set.SetProperty(l => l.HolderId, owner), ct);
    }

    /// <summary>What it says; null when the patent is not to be shown, or the listing alone carries its terms and is not public any more.</summary>
    public async Task<FrozenTerms?> TermsAsync(Declaration declaration, CancellationToken ct)
    {
        var listing = await db.Set<Listing>().AsNoTracking().SingleAsync(l => l.Id == declaration.ListingId, ct);
        var patent = await db.Set<Patent>().AsNoTracking().SingleAsync(p => p.ApplicationNo == declaration.ApplicationNo, ct);
        if (patent.RemovedAt is not null || (declaration.Terms is null && listing.State != ListingState.Public)) return null;
        var today = FrozenTerms.Of(listing, patent, await db.Set<PatentHolder>().AsNoTracking().Where(h => h.ApplicationNo == patent.ApplicationNo).OrderBy(h => h.Place).Select(h => h.Name).ToListAsync(ct));
        // What was submitted was announced; only the people behind it may have changed, and with a new owner the offer is the old one's.
        var said = declaration.Terms is { } submitted ? FrozenTerms.Read(submitted) with { Patentees = today.Patentees, Contact = listing.OwnerId == declaration.OwnerId ? today.Contact : null } : today;
        return said with { AnnouncementNo = declaration.AnnouncementNo!, AnnouncedOn = declaration.AnnouncedOn!.Value };
    }

    /// <summary>Terms that somebody has looked at, that strangers read or that are announced do not change under them.</summary>
    public static Task<bool> FixesAsync(AppDbContext db, Guid listing, CancellationToken ct) =>
        db.Set<Declaration>().AnyAsync(d => d.ListingId == listing && d.State != null && !s_loose.Contains(d.State.Value), ct);

    /// <summary>Announced and not over.</summary>
    public static bool Stands(DeclarationState state) => Standing.Contains(state);

    /// <summary>Whether somebody who notified in time still acquires by paying on this day.</summary>
    public static bool StoodOn(Declaration declaration, DateOnly day) => declaration.State is { } state && (Standing.Contains(state) || (state.IsOver() && day < declaration.Since));

    /// <summary>A right that has ended, or that nothing may be begun on (domain.md §2.5 A).</summary>
    public static bool IsFit(Patent patent) => patent.State.InForce() && !Offers.Holds(patent.State);
}
