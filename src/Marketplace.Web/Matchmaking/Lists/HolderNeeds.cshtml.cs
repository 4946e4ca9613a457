using Marketplace.Web.Matchmaking.Matches;
using Marketplace.Web.Matchmaking.Meetings;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Marketplace.Web.Matchmaking.Lists;

/// <summary>Open needs that the offers of the organisation acted for answer, under pseudonyms.</summary>
[Access(Act.AnswerNeeds)]
public sealed class HolderNeedsModel(HolderMatches matches, MatchLog log, Actor actor, AccessCheck access) : AnsweringPage
{
    public const int PageSize = 10;

    public HolderFilter Filter { get; private set; } = new();
    public IReadOnlyList<HolderGroup> Groups { get; private set; } = [];
    public (int Needs, int Patents) Total { get; private set; }
    public string? Next { get; private set; }

    [BindProperty(SupportsGet = true)]
    public int From { get; set; } = 1;

    public static IEnumerable<SelectListItem> Bys => [new(MatchListTexts.ByNeed, ""), new(MatchListTexts.ByPatent, "patent")];

    public static IEnumerable<SelectListItem> Shows =>
        [new(MatchListTexts.ShowOpen, ""), new(MatchListTexts.VerdictInterested, "interested"), new(MatchListTexts.VerdictLater, "later"), new(MatchListTexts.VerdictNotFitting, "dismissed")];

    public async Task<IActionResult> OnGetAsync([FromQuery] HolderFilter filter, string? after, CancellationToken ct)
    {
        ModelState.Clear();
        if (actor.ActingFor is not { } own || !access.May(Act.AnswerNeeds, new(own))) return NotFound();
        Filter = filter;
        if (after is null) From = 1;
        Total = await matches.CountAsync(own, filter, ct);
        (Groups, var next) = await matches.ListAsync(own, filter, after, PageSize, ct);
        if (next is not null) Next = filter.Address("/portfolio/needs", next, Math.Clamp(From, 1, 1_000_000) + PageSize);
        await log.WriteAsync(MatchMoment.Shown, own, [.. Groups.SelectMany((group, i) => group.Rows.Select(row => (row.Match, From + i)))], ct);
        return Page();
    }
}

/// <summary>One need, as far as this holder may see it: why its offers answer it, and what can be said to that.</summary>
[Access(Act.AnswerNeeds)]
public sealed class HolderNeedModel(
    HolderMatches matches, NeedEyes eyes, AnswerDesk answers, IntroductionDesk introductions, DisclosureDesk disclosures, MatchLog log, Actor actor, AccessCheck access) : AnsweringPage
{
    public NeedSight Sight { get; private set; } = null!;
    public IReadOnlyList<HolderMatch> Rows { get; private set; } = [];
    public string Address => "/portfolio/needs/" + Uri.EscapeDataString(Sight.Pseudonym);

    [BindProperty(Name = "note")]
    public string? Note { get; set; }

    public async Task<IActionResult> OnGetAsync(string pseudonym, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await ReadAsync(pseudonym, ct)) return NotFound();
        await disclosures.SeenAsync(Sight, ct);
        if (Sight.Disclosure is not null) Response.Headers.CacheControl = "private, no-store";
        await log.WriteAsync(MatchMoment.Opened, actor.ActingFor, [.. Rows.Select(row => (row.Match, row.Rank))], ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAnswerAsync(string pseudonym, string? no, Verdict? answer, WhyNot? why, string? words, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await ReadAsync(pseudonym, ct) || Rows.All(row => row.Match.ApplicationNo != no)) return NotFound();
        // Interest is a request for an introduction, by its own form.
        if (answer == Verdict.Interested) return NotFound();
        var said = await answers.AnswerAsync(MatchSide.Offer, Sight.NeedId, no!, actor.ActingFor!.Value, new(answer, why, words), ct);
        return said.Succeeded ? Went(Address, answer == Verdict.Later ? MatchListTexts.SaidLater : MatchListTexts.SaidNotFitting) : Refused(said.Failures);
    }

    public async Task<IActionResult> OnPostTakeBackAsync(string pseudonym, string? no, CancellationToken ct)
    {
        if (!await ReadAsync(pseudonym, ct)) return NotFound();
        await answers.TakeBackAsync(MatchSide.Offer, Sight.NeedId, no ?? "", actor.ActingFor!.Value, ct);
        return Went(Address, MatchListTexts.TakenBack);
    }

    public async Task<IActionResult> OnPostAskAsync(string pseudonym, string? no, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await ReadAsync(pseudonym, ct)) return NotFound();
        var asked = await introductions.RequestAsync(pseudonym, no ?? "", Note, ct);
        return asked.Succeeded ? Went("/introductions/" + asked.Value.Id, MeetingTexts.Requested) : Refused(asked.Failures);
    }

    public async Task<IActionResult> OnPostAcceptAsync(string pseudonym, string? hash, string? agreed, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await ReadAsync(pseudonym, ct)) return NotFound();
        if (agreed != "yes") return this.Refuse(new Platform.Errors.Failure("nda_not_agreed", 400, MeetingTexts.NdaNotAgreed, "agreed"));
        var accepted = await disclosures.AcceptAsync(pseudonym, hash, ct);
        return accepted.Succeeded ? Went(Address, MeetingTexts.NdaAccepted) : Refused(accepted.Failures);
    }

    private async Task<bool> ReadAsync(string pseudonym, CancellationToken ct)
    {
        if (actor.ActingFor is not { } own || !access.May(Act.AnswerNeeds, new(own)) || await eyes.FindAsync(pseudonym, own, ct) is not { } need) return false;
        Sight = await eyes.OfAsync(need, own, ct);
        Rows = await matches.OfNeedAsync(own, need.Id, ct);
        return true;
    }
}
