using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Listings;

/// <summary>A patent that is offered, with what the guards ask about it.</summary>
public sealed record ListedPatent
{
    public required Patent Patent { get; init; }
    public IReadOnlyList<PatentHolder> Holders { get; init; } = [];
    public IReadOnlyList<PatentEvent> Events { get; init; } = [];
    public IReadOnlyList<EvaluationReport> Reports { get; init; } = [];
    public decimal? SharePercent { get; init; }

    /// <summary>国防、保密专利</summary>
    public bool Secret { get; init; }

    public string ApplicationNo => Patent.ApplicationNo;
    public string Title => Patent.Title;
    public PatentKind Kind => Patent.Kind;
    public PatentState State => Patent.State;
    public DateOnly LastDay => Patent.LastDay;
    public IReadOnlyList<string> Ipc => Patent.Ipc;
    public string Number => Patent.Number;

    public bool HeldBy(Guid organisation) => Holders.Any(h => h.OrganisationId == organisation);

    /// <summary>That no unrecorded licence shuts others out is attested with the declaration; a listing only says that one is meant.</summary>
    public GuardFacts Facts(DateOnly today) => new(Patent, Events, Reports, Holders.Count, today) { Secret = Secret, AttestsNoExclusiveLicence = true };
}

public static class ListingFacts
{
    /// <param name="db">The caller's.</param>
    /// <param name="members">Which.</param>
    /// <param name="owner">Of the listing: of those marked secret it is told of its own, so that the guards can say what is wrong; others are not there for it.</param>
    /// <param name="ct">The caller left.</param>
    public static async Task<IReadOnlyList<ListedPatent>> OfAsync(AppDbContext db, IReadOnlyList<DraftMember> members, Guid? owner, CancellationToken ct)
    {
        var numbers = members.Select(m => m.ApplicationNo).ToArray();
        var patents = await db.Set<Patent>().AsNoTracking().Where(p => numbers.Contains(p.ApplicationNo)
            && (p.RemovedAt == null || (p.SecretAt != null && db.Set<PatentHolder>().Any(h => h.ApplicationNo == p.ApplicationNo && h.OrganisationId == owner)))).ToDictionaryAsync(p => p.ApplicationNo, StringComparer.Ordinal, ct);
        var holders = (await db.Set<PatentHolder>().AsNoTracking().Where(h => numbers.Contains(h.ApplicationNo)).OrderBy(h => h.Place).ToListAsync(ct)).ToLookup(h => h.ApplicationNo, StringComparer.Ordinal);
        var events = (await db.Set<PatentEvent>().AsNoTracking().Where(e => numbers.Contains(e.ApplicationNo) && e.StruckAt == null).ToListAsync(ct)).ToLookup(e => e.ApplicationNo, StringComparer.Ordinal);
        var reports = (await db.Set<EvaluationReport>().AsNoTracking().Where(r => numbers.Contains(r.ApplicationNo) && r.StruckAt == null).ToListAsync(ct)).ToLookup(r => r.ApplicationNo, StringComparer.Ordinal);
        return [.. members.Where(m => patents.ContainsKey(m.ApplicationNo)).Select(m => new ListedPatent
        {
            Patent = patents[m.ApplicationNo],
            Holders = [.. holders[m.ApplicationNo]],
            Events = [.. events[m.ApplicationNo]],
            Reports = [.. reports[m.ApplicationNo]],
            SharePercent = m.SharePercent,
            Secret = patents[m.ApplicationNo].SecretAt is not null,
        })];
    }

    public static async Task<ListingDraft> DraftAsync(AppDbContext db, Listing listing, CancellationToken ct) => ListingDraft.Of(listing,
        await db.Set<ListingPatent>().AsNoTracking().Where(m => m.ListingId == listing.Id).ToListAsync(ct),
        await db.Set<ListingConsent>().AsNoTracking().Where(c => c.ListingId == listing.Id).ToListAsync(ct));
}
