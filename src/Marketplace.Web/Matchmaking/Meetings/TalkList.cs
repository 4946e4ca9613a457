using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Needs;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Meetings;

/// <param name="Other">The other side by the name the reader may know: a holder's, a pseudonym, or whom the owner let be seen.</param>
public sealed record TalkRow(Talk Talk, bool ForHolder, string Patent, string Other, bool Unread);

/// <param name="Mine">Of the reader's side.</param>
public sealed record TalkLine(TalkMessage Message, bool Mine, string By, IReadOnlyList<StoredFile> Files);

/// <summary>A request that is on its way, with the other side as the reader may know it.</summary>
public sealed record IntroductionRow(Introduction Introduction, MeetingSide Side, string Patent, string Other, bool Waits);

/// <summary>The talks and requests of whoever asks, with names only as <see cref="NeedEyes"/> lets them be known.</summary>
public sealed class TalkList(AppDbContext db, Actor actor, AccessCheck access, Answerers answerers, IntroductionDesk introductions, NeedEyes eyes)
{
    public async Task<IReadOnlyList<TalkRow>> ListAsync((DateTimeOffset At, Guid Id)? after, int size, CancellationToken ct)
    {
        var me = actor.PersonId;
        var holds = actor.ActingFor is { } own && answerers.AnswersFor(own) ? own : Guid.Empty;
        var asks = actor.ActingFor is { } acting && access.May(Act.KeepNeeds, new(acting)) ? acting : Guid.Empty;
        var found = db.Set<Talk>().AsNoTracking().Where(t => t.HolderId == holds || t.AskerId == asks || (t.AskerId == null && t.AskerPersonId == me && me != null));
        if (after is var (at, last)) found = found.Where(t => t.LastAt < at || (t.LastAt == at && t.Id < last));
        var rows = await (from t in found
                          join p in db.Set<Patent>() on t.ApplicationNo equals p.ApplicationNo
                          orderby t.LastAt descending, t.Id descending
                          select new { Talk = t, Title = p.RemovedAt == null ? p.Title : p.ApplicationNo, Read = db.Set<TalkRead>().Where(r => r.TalkId == t.Id && r.PersonId == me).Max(r => (DateTimeOffset?)r.At) }).Take(size).ToListAsync(ct);
        var ids = rows.ConvertAll(r => r.Talk.Id);
        var latest = await db.Set<TalkMessage>().Where(m => ids.Contains(m.TalkId)).GroupBy(m => new { m.TalkId, m.FromHolder }).Select(g => new { g.Key.TalkId, g.Key.FromHolder, At = g.Max(m => m.At) }).ToListAsync(ct);
        var result = new List<TalkRow>();
        foreach (var row in rows)
        {
            var forHolder = row.Talk.HolderId == holds;
            var news = latest.Find(l => l.TalkId == row.Talk.Id && l.FromHolder != forHolder)?.At;
            result.Add(new(row.Talk, forHolder, row.Title, await OtherAsync(row.Talk, forHolder, ct), news > (row.Read ?? DateTimeOffset.MinValue)));
        }
        return result;
    }

    /// <summary>Requests that wait for the reader's side first.</summary>
    public async Task<IReadOnlyList<IntroductionRow>> OpenRequestsAsync(CancellationToken ct)
    {
        if (actor.ActingFor is not { } own) return [];
        var rows = await (from i in db.Set<Introduction>().AsNoTracking()
                          join n in db.Set<Need>().AsNoTracking() on i.NeedId equals n.Id
                          join p in db.Set<Patent>() on i.ApplicationNo equals p.ApplicationNo
                          where i.State == IntroductionState.Requested && (i.HolderId == own || n.OwnerId == own || i.BureauId == own)
                          orderby i.AskedAt descending, i.Id
                          select new { i, n, Title = p.RemovedAt == null ? p.Title : p.ApplicationNo }).Take(100).ToListAsync(ct);
        var result = new List<IntroductionRow>();
        foreach (var row in rows)
        {
            if (introductions.SideOf(row.i, row.n) is not { } side) continue;
            var other = side == MeetingSide.Owner ? await NameAsync(row.i.HolderId, ct) : (side == MeetingSide.Holder ? await eyes.OfAsync(row.n, own, ct) : await eyes.PublicAsync(row.n, ct)).Name;
            result.Add(new(row.i, side, row.Title, other, IntroductionDesk.May(row.i, side, IntroductionCause.Agree)));
        }
        return [.. result.OrderByDescending(r => r.Waits)];
    }

    public async Task<IReadOnlyList<TalkLine>> LinesAsync(Talk talk, bool forHolder, CancellationToken ct)
    {
        // A talk is read at one go; one of hundreds of messages belongs on the phone.
        var messages = await db.Set<TalkMessage>().AsNoTracking().Where(m => m.TalkId == talk.Id).OrderBy(m => m.At).ThenBy(m => m.Id).Take(500).ToListAsync(ct);
        var subjects = messages.ConvertAll(m => $"{TalkFiles.Subject}:{m.Id}");
        var files = (await db.Set<StoredFile>().AsNoTracking().Where(f => subjects.Contains(f.Subject)).OrderBy(f => f.Id).ToListAsync(ct)).ToLookup(f => f.Subject, StringComparer.Ordinal);
        var people = messages.Where(m => m.FromHolder == forHolder).Select(m => m.PersonId).OfType<Guid>().Distinct().ToList();
        var names = await db.Set<Person>().Where(p => people.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.DisplayName, ct);
        var other = await OtherAsync(talk, forHolder, ct);
        return [.. messages.Select(m =>
        {
            var mine = m.FromHolder == forHolder;
            // Of the other side the organisation writes, not a person: names of people there are nobody's business.
            return new TalkLine(m, mine, mine ? m.PersonId is { } id ? names.GetValueOrDefault(id, "") : "" : other, [.. files[$"{TalkFiles.Subject}:{m.Id}"]]);
        })];
    }

    /// <summary>What the reader may call the other side.</summary>
    public async Task<string> OtherAsync(Talk talk, bool forHolder, CancellationToken ct)
    {
        if (!forHolder) return await NameAsync(talk.HolderId, ct);
        if (talk.NeedId is { } id) return (await eyes.OfAsync(await db.Set<Need>().AsNoTracking().SingleAsync(n => n.Id == id, ct), talk.HolderId, ct)).Name;
        if (talk.Anonymous) return talk.Alias;
        if (talk.AskerId is { } asker) return await NameAsync(asker, ct);
        return await db.Set<Person>().Where(p => p.Id == talk.AskerPersonId).Select(p => p.DisplayName).SingleOrDefaultAsync(ct) ?? talk.Alias;
    }

    private Task<string> NameAsync(Guid organisation, CancellationToken ct) => db.Set<Organisation>().Where(o => o.Id == organisation).Select(o => o.Name).SingleAsync(ct);
}
