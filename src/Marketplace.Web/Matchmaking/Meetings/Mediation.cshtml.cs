using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Matchmaking.Matches;
using Marketplace.Web.Needs;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Meetings;

/// <summary>撮合: needs of the region that nobody answers, what is wanted and not offered, questions without an answer.</summary>
[Access(Act.Mediate)]
public sealed class MediationModel(SupplyGaps gaps, Funnel funnel, Actor actor, AccessCheck access) : AnsweringPage
{
    public const int PageSize = 20;

    public IReadOnlyList<LonelyNeed> Needs { get; private set; } = [];
    public int? Hidden { get; private set; }
    public Guid? Next { get; private set; }
    public bool Later { get; private set; }
    public IReadOnlyList<SupplyGap> Gaps { get; private set; } = [];
    public IReadOnlyList<UnansweredQuestion> Unanswered { get; private set; } = [];
    public IReadOnlyList<FunnelStep> Steps { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid? after, CancellationToken ct)
    {
        ModelState.Clear();
        if (actor.Grants is not [{ RegionPath: { Length: > 0 } region }, ..] || !access.May(Act.Mediate, new(RegionPath: region))) return NotFound();
        (Needs, var more, Hidden) = await gaps.LonelyAsync(region, after, PageSize, ct);
        Later = after is not null;
        if (more) Next = Needs[^1].Sight.NeedId;
        Gaps = await gaps.ByChainAsync(region, ct);
        Unanswered = await gaps.UnansweredAsync(region, 100, ct);
        Steps = await funnel.OfAsync(region, ct);
        return Page();
    }

    /// <summary>One or two are not told.</summary>
    public static string Few(int? count) => count is { } number ? number.ToString("#,0", System.Globalization.CultureInfo.InvariantCulture) : MeetingTexts.Few;
}

/// <summary>A holder that could answer a need.</summary>
public sealed record MediationOffer(string ApplicationNo, string Patent, double? Score, string Holder, string? Uscc, string Place, bool Outside, Introduction? Introduction);

/// <summary>One need of the region, by its public part, with holders that could answer it, those from outside the region too.</summary>
[Access(Act.Mediate)]
public sealed class MediationNeedModel(AppDbContext db, NeedEyes eyes, IntroductionDesk desk, Offers offers, RegionNames regions, Actor actor, AccessCheck access, TimeProvider time) : AnsweringPage
{
    /// <summary>As many as one reads before one calls.</summary>
    private const int Most = 20;

    public NeedSight Sight { get; private set; } = null!;
    public IReadOnlyList<MediationOffer> Rows { get; private set; } = [];
    public string Address => "/mediation/needs/" + Uri.EscapeDataString(Sight.Pseudonym);

    [BindProperty(Name = "no")]
    public string? No { get; set; }

    [BindProperty(Name = "note")]
    public string? Note { get; set; }

    public async Task<IActionResult> OnGetAsync(string pseudonym, CancellationToken ct)
    {
        ModelState.Clear();
        return await ReadAsync(pseudonym, ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostProposeAsync(string pseudonym, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await ReadAsync(pseudonym, ct)) return NotFound();
        var proposed = await desk.ProposeAsync(pseudonym, No, Note, ct);
        return proposed.Succeeded ? Went("/introductions/" + proposed.Value.Id, MeetingTexts.Proposed) : Refused(proposed.Failures);
    }

    private async Task<bool> ReadAsync(string pseudonym, CancellationToken ct)
    {
        var need = await db.Set<Need>().AsNoTracking().SingleOrDefaultAsync(n => n.Pseudonym == pseudonym, ct);
        // One that is shown to nobody, or is not open, answers as if it were not there.
        if (need is null || need.Visibility == NeedVisibility.Private || !NeedEyes.IsOpen(need, Dates.Today(time)) || !access.May(Act.Mediate, new(RegionPath: need.RegionPath))) return false;
        Sight = await eyes.PublicAsync(need, ct);
        var region = actor.Grants[0].RegionPath;
        var matches = await (from m in db.Set<Match>().AsNoTracking()
                             join p in db.Set<Patent>() on m.ApplicationNo equals p.ApplicationNo
                             where m.Side == MatchSide.Offer && m.NeedId == need.Id && p.RemovedAt == null
                             orderby m.Score descending, m.InputsHash, m.ApplicationNo
                             select new { m.ApplicationNo, m.Score, p.Title }).Take(Most).ToListAsync(ct);
        var offered = await offers.OffersOfAll([.. matches.Select(m => m.ApplicationNo)], ct);
        var asked = (await db.Set<Introduction>().AsNoTracking().Where(i => i.NeedId == need.Id && i.BureauId == actor.ActingFor).OrderByDescending(i => i.AskedAt).ThenBy(i => i.Id).ToListAsync(ct))
            .ToLookup(i => i.ApplicationNo, StringComparer.Ordinal);
        Rows = [.. from m in matches
                   let offer = offered[m.ApplicationNo].FirstOrDefault()
                   where offer is not null
                   select new MediationOffer(m.ApplicationNo, m.Title, m.Score, offer.Owner ?? MeetingTexts.GazetteHolder, offer.OwnerUscc, Place(offer.RegionPath), !offer.RegionPath.StartsWith(region, StringComparison.Ordinal), asked[m.ApplicationNo].FirstOrDefault())];
        return true;
    }

    private string Place(string path) => string.Join(' ', path.Split('/', StringSplitOptions.RemoveEmptyEntries).Take(2).Select(regions.Find).OfType<string>());
}
