using Marketplace.Web.Data;
using Marketplace.Web.Needs;
using Marketplace.Web.Organisations.Delegations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Meetings;

/// <summary>A holder the owner of a need has to do with, and what it was opened.</summary>
/// <param name="Live">What holds now.</param>
/// <param name="Ended">What held before, the latest first.</param>
/// <param name="Seen">What its people looked at, the latest first.</param>
public sealed record DisclosedTo(Guid HolderId, string Holder, NeedDisclosure? Live, IReadOnlyList<NeedDisclosure> Ended, IReadOnlyList<NeedSeen> Seen);

/// <summary>按对象开放: what the owner of a need opens to one holder, and takes back.</summary>
public sealed class DisclosureDesk(AppDbContext db, Actor actor, AccessCheck access, DelegationCheck delegation, NeedEyes eyes, MeetingNotices notices, AuditLog audit, TimeProvider time)
{
    /// <summary>Those who asked, were asked or talk with the owner.</summary>
    public async Task<IReadOnlyList<DisclosedTo>> ListAsync(Guid needId, CancellationToken ct)
    {
        var ids = await HoldersOf(needId).ToListAsync(ct);
        var names = await db.Set<Organisations.Organisation>().Where(o => ids.Contains(o.Id)).Select(o => new { o.Id, o.Name }).OrderBy(o => o.Name).ThenBy(o => o.Id).ToListAsync(ct);
        var given = await db.Set<NeedDisclosure>().AsNoTracking().Where(d => d.NeedId == needId).OrderByDescending(d => d.GrantedAt).ThenBy(d => d.Id).ToListAsync(ct);
        var rows = given.ConvertAll(d => d.Id);
        var seen = await db.Set<NeedSeen>().AsNoTracking().Where(s => rows.Contains(s.DisclosureId)).OrderByDescending(s => s.At).ThenBy(s => s.Id).ToListAsync(ct);
        return [.. names.Select(o =>
        {
            var own = given.Where(d => d.HolderId == o.Id).ToList();
            return new DisclosedTo(o.Id, o.Name, own.Find(d => d.RevokedAt is null), [.. own.Where(d => d.RevokedAt is not null)], [.. seen.Where(s => own.Exists(d => d.Id == s.DisclosureId))]);
        })];
    }

