using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Matchmaking.Meetings;

/// <summary>咨询: a question about an offer, to whoever answers for it.</summary>
[Access(Act.UseAccount)]
public sealed class AskModel(Answerers answerers, TalkDesk desk, ReplyRecord replies, Actor actor) : AnsweringPage
{
    public Answerer Answerer { get; private set; } = null!;
    public ReplyFigures? Reply { get; private set; }

    [BindProperty(SupportsGet = true, Name = "no")]
    public string? No { get; set; }

    [BindProperty(SupportsGet = true, Name = "listing")]
    public Guid? Listing { get; set; }

    [BindProperty(Name = "once")]
    public Guid Once { get; set; }

    [BindProperty(Name = "text")]
    public string? Text { get; set; }

    [BindProperty(Name = "seen")]
    public string? Seen { get; set; }

    public bool ForOrganisation => actor.ActingFor is not null;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        if (actor.PersonId is null || !await ReadAsync(ct)) return NotFound();
        Once = Guid.CreateVersion7();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(List<IFormFile> attachments, CancellationToken ct)
    {
        ModelState.Clear();
        if (actor.PersonId is null || !await ReadAsync(ct)) return NotFound();
        if (Once == Guid.Empty) Once = Guid.CreateVersion7();
        var asked = await desk.AskAsync(No!, Listing, Seen != "yes", new(Once, Text, attachments), ct);
        if (asked.Succeeded) return Went("/talks/" + asked.Value.Id, MeetingTexts.Asked);
        return Refused([.. asked.Failures.Select(f => f.Field == "files" ? f with { Field = "attachments" } : f)]);
    }

    private async Task<bool> ReadAsync(CancellationToken ct)
    {
        if (await answerers.FindAsync(No ?? "", Listing, ct) is not { } found) return false;
        Answerer = found;
        if (found.Offer.OwnerId is { } holder) Reply = await replies.OfAsync(holder, ct);
        return true;
    }
}
