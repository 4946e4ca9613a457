using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Data;
using Marketplace.Web.Needs;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Delegations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Meetings;

/// <summary>许可意向: from a talk to a request for a licence. Whoever wants a licence is seen: nobody licenses to a pseudonym.</summary>
public sealed class LicenceDesk(AppDbContext db, Actor actor, Answerers answerers, Offers offers, DisclosureDesk disclosures, DelegationCheck delegation, MeetingNotices notices, AuditLog audit, TimeProvider time)
{
    public async Task<Outcome<LicenceRequest>> RequestAsync(Guid talkId, OfferForm? form, string? note, bool agreed, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select 1 from talks where id = {talkId} for update", ct);
        var talk = await db.Set<Talk>().SingleOrDefaultAsync(t => t.Id == talkId, ct);
        if (talk is null || answerers.SideOf(talk) is not false) return Failures.OfStatus(404);
        if (await db.Set<LicenceRequest>().AsNoTracking().SingleOrDefaultAsync(r => r.TalkId == talkId && r.State == LicenceRequestState.Requested, ct) is { } earlier) return earlier;
        if (talk.AskerId is not { } asker) return new Failure("organisation_needed", 409, MeetingTexts.OrganisationNeeded);
        var offered = (await offers.OffersOfAll([talk.ApplicationNo], ct))[talk.ApplicationNo].ToList();
        var offer = offered.Find(o => o.ListingId == talk.ListingId) ?? offered.FirstOrDefault();
        if (offer is null) return new Failure("not_offered", 409, MeetingTexts.NotOffered);
        if (form is not { } wanted || !offered.Exists(o => o.Forms.Contains(wanted))) return new Failure("form_missing", 400, MeetingTexts.FormMissing, "form");
        if (!agreed) return new Failure("seen_missing", 400, MeetingTexts.SeenMissing, "agreed");
        if (note?.Trim().Length > Introduction.NoteMax) return new Failure("note_too_long", 400, MeetingTexts.NoteTooLong.Fill(Introduction.NoteMax), "note");
        if (await delegation.RefuseAsync(db, Act.KeepNeeds, asker, null, ct) is { } ended) return ended;
        if (talk.NeedId is { } needId)
        {
            var need = await db.Set<Need>().AsNoTracking().SingleAsync(n => n.Id == needId, ct);
            await disclosures.GiveAsync(need, talk.HolderId, [DisclosedPart.Identity], add: true, ct);
        }
        else talk.Anonymous = false;
        var request = new LicenceRequest
        {
            TalkId = talkId,
            NeedId = talk.NeedId,
            ApplicationNo = talk.ApplicationNo,
            ListingId = offer.ListingId,
            HolderId = talk.HolderId,
            AskerId = asker,
            Form = wanted,
            Note = string.IsNullOrWhiteSpace(note) ? null : note.Trim(),
            State = LicenceRequestState.Requested,
            PersonId = actor.PersonId,
            At = time.GetUtcNow(),
        };
        db.Add(request);
        audit.Record(db, "licence.requested", $"licence-request:{request.Id}", new { talk = talkId, patent = talk.ApplicationNo, holder = talk.HolderId, form = wanted.ToString() });
        await db.SaveChangesAsync(ct);
        await notices.AddWorkAsync(db, MeetingNotices.Licence, request.Id, talk.HolderId, talk.ApplicationNo, $"/talks/{talkId}", null, ct);
        await notices.TellTalkAsync(db, talk, holder: true, MeetingNotices.MailLicence, $"meeting.licence:{request.Id}", ct);
        await transaction.CommitAsync(ct);
        return request;
    }
}
