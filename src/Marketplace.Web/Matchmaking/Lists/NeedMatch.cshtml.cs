using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Matchmaking.Matches;
using Marketplace.Web.Matchmaking.Meetings;
using Marketplace.Web.Needs;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Matchmaking.Lists;

/// <summary>One match of a need: all reasons, the answers, and the way to its holder.</summary>
[Access(Act.KeepNeeds)]
public sealed class NeedMatchModel(OwnMatches matches, AnswerDesk answers, IntroductionDesk introductions, ReplyRecord replies, MatchLog log) : AnsweringPage
{
    public Need Need { get; private set; } = null!;
    public OwnMatch Row { get; private set; } = null!;
    public ReplyFigures? Reply { get; private set; }

    [BindProperty(Name = "once")]
    public Guid Once { get; set; }

    [BindProperty(Name = "text")]
    public string? Text { get; set; }

    [BindProperty(Name = "seen")]
    public string? Seen { get; set; }

    public Offer? Offer => Row.Offers.Count > 0 ? Row.Offers[0] : null;
    public bool MayContact => Offer is { } offer && offer.OwnerId != (Need.OwnerId ?? Guid.Empty) && Need.State is NeedState.Open or NeedState.Paused;
    public string Address => $"/needs/{Need.Id}/matches/{Row.Match.ApplicationNo}";

    public async Task<IActionResult> OnGetAsync(Guid id, string no, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await ReadAsync(id, no, ct)) return NotFound();
        Once = Guid.CreateVersion7();
        await log.WriteAsync(MatchMoment.Opened, Need.OwnerId, [(Row.Match, Row.Rank)], ct);
        return Page();
    }

    public async Task<IActionResult> OnPostContactAsync(Guid id, string no, List<IFormFile> attachments, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await ReadAsync(id, no, ct)) return NotFound();
        if (Once == Guid.Empty) Once = Guid.CreateVersion7();
        var talk = await introductions.ContactAsync(id, no, Offer?.ListingId, Seen == "yes", new(Once, Text, attachments), ct);
        return talk.Succeeded ? Went($"/talks/{talk.Value.Id}", MeetingTexts.Contacted) : Refused(talk.Failures);
    }

    public async Task<IActionResult> OnPostAnswerAsync(Guid id, string no, Verdict? answer, WhyNot? why, string? words, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await ReadAsync(id, no, ct)) return NotFound();
        var said = await answers.AnswerAsync(MatchSide.Need, id, no, Need.OwnerId, new(answer, why, words), ct);
        return said.Succeeded ? Went(Address, answer switch { Verdict.Interested => MatchListTexts.SaidInterested, Verdict.Later => MatchListTexts.SaidLater, _ => MatchListTexts.SaidNotFitting }) : Refused(said.Failures);
    }

    public async Task<IActionResult> OnPostTakeBackAsync(Guid id, string no, CancellationToken ct)
    {
        if (!await ReadAsync(id, no, ct)) return NotFound();
        await answers.TakeBackAsync(MatchSide.Need, id, no, Need.OwnerId, ct);
        return Went(Address, MatchListTexts.TakenBack);
    }

    private async Task<bool> ReadAsync(Guid id, string no, CancellationToken ct)
    {
        if (await matches.FindAsync(id, ct) is not { } need) return false;
        if ((await matches.ListAsync(need, ct)).FirstOrDefault(row => row.Match.ApplicationNo == no) is not { } found) return false;
        (Need, Row) = (need, found);
        if (Offer?.OwnerId is { } holder) Reply = await replies.OfAsync(holder, ct);
        return true;
    }
}
