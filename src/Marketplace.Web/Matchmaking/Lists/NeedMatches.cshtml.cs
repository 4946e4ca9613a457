using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Matchmaking.Matches;
using Marketplace.Web.Needs;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Marketplace.Web.Matchmaking.Lists;

/// <summary>What answers a need, for its owner: with reasons, and three things to say about each.</summary>
[Access(Act.KeepNeeds)]
public sealed class NeedMatchesModel(OwnMatches matches, AnswerDesk answers, MatchLog log) : AnsweringPage
{
    public const int PageSize = 10;

    public Need Need { get; private set; } = null!;
    public MatchFilter Filter { get; private set; } = new();
    public IReadOnlyList<OwnMatch> All { get; private set; } = [];
    public IReadOnlyList<OwnMatch> Rows { get; private set; } = [];
    public int Total { get; private set; }
    public int From { get; private set; } = 1;
    public string? Next { get; private set; }

    /// <summary>Changed a moment ago and not yet compared with what is offered.</summary>
    public bool Coming { get; private set; }
    public IReadOnlyList<string> Missing { get; private set; } = [];

    /// <summary>Patent, answer, why and words of what was said before, to say it again.</summary>
    [TempData]
    public string[]? Before { get; set; }

    public string Address => $"/needs/{Need.Id}/matches";

    public IEnumerable<SelectListItem> Shows =>
        new[] { ("", MatchListTexts.ShowOpen), ("interested", MatchListTexts.VerdictInterested), ("later", MatchListTexts.VerdictLater), ("dismissed", MatchListTexts.VerdictNotFitting) }
            .Select(show => new SelectListItem($"{show.Item2} ({All.Count(row => (Filter with { Show = show.Item1 }).FitsShow(row.Answer))})", show.Item1));

    public IEnumerable<SelectListItem> Forms => [new(MatchListTexts.Any, ""), .. All.SelectMany(row => row.Offers).SelectMany(o => o.Forms).Distinct().Order().Select(form => new SelectListItem(ListingWords.Name(form), form.ToString()))];

    public static IEnumerable<SelectListItem> Nears => [new(MatchListTexts.Any, ""), new(MatchListTexts.NearYes, "yes")];

    public async Task<IActionResult> OnGetAsync(Guid id, [FromQuery] MatchFilter filter, string? after, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await ReadAsync(id, filter, after, ct)) return NotFound();
        // It comes by itself; whoever has no script sees it all the same.
        if (Coming)
        {
            Response.Headers["Refresh"] = "2";
            TempData.Keep(nameof(Done));
        }
        await log.WriteAsync(MatchMoment.Shown, Need.OwnerId, [.. Rows.Select(row => (row.Match, row.Rank))], ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAnswerAsync(Guid id, string? no, Verdict? answer, WhyNot? why, string? words, string? back, CancellationToken ct)
    {
        ModelState.Clear();
        if (await matches.FindAsync(id, ct) is not { } need) return NotFound();
        var before = await answers.SaidAsync(MatchSide.Need, id, no ?? "", need.OwnerId, ct);
        var said = await answers.AnswerAsync(MatchSide.Need, id, no ?? "", need.OwnerId, new(answer, why, words), ct);
        if (!said.Succeeded)
        {
            if (said.Failures[0].Status == StatusCodes.Status404NotFound || !await ReadAsync(id, new(), null, ct)) return NotFound();
            return this.Refuse(said.Failures);
        }
        Before = [no!, before?.Answer.ToString() ?? "", before?.Why?.ToString() ?? "", before?.Words ?? ""];
        if (answer == Verdict.Interested) return Went($"/needs/{id}/matches/{no}#contact", MatchListTexts.SaidInterested);
        return Went(Url.IsLocalUrl(back) ? back : $"/needs/{id}/matches", answer == Verdict.Later ? MatchListTexts.SaidLater : MatchListTexts.SaidNotFitting);
    }

    public async Task<IActionResult> OnPostTakeBackAsync(Guid id, string? no, string? back, CancellationToken ct)
    {
        if (await matches.FindAsync(id, ct) is not { } need) return NotFound();
        await answers.TakeBackAsync(MatchSide.Need, id, no ?? "", need.OwnerId, ct);
        return Went(Url.IsLocalUrl(back) ? back : $"/needs/{id}/matches", MatchListTexts.TakenBack);
    }

    private async Task<bool> ReadAsync(Guid id, MatchFilter filter, string? after, CancellationToken ct)
    {
        if (await matches.FindAsync(id, ct) is not { } need) return false;
        (Need, Filter) = (need, filter);
        // Asked first: what is written between the two questions would otherwise be neither here nor on its way.
        var coming = await matches.IsComingAsync(id, ct);
        All = await matches.ListAsync(need, ct);
        Coming = coming && All.Count == 0;
        Missing = OwnMatches.Missing(need);
        var fitting = All.Where(row => filter.Fits(row, need)).ToList();
        Total = fitting.Count;
        var start = after is null ? 0 : fitting.FindIndex(row => row.Match.ApplicationNo == after) + 1;
        From = start + 1;
        Rows = [.. fitting.Skip(start).Take(PageSize)];
        if (start + Rows.Count < Total) Next = filter.Address(Address, Rows[^1].Match.ApplicationNo);
        return true;
    }
}
