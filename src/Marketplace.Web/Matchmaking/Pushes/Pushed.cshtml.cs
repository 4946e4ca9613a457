using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Directory;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Messages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Pushes;

/// <summary>A patent as whoever got it sees it today.</summary>
public sealed record PushedPatent(string ApplicationNo, Patent? Patent, IReadOnlyList<Offer> Offers, string? Industry, PushFeedback? Said)
{
    public string Number => Patent?.Number ?? PatentNumber.Show(ApplicationNo);
}

/// <summary>
/// The patents of one push, for whoever has the link of the message. It shows nothing that is not public, tells nothing of the enterprise but its name, and takes one thing: whether
/// they were of use.
/// </summary>
[Access(Act.CallSigned)]
public sealed class PushedModel(AppDbContext db, Offers offers, Industries industries, UnsubscribeLinks unsubscribe, Actor actor, TimeProvider time) : AnsweringPage
{
    public Push Push { get; private set; } = null!;
    public PushDelivery Delivery { get; private set; } = null!;
    public string? Enterprise { get; private set; }
    public IReadOnlyList<PushedPatent> Patents { get; private set; } = [];

    /// <summary>
    /// Whoever is signed in as the one it was sent to has read it by opening it. Of all others nobody knows: mail servers and chat programs open links before, or
    /// instead of, people, some of them with all the scripts. So a stranger's visit counts only once somebody moves, types or touches on the page.
    /// </summary>
    public bool IsRecipient { get; private set; }

    /// <summary>Of the bureau itself, looking at what it sent: that is no reading.</summary>
    public bool IsSender { get; private set; }
    public bool AsksWhetherRead => Delivery.ReadAt is null && !IsRecipient && !IsSender;

    /// <summary>Null: a group, whose members leave it there.</summary>
    public string? OptOut { get; private set; }

    public async Task<IActionResult> OnGetAsync(string token, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await ReadAsync(token, ct)) return NotFound();
        if (IsRecipient && HttpMethods.IsGet(Request.Method)) await SayReadAsync(ct);
        return Page();
    }

    /// <summary>Sent by the page once somebody moves, types or touches there.</summary>
    public async Task<IActionResult> OnPostReadAsync(string token, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await ReadAsync(token, ct)) return NotFound();
        await SayReadAsync(ct);
        return StatusCode(StatusCodes.Status204NoContent);
    }

    public async Task<IActionResult> OnPostAsync(string token, string? no, bool? useful, PushWhy? why, string? note, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await ReadAsync(token, ct) || Patents.All(p => p.ApplicationNo != no)) return NotFound();
        var text = string.IsNullOrWhiteSpace(note) ? null : note.Trim();
        if (useful is null) return Refused([new Failure("useful_missing", 400, PushTexts.UsefulMissing, "useful-" + no)]);
        if (text?.Length > PushFeedback.NoteMax) return Refused([new Failure("note_too_long", 400, PushTexts.NoteTooLong.Fill(PushFeedback.NoteMax), "note-" + no)]);
        var reason = why is { } w && Enum.IsDefined(w) ? w.ToString() : null;
        await db.Database.ExecuteSqlAsync($"""
            insert into push_feedback (delivery_id, application_no, useful, why, note, at) values ({Delivery.Id}, {no}, {useful.Value}, {reason}, {text}, {time.GetUtcNow()})
            on conflict (delivery_id, application_no) do update set useful = excluded.useful, why = excluded.why, note = excluded.note, at = excluded.at
            """, ct);
        await SayReadAsync(ct);
        return Went($"/pushed/{token}#p{no}", PushTexts.Thanks);
    }

    /// <summary>Read by a person proves that it arrived, whatever the channel told.</summary>
    private async Task SayReadAsync(CancellationToken ct)
    {
        if (Delivery.ReadAt is not null || IsSender) return;
        var now = time.GetUtcNow();
        await db.Set<PushDelivery>().Where(d => d.Id == Delivery.Id && d.ReadAt == null).ExecuteUpdateAsync(set => set.SetProperty(d => d.ReadAt, now), ct);
    }

    private async Task<bool> ReadAsync(string token, CancellationToken ct)
    {
        Response.Headers.CacheControl = "no-store";
        Response.Headers["X-Robots-Tag"] = "noindex";
        Response.Headers["Referrer-Policy"] = "no-referrer";
        if (await db.Set<PushDelivery>().AsNoTracking().SingleOrDefaultAsync(d => d.Token == token && d.QueuedAt != null, ct) is not { } delivery) return false;
        Delivery = delivery;
        Push = await db.Set<Push>().AsNoTracking().SingleAsync(p => p.Id == delivery.PushId, ct);
        var enterprise = await db.Set<Organisation>().Where(o => o.Uscc == delivery.Uscc).Select(o => new { o.Id, o.Name }).SingleOrDefaultAsync(ct);
        Enterprise = enterprise?.Name;
        IsSender = actor.All.Any(grant => grant.OrganisationId == Push.BureauId);
        IsRecipient = (delivery.PersonId is { } person && person == actor.PersonId) || actor.All.Any(grant => grant.OrganisationId == enterprise?.Id);
        var code = await db.Set<DirectoryEntry>().Where(e => e.Uscc == delivery.Uscc).Select(e => e.Industry).SingleOrDefaultAsync(ct);
        var rows = await (from p in db.Set<PushDeliveryPatent>()
                          where p.DeliveryId == delivery.Id
                          join t in db.Set<Patent>().Where(t => t.RemovedAt == null) on p.ApplicationNo equals t.ApplicationNo into known
                          from t in known.DefaultIfEmpty()
                          orderby p.Place
                          select new { p.ApplicationNo, Patent = t }).AsNoTracking().ToListAsync(ct);
        var said = await db.Set<PushFeedback>().AsNoTracking().Where(f => f.DeliveryId == delivery.Id).ToDictionaryAsync(f => f.ApplicationNo, StringComparer.Ordinal, ct);
        var shown = new List<PushedPatent>();
        foreach (var row in rows)
            shown.Add(new(row.ApplicationNo, row.Patent, row.Patent is null ? [] : await offers.OffersOf(row.ApplicationNo, ct), row.Patent is null ? null : Shared(code, row.Patent.Ipc), said.GetValueOrDefault(row.ApplicationNo)));
        Patents = shown;
        if (delivery.Uscc is not null) OptOut = "/messages/unsubscribe/" + unsubscribe.Token(PushMessages.KeyOf(delivery), MessagePurpose.Pushes.Key, Enum.Parse<MessageChannel>(delivery.Channel.ToString()));
        return true;
    }

    /// <summary>The industry that the enterprise and the patent's classes have in common, to the division.</summary>
    private string? Shared(string? code, string[] ipc)
    {
        var digits = code?.TrimStart([.. "ABCDEFGHIJKLMNOPQRST"]);
        if (digits is not { Length: >= 2 }) return null;
        return industries.Suggest(ipc).Any(pair => pair.Industry.Code.StartsWith(digits[..2], StringComparison.Ordinal)) ? industries.Find(digits[..2])?.Name : null;
    }
}
