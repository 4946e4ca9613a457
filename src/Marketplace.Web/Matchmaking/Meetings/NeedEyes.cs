using System.Security.Cryptography;
using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Data;
using Marketplace.Web.Matchmaking.Matches;
using Marketplace.Web.Needs;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Meetings;

/// <summary>What somebody other than its owner may see of a need; what is null they may not see.</summary>
public sealed record NeedSight
{
    public required Guid NeedId { get; init; }
    public required string Pseudonym { get; init; }

    /// <summary>Whether it is still open to be answered.</summary>
    public required bool Open { get; init; }

    /// <summary>Null also for the summary of a need that is shown to nobody (不公开).</summary>
    public string? Title { get; init; }
    public string? Summary { get; init; }

    /// <summary>Name of the industry's middle group: classes of four digits have one enterprise in many a county.</summary>
    public string? Industry { get; init; }

    /// <summary>Prefecture, no nearer.</summary>
    public string? Place { get; init; }
    public IReadOnlyList<OfferForm> Forms { get; init; } = [];

    public string? Owner { get; init; }
    public string? Detail { get; init; }
    public decimal? BudgetFrom { get; init; }
    public decimal? BudgetTo { get; init; }
    public bool Attachments { get; init; }

    /// <summary>What was opened to this holder.</summary>
    public NeedDisclosure? Disclosure { get; init; }

    /// <summary>Something waits behind the text of secrecy.</summary>
    public bool NdaPending => Disclosure is { RevokedAt: null, AcceptedAt: null } given && given.Parts.Any(part => part != DisclosedPart.Identity);

    public string Name => Owner ?? Pseudonym;

    /// <summary>Words that the offers it stands beside say too; they come from the public part.</summary>
    public IReadOnlyList<string> Met { get; init; } = [];
}

/// <summary>
/// Answers what of a need another organisation may see. Nowhere else is a need's seal opened for anybody but its owner; pages, mails and exports for holders and
/// bureaus take what they say of a need from here.
/// </summary>
public sealed class NeedEyes(AppDbContext db, NeedSeal seal, RegionNames regions, Industries industries, TimeProvider time)
{
    /// <summary>For one holder, with what was opened to it.</summary>
    public async Task<NeedSight> OfAsync(Need need, Guid organisation, CancellationToken ct)
    {
        var disclosure = await db.Set<NeedDisclosure>().AsNoTracking().SingleOrDefaultAsync(d => d.NeedId == need.Id && d.HolderId == organisation && d.RevokedAt == null, ct);
        var sight = await PublicAsync(need, ct);
        if (disclosure is null) return sight;
        if (disclosure.Gives(DisclosedPart.Identity)) sight = sight with { Owner = await OwnerAsync(need, ct) ?? await PersonAsync(need, ct) };
        // A need that is shown to nobody is shown to whom its owner opens the detail.
        if (disclosure.Gives(DisclosedPart.Detail)) sight = Summarised(sight, need);
        if (disclosure.Gives(DisclosedPart.Detail) || disclosure.Gives(DisclosedPart.Budget)) sight = Opened(sight, need, disclosure);
        return sight with { Disclosure = disclosure, Attachments = disclosure.Gives(DisclosedPart.Attachments) };
    }

    /// <summary>What every holder and bureau may see that may see the need at all.</summary>
    public async Task<NeedSight> PublicAsync(Need need, CancellationToken ct)
    {
        var sight = new NeedSight { NeedId = need.Id, Pseudonym = need.Pseudonym, Open = IsOpen(need, Dates.Today(time)) };
        return need.Visibility switch
        {
            NeedVisibility.Private => sight,
            NeedVisibility.Public => Summarised(sight, need) with { Owner = await OwnerAsync(need, ct) },
            _ => Summarised(sight, need),
        };
    }

    /// <summary>By its pseudonym, for an organisation that has reason to know of it; else as if it were not there.</summary>
    public async Task<Need?> FindAsync(string pseudonym, Guid organisation, CancellationToken ct) =>
        await db.Set<Need>().AsNoTracking().SingleOrDefaultAsync(n => n.Pseudonym == pseudonym, ct) is { } need && await KnowsAsync(need, organisation, ct) ? need : null;