    public async Task<Outcome<NeedDisclosure>> GrantAsync(Guid needId, Guid holder, IReadOnlyCollection<DisclosedPart> parts, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await OwnAsync(needId, ct) is not { } need || !await HoldersOf(needId).ContainsAsync(holder, ct)) return Failures.OfStatus(404);
        if (parts.Count == 0 || parts.Any(part => !Enum.IsDefined(part))) return new Failure("parts_missing", 400, MeetingTexts.PartsMissing, "parts");
        if (need.OwnerId is { } owner && await delegation.RefuseAsync(db, Act.KeepNeeds, owner, null, ct) is { } ended) return ended;
        var given = await GiveAsync(need, holder, parts, add: false, ct);
        await transaction.CommitAsync(ct);
        return given;
    }

    /// <summary>Part of the caller's transaction, which has asked whether the need is theirs. What is not among the parts any more ends; what was agreed to stays agreed.</summary>
    internal async Task<NeedDisclosure> GiveAsync(Need need, Guid holder, IReadOnlyCollection<DisclosedPart> parts, bool add, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var live = await db.Set<NeedDisclosure>().SingleOrDefaultAsync(d => d.NeedId == need.Id && d.HolderId == holder && d.RevokedAt == null, ct);
        DisclosedPart[] all = [.. (add && live is not null ? parts.Union(live.Parts) : parts).Distinct().Order()];
        if (live is not null && live.Parts.SequenceEqual(all) && live.NdaHash == Nda.Hash) return live;
        var same = live is not null && live.NdaHash == Nda.Hash;
        if (live is not null)
        {
            live.RevokedAt = now;
            await db.SaveChangesAsync(ct);
        }
        var given = new NeedDisclosure
        {
            NeedId = need.Id,
            HolderId = holder,
            Parts = all,
            NdaVersion = Nda.Version,
            NdaHash = Nda.Hash,
            GrantedAt = now,
            GrantedBy = actor.PersonId,
            AcceptedAt = same ? live!.AcceptedAt : null,
            AcceptedBy = same ? live!.AcceptedBy : null,
        };
        db.Add(given);
        audit.Record(db, "need.disclosed", $"need:{need.Id}", new { disclosure = given.Id, holder, parts = all.Select(part => part.ToString()), nda = given.NdaVersion, hash = given.NdaHash });
        await db.SaveChangesAsync(ct);
        // About which patent the two met, for the words of the mail.
        var no = await db.Set<Talk>().Where(t => t.NeedId == need.Id && t.HolderId == holder).OrderByDescending(t => t.LastAt).ThenBy(t => t.Id).Select(t => t.ApplicationNo).FirstOrDefaultAsync(ct)
            ?? await db.Set<Introduction>().Where(i => i.NeedId == need.Id && i.HolderId == holder).OrderByDescending(i => i.AskedAt).ThenBy(i => i.Id).Select(i => i.ApplicationNo).FirstOrDefaultAsync(ct);
        if (no is not null) await notices.TellOrganisationAsync(db, holder, MeetingNotices.MailDisclosure, no, "/portfolio/needs/" + Uri.EscapeDataString(need.Pseudonym), $"meeting.disclosure:{given.Id}", ct);
        return given;
    }

    /// <summary>From now on the holder sees the public part again; what it saw stays listed.</summary>
    public async Task<Outcome<NeedDisclosure>> RevokeAsync(Guid needId, Guid holder, CancellationToken ct)
    {
        if (await OwnAsync(needId, ct) is null) return Failures.OfStatus(404);
        if (await db.Set<NeedDisclosure>().SingleOrDefaultAsync(d => d.NeedId == needId && d.HolderId == holder && d.RevokedAt == null, ct) is not { } live) return Failures.OfStatus(404);
        live.RevokedAt = time.GetUtcNow();
        audit.Record(db, "need.revoked", $"need:{needId}", new { disclosure = live.Id, holder });
        await db.SaveChangesAsync(ct);
        return live;
    }

    /// <summary>The holder agrees to the text of secrecy that this was opened under.</summary>
    public async Task<Outcome<NeedDisclosure>> AcceptAsync(string pseudonym, string? hash, CancellationToken ct)
    {
        if (actor.ActingFor is not { } own || !access.May(Act.AnswerNeeds, new(own)) || await eyes.FindAsync(pseudonym, own, ct) is not { } need) return Failures.OfStatus(404);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await delegation.RefuseAsync(db, Act.AnswerNeeds, own, null, ct) is { } ended) return ended;
        if (await db.Set<NeedDisclosure>().SingleOrDefaultAsync(d => d.NeedId == need.Id && d.HolderId == own && d.RevokedAt == null, ct) is not { } live) return Failures.OfStatus(404);
        if (live.NdaHash != hash) return new Failure("nda_changed", 409, MeetingTexts.NdaChanged);
        if (live.AcceptedAt is not null) return live;
        (live.AcceptedAt, live.AcceptedBy) = (time.GetUtcNow(), actor.PersonId);
        audit.Record(db, "need.nda-accepted", $"need:{need.Id}", new { disclosure = live.Id, holder = own, nda = live.NdaVersion, hash = live.NdaHash });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return live;
    }

    /// <summary>Somebody looked at what was opened: noted, because taking it back does not make it unseen.</summary>
    public async Task SeenAsync(NeedSight sight, CancellationToken ct)
    {
        if (sight.Disclosure is not { } given) return;
        DisclosedPart[] parts = [.. given.Parts.Where(given.Gives)];
        if (parts.Length == 0) return;
        db.Add(new NeedSeen { DisclosureId = given.Id, Parts = parts, PersonId = actor.PersonId, At = time.GetUtcNow() });
        await db.SaveChangesAsync(ct);
    }

    private async Task<Need?> OwnAsync(Guid id, CancellationToken ct) =>
        await db.Set<Need>().AsNoTracking().SingleOrDefaultAsync(n => n.Id == id, ct) is { } need && access.May(Act.KeepNeeds, need.Target) ? need : null;

    private IQueryable<Guid> HoldersOf(Guid need) => db.Set<Introduction>().Where(i => i.NeedId == need).Select(i => i.HolderId).Union(db.Set<Talk>().Where(t => t.NeedId == need).Select(t => t.HolderId));
}
