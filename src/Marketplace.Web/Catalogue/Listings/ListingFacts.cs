using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Listings;

/// <summary>What the rules must know about a patent that is offered.</summary>
public sealed record ListedPatent
{
    public required string ApplicationNo { get; init; }
    public required string Title { get; init; }
    public required PatentKind Kind { get; init; }
    public required PatentState State { get; init; }
    public DateOnly? StatusOn { get; init; }
    public required DateOnly LastDay { get; init; }
    public IReadOnlyList<string> Ipc { get; init; } = [];
    public IReadOnlyList<PatentHolder> Holders { get; init; } = [];
    public decimal? SharePercent { get; init; }
    public string? ReportNo { get; init; }

    /// <summary>A licence that shuts others out is recorded and has not ended (G1).</summary>
    public bool ExclusiveLicence { get; init; }

    /// <summary>Pledged, and the pledgee has not agreed (G4).</summary>
    public bool Pledged { get; init; }

    public string Number => PatentNumber.Show(ApplicationNo, State.InForce());

    public bool HeldBy(Guid organisation) => Holders.Any(h => h.OrganisationId == organisation);
}

public static class ListingFacts
{
    public static async Task<IReadOnlyList<ListedPatent>> OfAsync(AppDbContext db, IReadOnlyList<DraftMember> members, CancellationToken ct)
    {
        var numbers = members.Select(m => m.ApplicationNo).ToArray();
        var patents = await db.Set<Patent>().AsNoTracking().Where(p => numbers.Contains(p.ApplicationNo) && p.RemovedAt == null).ToDictionaryAsync(p => p.ApplicationNo, StringComparer.Ordinal, ct);
        var holders = (await db.Set<PatentHolder>().AsNoTracking().Where(h => numbers.Contains(h.ApplicationNo)).OrderBy(h => h.Place).ToListAsync(ct)).ToLookup(h => h.ApplicationNo, StringComparer.Ordinal);
        var events = (await db.Set<PatentEvent>().AsNoTracking().Where(e => numbers.Contains(e.ApplicationNo) && e.StruckAt == null).OrderBy(e => e.On).ThenBy(e => e.Id).ToListAsync(ct))
            .ToLookup(e => e.ApplicationNo, StringComparer.Ordinal);
        return [.. members.Where(m => patents.ContainsKey(m.ApplicationNo)).Select(m =>
        {
            var patent = patents[m.ApplicationNo];
            var history = events[m.ApplicationNo].ToList();
            return new ListedPatent
            {
                ApplicationNo = m.ApplicationNo,
                Title = patent.Title,
                Kind = patent.Kind,
                State = patent.State,
                StatusOn = patent.StatusOn,
                LastDay = patent.LastDay,
                Ipc = patent.Ipc,
                Holders = [.. holders[m.ApplicationNo]],
                SharePercent = m.SharePercent,
                ReportNo = m.ReportNo,
                ExclusiveLicence = history.FindLast(e => e.Kind is PatentEventKind.LicenceRecorded or PatentEventKind.LicenceChanged or PatentEventKind.LicenceEnded)
                    is { Kind: not PatentEventKind.LicenceEnded, Exclusive: true },
                Pledged = history.FindLast(e => e.Kind is PatentEventKind.Pledged or PatentEventKind.PledgeChanged or PatentEventKind.PledgeReleased)
                    is { Kind: not PatentEventKind.PledgeReleased, PledgeeAgrees: false },
            };
        })];
    }

    public static async Task<ListingDraft> DraftAsync(AppDbContext db, Listing listing, CancellationToken ct) => ListingDraft.Of(listing,
        await db.Set<ListingPatent>().AsNoTracking().Where(m => m.ListingId == listing.Id).ToListAsync(ct),
        await db.Set<ListingConsent>().AsNoTracking().Where(c => c.ListingId == listing.Id).ToListAsync(ct));
}
