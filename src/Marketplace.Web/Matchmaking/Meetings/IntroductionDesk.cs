using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Matchmaking.Lists;
using Marketplace.Web.Matchmaking.Matches;
using Marketplace.Web.Needs;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Delegations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Matchmaking.Meetings;

/// <summary>Brings the two sides of a match together: the owner turns to a holder, a holder asks, or a bureau proposes. One at a time for each need, so that two clicks make one.</summary>
public sealed class IntroductionDesk(
    AppDbContext db, Actor actor, AccessCheck access, DelegationCheck delegation, Answerers answerers, TalkDesk talks, AnswerDesk answers, DisclosureDesk disclosures, MatchLog log,
    MeetingNotices notices, AuditLog audit, IOptions<MeetingOptions> options, TimeProvider time)
{
    /// <summary>How soon a holder may ask again after a no: three months.</summary>
    private const int AgainDays = 90;

    private Guid? By => actor.PersonId ?? actor.ClientId;

    /// <summary>联系权利人: the owner writes to the holder, seen or under the need's pseudonym; the talk is open at once.</summary>
    public async Task<Outcome<Talk>> ContactAsync(Guid needId, string no, Guid? listing, bool reveal, NewMessage given, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await LockAsync(needId, ct) is not { } need || !access.May(Act.KeepNeeds, need.Target)) return Failures.OfStatus(404);
        var match = await db.Set<Match>().AsNoTracking().SingleOrDefaultAsync(m => m.Side == MatchSide.Need && m.NeedId == needId && m.ApplicationNo == no, ct);
        var answered = match is not null || await db.Set<MatchAnswer>().AnyAsync(a => a.Side == MatchSide.Need && a.NeedId == needId && a.ApplicationNo == no, ct);
        if (!answered || await answerers.FindAsync(no, listing, ct) is not { } answerer) return Failures.OfStatus(404);
        var holder = answerer.Organisation.Id;
        if (holder == need.OwnerId) return new Failure("own_offer", 409, MeetingTexts.OwnOffer);
        if (need.State is not (NeedState.Open or NeedState.Paused)) return new Failure("need_not_open", 409, MeetingTexts.NeedNotOpen);
        if (need.OwnerId is { } lender && await delegation.RefuseAsync(db, Act.KeepNeeds, lender, null, ct) is { } ended) return ended;
        var now = time.GetUtcNow();
        var introduction = await LiveAsync(needId, no, holder, ct);
        if (introduction is null)
        {
            introduction = Made(needId, no, holder, MeetingSide.Owner, IntroductionState.Accepted, null, null);
            (introduction.OwnerAgreedAt, introduction.HolderAgreedAt) = (now, now);
            db.Add(introduction);
        }
        else if (introduction.State == IntroductionState.Requested)
        {
            (introduction.State, introduction.OwnerAgreedAt, introduction.EndedAt) = (IntroductionState.Accepted, now, now);
            await SettledAsync(introduction, ct);
        }
        var talk = await talks.OpenAsync(need, no, holder, answerer.Offer.ListingId, ct);
        var repeated = await db.Set<TalkMessage>().AnyAsync(m => m.Id == given.Once, ct);
        if (!repeated && await talks.AddAsync(talk, fromHolder: false, given, ct) is { Count: > 0 } failures) return db.Dropped(failures);
        if (reveal) await disclosures.GiveAsync(need, holder, [DisclosedPart.Identity], add: true, ct);
        if (match is not null)
        {
            await answers.AnswerAsync(MatchSide.Need, needId, no, need.OwnerId, new(Verdict.Interested), ct);
            await log.WriteAsync(MatchMoment.Contacted, need.OwnerId, [(match, 0)], ct);
        }
        audit.Record(db, "introduction.contacted", Subject(introduction.Id), new { need = needId, patent = no, holder, reveal });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return talk;
    }

    /// <summary>申请引荐: a holder, of a match found with the public summary.</summary>
    public async Task<Outcome<Introduction>> RequestAsync(string pseudonym, string no, string? note, CancellationToken ct)
    {
        if (actor.ActingFor is not { } own || !access.May(Act.AnswerNeeds, new(own))) return Failures.OfStatus(404);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var match = await NeedEyes.MatchedWith(db, own, Dates.Today(time)).SingleOrDefaultAsync(m => m.ApplicationNo == no && db.Set<Need>().Any(n => n.Id == m.NeedId && n.Pseudonym == pseudonym), ct);
        if (match is null || await LockAsync(match.NeedId, ct) is not { } need) return Failures.OfStatus(404);
        if (Long(note) is { } tooLong) return tooLong;
        if (await delegation.RefuseAsync(db, Act.AnswerNeeds, own, null, ct) is { } ended) return ended;
        if (await LiveAsync(need.Id, no, own, ct) is { } there)
        {
            // Proposed by a bureau: asking is agreeing.
            if (there is not { State: IntroductionState.Requested, HolderAgreedAt: null }) return there;
            var agreed = await AgreeAsync(there.Id, reveal: false, ct);
            if (agreed.Succeeded) await transaction.CommitAsync(ct);
            return agreed;
        }
        var since = time.GetUtcNow().AddDays(-AgainDays);
        if (await db.Set<Introduction>().AnyAsync(i => i.NeedId == need.Id && i.ApplicationNo == no && i.HolderId == own && i.State == IntroductionState.Declined && i.EndedAt > since, ct))
            return new Failure("declined_lately", 409, MeetingTexts.DeclinedLately.Fill(AgainDays));
        var introduction = Made(need.Id, no, own, MeetingSide.Holder, IntroductionState.Requested, note, null);
        introduction.HolderAgreedAt = introduction.AskedAt;
        db.Add(introduction);
        await answers.AnswerAsync(MatchSide.Offer, need.Id, no, own, new(Verdict.Interested), ct);
        await log.WriteAsync(MatchMoment.Contacted, own, [(match, 0)], ct);
        audit.Record(db, "introduction.requested", Subject(introduction.Id), new { need = need.Id, patent = no, holder = own });
        await db.SaveChangesAsync(ct);
        await AskOwnerAsync(introduction, need, ct);
        await transaction.CommitAsync(ct);
        return introduction;
    }

    /// <summary>撮合: a bureau proposes it; each side agrees or does not.</summary>
    public async Task<Outcome<Introduction>> ProposeAsync(string pseudonym, string? number, string? note, CancellationToken ct)
    {
        if (actor.ActingFor is not { } bureau) return Failures.OfStatus(404);
        if (Long(note) is { } tooLong) return tooLong;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var id = await db.Set<Need>().Where(n => n.Pseudonym == pseudonym).Select(n => (Guid?)n.Id).SingleOrDefaultAsync(ct);
        if (id is null || await LockAsync(id.Value, ct) is not { } need || !access.May(Act.Mediate, new(RegionPath: need.RegionPath))
            || need.Visibility == NeedVisibility.Private || !NeedEyes.IsOpen(need, Dates.Today(time))) return Failures.OfStatus(404);
        var no = PatentNumber.Parse(number ?? "", out var fault)?.Body;
        if (no is null || fault is not null || await answerers.FindAsync(no, null, ct) is not { } answerer) return new Failure("not_offered", 409, MeetingTexts.NotOffered, "no");
        if (answerer.Organisation.Id == need.OwnerId) return new Failure("own_offer", 409, MeetingTexts.OwnOffer, "no");
        if (await LiveAsync(need.Id, no, answerer.Organisation.Id, ct) is not null) return new Failure("introduced_already", 409, MeetingTexts.IntroducedAlready, "no");
        var introduction = Made(need.Id, no, answerer.Organisation.Id, MeetingSide.Bureau, IntroductionState.Requested, note, bureau);
        db.Add(introduction);
        audit.Record(db, "introduction.proposed", Subject(introduction.Id), new { need = need.Id, patent = no, holder = introduction.HolderId, bureau });
        await db.SaveChangesAsync(ct);
        await AskOwnerAsync(introduction, need, ct);
        await notices.AddWorkAsync(db, MeetingNotices.Agree, introduction.Id, introduction.HolderId, no, $"/introductions/{introduction.Id}", introduction.ExpiresOn, ct);
        await notices.TellOrganisationAsync(db, introduction.HolderId, MeetingNotices.MailIntroduction, no, $"/introductions/{introduction.Id}", What(introduction, "holder"), ct);
        await transaction.CommitAsync(ct);
        return introduction;
    }

    /// <summary>Of a side that has not agreed yet.</summary>
    public Task<Outcome<Introduction>> AgreeAsync(Guid id, bool reveal, CancellationToken ct) => StepAsync(id, IntroductionCause.Agree, async (introduction, need, side) =>
    {
        var now = time.GetUtcNow();
        if (side == MeetingSide.Owner)
        {
            introduction.OwnerAgreedAt ??= now;
            await notices.DoneAsync(db, MeetingNotices.Decide, introduction.Id, By, ct);
        }
        else
        {
            introduction.HolderAgreedAt ??= now;
            await notices.DoneAsync(db, MeetingNotices.Agree, introduction.Id, By, ct);
        }
        audit.Record(db, "introduction.agreed", Subject(id), new { side = side.ToString(), reveal });
        if (side == MeetingSide.Owner && reveal) await disclosures.GiveAsync(need, introduction.HolderId, [DisclosedPart.Identity], add: true, ct);
        if (introduction.OwnerAgreedAt is null || introduction.HolderAgreedAt is null) return;
        (introduction.State, introduction.EndedAt) = (IntroductionState.Accepted, now);
        await talks.OpenAsync(need, introduction.ApplicationNo, introduction.HolderId, null, ct);
        await db.SaveChangesAsync(ct);
        await SettledAsync(introduction, ct);
        await TellBothAsync(introduction, need, side, ct);
    }, ct);

    public async Task<Outcome<Introduction>> DeclineAsync(Guid id, string? reason, CancellationToken ct) => Long(reason) is { } tooLong ? tooLong : await StepAsync(id, IntroductionCause.Decline, async (introduction, need, side) =>
    {
        (introduction.State, introduction.EndedAt, introduction.Reason) = (IntroductionState.Declined, time.GetUtcNow(), Clean(reason));
        audit.Record(db, "introduction.declined", Subject(id), new { side = side.ToString() });
        await SettledAsync(introduction, ct);
        await TellBothAsync(introduction, need, side, ct);
    }, ct);

    public Task<Outcome<Introduction>> TakeBackAsync(Guid id, CancellationToken ct) => StepAsync(id, IntroductionCause.TakeBack, async (introduction, _, side) =>
    {
        (introduction.State, introduction.EndedAt) = (IntroductionState.Withdrawn, time.GetUtcNow());
        audit.Record(db, "introduction.withdrawn", Subject(id), new { side = side.ToString() });
        await SettledAsync(introduction, ct);
    }, ct);

    /// <summary>On which side of it the reader stands; null: on none, and to them there is none.</summary>
    public MeetingSide? SideOf(Introduction introduction, Need need) => answerers.AnswersFor(introduction.HolderId) ? MeetingSide.Holder
        : access.May(Act.KeepNeeds, need.Target) ? MeetingSide.Owner
        : introduction.BureauId is { } bureau && bureau == actor.ActingFor && access.May(Act.Mediate, new(RegionPath: need.RegionPath)) ? MeetingSide.Bureau : null;

    /// <summary>Whether this side may take this step now.</summary>
    public static bool May(Introduction introduction, MeetingSide side, IntroductionCause cause) => Introduction.Machine.Find(introduction.State, cause) is not null && cause switch
    {
        IntroductionCause.TakeBack => side == introduction.AskedBy,
        _ => side == MeetingSide.Owner ? introduction.OwnerAgreedAt is null : side == MeetingSide.Holder && introduction.HolderAgreedAt is null,
    };

    private async Task<Outcome<Introduction>> StepAsync(Guid id, IntroductionCause cause, Func<Introduction, Need, MeetingSide, Task> step, CancellationToken ct)
    {
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(ct) : null;
        await db.Database.ExecuteSqlAsync($"select 1 from introductions where id = {id} for update", ct);
        var introduction = await db.Set<Introduction>().SingleOrDefaultAsync(i => i.Id == id, ct);
        var need = introduction is null ? null : await LockAsync(introduction.NeedId, ct);
        if (introduction is null || need is null || SideOf(introduction, need) is not { } side) return Failures.OfStatus(404);
        if (!May(introduction, side, cause)) return new Failure("state_forbids", 409, MeetingTexts.IntroductionMoved);
        var lender = side switch { MeetingSide.Owner when need.OwnerId is { } owner => (owner, Act.KeepNeeds), MeetingSide.Holder => (introduction.HolderId, Act.AnswerNeeds), _ => ((Guid, Act)?)null };
        if (lender is var (own, act) && await delegation.RefuseAsync(db, act, own, null, ct) is { } ended) return ended;
        await step(introduction, need, side);
        await db.SaveChangesAsync(ct);
        if (transaction is not null) await transaction.CommitAsync(ct);
        return introduction;
    }

    private async Task AskOwnerAsync(Introduction introduction, Need need, CancellationToken ct)
    {
        var link = $"/introductions/{introduction.Id}";
        if (need.OwnerId is not null || need.PersonId is not null)
        {
            if (need.OwnerId is { } owner) await notices.AddWorkAsync(db, MeetingNotices.Decide, introduction.Id, owner, introduction.ApplicationNo, link, introduction.ExpiresOn, ct);
            await notices.TellOwnerAsync(db, need, MeetingNotices.MailIntroduction, introduction.ApplicationNo, link, What(introduction, "owner"), ct);
        }
        // Nobody has claimed the need yet: its bureau knows whom to call.
        else if (introduction.BureauId is null && await MeetingNotices.BureauOfAsync(db, need, ct) is { } bureau)
            await notices.AddWorkAsync(db, MeetingNotices.Relay, introduction.Id, bureau, introduction.ApplicationNo, $"/mediation/needs/{Uri.EscapeDataString(need.Pseudonym)}", introduction.ExpiresOn, ct, need.Pseudonym);
    }

    private async Task TellBothAsync(Introduction introduction, Need need, MeetingSide by, CancellationToken ct)
    {
        var link = $"/introductions/{introduction.Id}";
        if (by != MeetingSide.Owner) await notices.TellOwnerAsync(db, need, MeetingNotices.MailIntroduction, introduction.ApplicationNo, link, What(introduction, "owner"), ct);
        if (by != MeetingSide.Holder) await notices.TellOrganisationAsync(db, introduction.HolderId, MeetingNotices.MailIntroduction, introduction.ApplicationNo, link, What(introduction, "holder"), ct);
    }

    private async Task SettledAsync(Introduction introduction, CancellationToken ct)
    {
        foreach (var kind in (string[])[MeetingNotices.Decide, MeetingNotices.Agree, MeetingNotices.Relay]) await notices.DoneAsync(db, kind, introduction.Id, By, ct);
    }

    private async Task<Need?> LockAsync(Guid id, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({"meeting:" + id}, 0))", ct);
        return await db.Set<Need>().AsNoTracking().SingleOrDefaultAsync(n => n.Id == id, ct);
    }

    private Task<Introduction?> LiveAsync(Guid need, string no, Guid holder, CancellationToken ct) => db.Set<Introduction>()
        .SingleOrDefaultAsync(i => i.NeedId == need && i.ApplicationNo == no && i.HolderId == holder && (i.State == IntroductionState.Requested || i.State == IntroductionState.Accepted), ct);

    private Introduction Made(Guid need, string no, Guid holder, MeetingSide by, IntroductionState state, string? note, Guid? bureau) => new()
    {
        NeedId = need,
        ApplicationNo = no,
        HolderId = holder,
        AskedBy = by,
        BureauId = bureau,
        State = state,
        Note = Clean(note),
        PersonId = actor.PersonId,
        AskedAt = time.GetUtcNow(),
        EndedAt = state == IntroductionState.Requested ? null : time.GetUtcNow(),
        ExpiresOn = Dates.Today(time).AddDays(options.Value.IntroductionDays),
    };

    private static Failure? Long(string? note) => note?.Trim().Length > Introduction.NoteMax ? new("note_too_long", 400, MeetingTexts.NoteTooLong.Fill(Introduction.NoteMax), "note") : null;

    private static string? Clean(string? note) => string.IsNullOrWhiteSpace(note) ? null : note.Trim();

    private static string What(Introduction introduction, string to) => $"meeting.introduction:{introduction.Id}:{introduction.State}:{to}";

    private static string Subject(Guid id) => $"introduction:{id}";
}
