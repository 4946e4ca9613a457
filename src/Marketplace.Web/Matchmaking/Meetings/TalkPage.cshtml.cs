using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Needs;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Meetings;

/// <summary>One talk, for its two sides.</summary>
[Access(Act.UseAccount)]
public sealed class TalkModel(AppDbContext db, TalkDesk desk, TalkList list, LicenceDesk licences, NeedEyes eyes, Offers offers, TimeProvider time) : AnsweringPage
{
    public Talk Talk { get; private set; } = null!;
    public bool ForHolder { get; private set; }
    public Patent Patent { get; private set; } = null!;
    public string Title => Patent.RemovedAt is null ? Patent.Title : Patent.ApplicationNo;
    public string Other { get; private set; } = "";
    public IReadOnlyList<TalkLine> Lines { get; private set; } = [];

    /// <summary>Of the need, for the holder.</summary>
    public NeedSight? Sight { get; private set; }

    /// <summary>Whether the holder knows who asks, for the asker.</summary>
    public bool Known { get; private set; }
    public LicenceRequest? Licence { get; private set; }
    public IReadOnlyList<OfferForm> Forms { get; private set; } = [];

    [BindProperty(Name = "once")]
    public Guid Once { get; set; }

    [BindProperty(Name = "text")]
    public string? Text { get; set; }

    public IEnumerable<SelectListItem> FormOptions => [new(MeetingTexts.ChooseForm, ""), .. Forms.Select(form => new SelectListItem(ListingWords.Name(form), form.ToString()))];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await ReadAsync(id, ct)) return NotFound();
        Once = Guid.CreateVersion7();
        await desk.ReadAsync(Talk, ForHolder, ct);
        Response.Headers.CacheControl = "private, no-store";
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, List<IFormFile> attachments, CancellationToken ct)
    {
        ModelState.Clear();
        if (Once == Guid.Empty) Once = Guid.CreateVersion7();
        if (!await ReadAsync(id, ct)) return NotFound();
        var sent = await desk.PostAsync(id, new(Once, Text, attachments), ct);
        return sent.Succeeded ? Went($"/talks/{id}#last", MeetingTexts.Sent) : Refused(sent.Failures);
    }

    public async Task<IActionResult> OnPostRevealAsync(Guid id, CancellationToken ct)
    {
        var seen = await desk.RevealAsync(id, ct);
        return seen.Succeeded ? Went($"/talks/{id}", MeetingTexts.Revealed) : NotFound();
    }

    /// <summary>The question goes on as a need: its words into the box of the first page of needs, nothing stored before it is saved there.</summary>
    public async Task<IActionResult> OnPostNeedAsync(Guid id, CancellationToken ct)
    {
        if (!await ReadAsync(id, ct) || ForHolder) return NotFound();
        var now = time.GetUtcNow();
        await db.Set<Talk>().Where(t => t.Id == id && t.BecameNeedAt == null).ExecuteUpdateAsync(set => set.SetProperty(t => t.BecameNeedAt, now), ct);
        return RedirectPreserveMethod("/needs/new");
    }

    public async Task<IActionResult> OnPostLicenceAsync(Guid id, OfferForm? form, string? note, string? agreed, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await ReadAsync(id, ct)) return NotFound();
        var asked = await licences.RequestAsync(id, form, note, agreed == "yes", ct);
        return asked.Succeeded ? Went($"/talks/{id}", MeetingTexts.LicenceAsked) : Refused(asked.Failures);
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await desk.FindAsync(id, ct) is not var (talk, forHolder)) return false;
        (Talk, ForHolder) = (talk, forHolder);
        Patent = await db.Set<Patent>().AsNoTracking().SingleAsync(p => p.ApplicationNo == talk.ApplicationNo, ct);
        Other = await list.OtherAsync(talk, forHolder, ct);
        Lines = await list.LinesAsync(talk, forHolder, ct);
        Licence = await db.Set<LicenceRequest>().AsNoTracking().SingleOrDefaultAsync(r => r.TalkId == id && r.State == LicenceRequestState.Requested, ct);
        Forms = [.. (await offers.OffersOfAll([talk.ApplicationNo], ct))[talk.ApplicationNo].SelectMany(o => o.Forms).Distinct().Order()];
        Known = !talk.Anonymous;
        if (talk.NeedId is { } needId)
        {
            var sight = await eyes.OfAsync(await db.Set<Need>().AsNoTracking().SingleAsync(n => n.Id == needId, ct), talk.HolderId, ct);
            Known = sight.Owner is not null;
            if (forHolder) Sight = sight;
        }
        return true;
    }
}
