using Marketplace.Web.Data;
using Marketplace.Web.Needs;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Delegations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Matchmaking.Meetings;

/// <param name="Once">The form's own number: sent twice it is one message.</param>
/// <param name="Text">What is written.</param>
/// <param name="Files">What goes with it.</param>
public sealed record NewMessage(Guid Once, string? Text, IReadOnlyList<IFormFile> Files);

/// <summary>Questions and answers. Each step in one transaction: message, files, clock, work, notice, audit.</summary>
public sealed class TalkDesk(
    AppDbContext db, Actor actor, Answerers answerers, DelegationCheck delegation, FileStore files, AuditLog audit, MeetingNotices notices, Workdays workdays, IOptions<MeetingOptions> options, TimeProvider time)
{
    /// <summary>Null when there is none, or none for this reader.</summary>
    public async Task<(Talk Talk, bool ForHolder)?> FindAsync(Guid id, CancellationToken ct) =>
        await db.Set<Talk>().AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, ct) is { } talk && answerers.SideOf(talk) is { } side ? (talk, side) : null;

    /// <summary>咨询: a question to whoever answers for an offer.</summary>
    public async Task<Outcome<Talk>> AskAsync(string no, Guid? listing, bool anonymous, NewMessage given, CancellationToken ct)
    {
        if (await db.Set<TalkMessage>().AsNoTracking().SingleOrDefaultAsync(m => m.Id == given.Once, ct) is { } sent)
            return await FindAsync(sent.TalkId, ct) is { } there ? there.Talk : Failures.OfStatus(404);
        if (await answerers.FindAsync(no, listing, ct) is not { } answerer) return Failures.OfStatus(404);
        var asker = actor.ActingFor is { } own && answerers.AsksFor(Draft(no, answerer, own, anonymous)) ? own : (Guid?)null;
        if (asker == answerer.Organisation.Id || actor.ActingFor == answerer.Organisation.Id) return new Failure("own_offer", 409, MeetingTexts.OwnOffer);
        var (me, since) = (actor.Id, time.GetUtcNow().AddDays(-1));
        if (await db.Set<Talk>().CountAsync(t => t.NeedId == null && t.AskerPersonId == me && t.CreatedAt > since, ct) >= options.Value.QuestionsADay)
            return new Failure("questions_full", 409, MeetingTexts.QuestionsFull.Fill(options.Value.QuestionsADay));
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (asker is { } lender && await delegation.RefuseAsync(db, Act.KeepNeeds, lender, null, ct) is { } ended) return ended;
        var talk = Draft(no, answerer, asker, anonymous);
        db.Add(talk);
        var failures = await AddAsync(talk, fromHolder: false, given, ct);
        if (failures.Count > 0) return db.Dropped(failures);
        audit.Record(db, "talk.asked", $"talk:{talk.Id}", new { patent = no, holder = talk.HolderId });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return talk;
    }

    public async Task<Outcome<Talk>> PostAsync(Guid id, NewMessage given, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select 1 from talks where id = {id} for update", ct);
        var talk = await db.Set<Talk>().SingleOrDefaultAsync(t => t.Id == id, ct);
        if (talk is null || answerers.SideOf(talk) is not { } forHolder) return Failures.OfStatus(404);
        if (await db.Set<TalkMessage>().AnyAsync(m => m.Id == given.Once && m.TalkId == id, ct)) return talk;
        var lender = forHolder ? talk.HolderId : talk.AskerId;
        if (lender is { } own && await delegation.RefuseAsync(db, forHolder ? Act.AnswerNeeds : Act.KeepNeeds, own, null, ct) is { } ended) return ended;
        var failures = await AddAsync(talk, forHolder, given, ct);
        if (failures.Count > 0) return db.Dropped(failures);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return talk;
    }

    /// <summary>The asker of a question lets the holder know who it is.</summary>
    public async Task<Outcome<Talk>> RevealAsync(Guid id, CancellationToken ct)
    {
        var talk = await db.Set<Talk>().SingleOrDefaultAsync(t => t.Id == id, ct);
        if (talk is null || answerers.SideOf(talk) is not false || talk.NeedId is not null) return Failures.OfStatus(404);
        if (!talk.Anonymous) return talk;
        talk.Anonymous = false;
        audit.Record(db, "talk.revealed", $"talk:{id}");
        await db.SaveChangesAsync(ct);
        return talk;
    }

    public async Task ReadAsync(Talk talk, bool forHolder, CancellationToken ct)
    {
        if (actor.PersonId is not { } me) return;
        await db.Database.ExecuteSqlAsync($"""
            insert into talk_reads (talk_id, person_id, for_holder, at) values ({talk.Id}, {me}, {forHolder}, {time.GetUtcNow()})
            on conflict (talk_id, person_id, for_holder) do update set at = excluded.at
            """, ct);
    }

    /// <summary>The talk of a need with a holder about a patent: the one that is there, or a new one. Part of the caller's transaction.</summary>
    internal async Task<Talk> OpenAsync(Need need, string no, Guid holder, Guid? listing, CancellationToken ct)
    {
        if (await db.Set<Talk>().SingleOrDefaultAsync(t => t.NeedId == need.Id && t.ApplicationNo == no && t.HolderId == holder, ct) is { } there) return there;
        var now = time.GetUtcNow();
        var talk = new Talk
        {
            NeedId = need.Id,
            ApplicationNo = no,
            HolderId = holder,
            ListingId = listing,
            AskerId = need.OwnerId,
            AskerPersonId = need.PersonId,
            Anonymous = true,
            Alias = need.Pseudonym,
            CreatedAt = now,
            LastAt = now,
        };
        db.Add(talk);
        return talk;
    }

    /// <summary>Part of the caller's transaction.</summary>
    internal async Task<List<Failure>> AddAsync(Talk talk, bool fromHolder, NewMessage given, CancellationToken ct)
    {
        var text = given.Text?.Trim().ReplaceLineEndings("\n") ?? "";
        var failures = new List<Failure>();
        if (text.Length == 0) failures.Add(new("text_missing", 400, MeetingTexts.TextMissing, "text"));
        if (text.Length > TalkMessage.TextMax) failures.Add(new("text_too_long", 400, MeetingTexts.TextTooLong.Fill(TalkMessage.TextMax, text.Length), "text"));
        if (given.Files.Count > files.Limits.MaxFilesAtOnce) failures.Add(Failures.TooManyFiles(files.Limits.MaxFilesAtOnce));
        if (failures.Count > 0) return failures;
        var now = time.GetUtcNow();
        var message = new TalkMessage { Id = given.Once == Guid.Empty ? Guid.CreateVersion7() : given.Once, TalkId = talk.Id, FromHolder = fromHolder, PersonId = actor.PersonId, Text = text, At = now };
        foreach (var upload in given.Files)
        {
            var added = await files.AddAsync(db, upload, $"{TalkFiles.Subject}:{message.Id}", ct);
            if (!added.Succeeded) failures.AddRange(added.Failures);
        }
        if (failures.Count > 0) return failures;
        // One notice until it is read, and one a day however long it is not.
        var read = await db.Set<TalkRead>().Where(r => r.TalkId == talk.Id && r.ForHolder != fromHolder).MaxAsync(r => (DateTimeOffset?)r.At, ct);
        var unread = await db.Set<TalkMessage>().Where(m => m.TalkId == talk.Id && m.FromHolder == fromHolder && (read == null || m.At > read)).MinAsync(m => (DateTimeOffset?)m.At, ct) ?? now;
        db.Add(message);
        talk.LastAt = now;
        if (fromHolder) await AnsweredAsync(talk, now, ct);
        else Asked(talk, now);
        await db.SaveChangesAsync(ct);
        if (!fromHolder && talk.DueOn is { } due) await notices.AddWorkAsync(db, MeetingNotices.Answer, talk.Id, talk.HolderId, talk.ApplicationNo, $"/talks/{talk.Id}", due, ct);
        await notices.TellTalkAsync(db, talk, !fromHolder, MeetingNotices.MailTalk, $"meeting.talk:{talk.Id}:{unread.ToUnixTimeMilliseconds()}:{Dates.InTable(Dates.Day(now))}", ct);
        return [];
    }

    private void Asked(Talk talk, DateTimeOffset now)
    {
        if (talk.WaitingSince is not null) return;
        (talk.WaitingSince, talk.DueOn, talk.RemindedAt, talk.EscalatedAt) = (now, workdays.After(Dates.Day(now), options.Value.ReplyWorkdays), null, null);
        talk.FirstAskedAt ??= now;
        talk.FirstDueOn ??= talk.DueOn;
    }

    private async Task AnsweredAsync(Talk talk, DateTimeOffset now, CancellationToken ct)
    {
        if (talk.WaitingSince is null) return;
        (talk.WaitingSince, talk.DueOn) = (null, null);
        talk.FirstReplyAt ??= now;
        await notices.DoneAsync(db, MeetingNotices.Answer, talk.Id, actor.PersonId, ct);
        await notices.DoneAsync(db, MeetingNotices.Unanswered, talk.Id, actor.PersonId, ct);
    }

    private Talk Draft(string no, Answerer answerer, Guid? asker, bool anonymous)
    {
        var now = time.GetUtcNow();
        return new()
        {
            ApplicationNo = no,
            ListingId = answerer.Offer.ListingId,
            HolderId = answerer.Organisation.Id,
            AskerId = asker,
            AskerPersonId = actor.PersonId,
            // Somebody who acts for nobody has only their own name, which is nobody's business yet.
            Anonymous = anonymous || asker is null,
            Alias = "Z" + SpokenCode.New(5),
            CreatedAt = now,
            LastAt = now,
        };
    }
}