    /// <summary>One of its offers answers the need by the public summary, or the two came together, or the owner opened something to it.</summary>
    public async Task<bool> KnowsAsync(Need need, Guid organisation, CancellationToken ct) =>
        need.OwnerId != organisation && (
            await MatchedWith(db, organisation, Dates.Today(time)).AnyAsync(m => m.NeedId == need.Id, ct)
            || await db.Set<Talk>().AnyAsync(t => t.NeedId == need.Id && t.HolderId == organisation, ct)
            || await db.Set<Introduction>().AnyAsync(i => i.NeedId == need.Id && i.HolderId == organisation, ct)
            || await db.Set<NeedDisclosure>().AnyAsync(d => d.NeedId == need.Id && d.HolderId == organisation, ct));

    /// <summary>For the guard of the files of needs: whether the owner opened them to this organisation.</summary>
    public async Task<bool> MayReadFilesAsync(Guid needId, Guid organisation, CancellationToken ct) =>
        await db.Set<NeedDisclosure>().AsNoTracking().SingleOrDefaultAsync(d => d.NeedId == needId && d.HolderId == organisation && d.RevokedAt == null, ct) is { } given
        && given.Gives(DisclosedPart.Attachments);

    /// <summary>Matches of this organisation's public offers with open needs of others, found with their public summaries only.</summary>
    public static IQueryable<Match> MatchedWith(AppDbContext db, Guid organisation, DateOnly today) => db.Set<Match>().AsNoTracking().Where(m => m.Side == MatchSide.Offer
        && db.Set<ListingPatent>().Any(p => p.ApplicationNo == m.ApplicationNo && db.Set<Listing>().Any(l => l.Id == p.ListingId && l.OwnerId == organisation && l.State == ListingState.Public))
        && db.Set<Need>().Any(n => n.Id == m.NeedId && n.State == NeedState.Open && n.Visibility != NeedVisibility.Private && (n.ExpiresOn == null || n.ExpiresOn >= today) && n.OwnerId != organisation));

    public static bool IsOpen(Need need, DateOnly today) => need.State == NeedState.Open && (need.ExpiresOn is null || need.ExpiresOn >= today);

    private NeedSight Summarised(NeedSight sight, Need need) => sight with
    {
        Title = need.Title,
        Summary = need.Summary,
        Industry = Group(need.Industry),
        Place = Place(need.RegionPath),
        Forms = need.Forms,
    };

    /// <summary>Codes come with the letter of their section or without.</summary>
    private string? Group(string? code) => code?.TrimStart([.. "ABCDEFGHIJKLMNOPQRST"]) is { Length: > 0 } digits ? industries.Find(digits.Length > 3 ? digits[..3] : digits)?.Name.Trim()
        : code is null ? null : industries.Find(code)?.Name;

    private NeedSight Opened(NeedSight sight, Need need, NeedDisclosure given)
    {
        NeedSecrets secrets;
        try
        {
            secrets = seal.Open(need);
        }
        catch (CryptographicException)
        {
            return sight;   // The keys are gone; the owner's page says so.
        }
        if (given.Gives(DisclosedPart.Detail)) sight = sight with { Detail = secrets.Detail };
        return given.Gives(DisclosedPart.Budget) ? sight with { BudgetFrom = secrets.BudgetFrom, BudgetTo = secrets.BudgetTo } : sight;
    }

    private async Task<string?> OwnerAsync(Need need, CancellationToken ct) => need.OwnerId is { } owner
        ? await db.Set<Organisation>().Where(o => o.Id == owner).Select(o => (string?)o.Name).SingleOrDefaultAsync(ct) : null;

    /// <summary>Of a need that belongs to nobody but a person, their name, once they let it be known.</summary>
    private Task<string?> PersonAsync(Need need, CancellationToken ct) => db.Set<Person>().Where(p => p.Id == need.PersonId).Select(p => (string?)p.DisplayName).SingleOrDefaultAsync(ct);

    private string? Place(string path) =>
        path.Split('/', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } codes ? string.Join(' ', codes.Take(2).Select(regions.Find).OfType<string>()) : null;
}
