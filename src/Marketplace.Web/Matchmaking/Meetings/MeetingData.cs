using Marketplace.Web.Data;
using Marketplace.Web.Matchmaking.Lists;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Meetings;

/// <summary>What somebody wrote in talks. Of an organisation's talk the words are its business letters and stay, without the name; a person's own question goes.</summary>
internal sealed class TalkData : IPersonalData
{
    public string Key => "talks";
    public string Title => MeetingTexts.Talks;
    public string Purpose => MeetingTexts.DataPurpose;
    public string Basis => PrivacyTexts.BasisContract;
    public string OnErasure => MeetingTexts.DataErased;

    public async Task<IReadOnlyList<IReadOnlyList<PersonalField>>> ReadAsync(AppDbContext db, Guid personId, CancellationToken ct) =>
        [.. (await (from m in db.Set<TalkMessage>().AsNoTracking()
                    join t in db.Set<Talk>() on m.TalkId equals t.Id
                    where m.PersonId == personId
                    orderby m.At descending, m.Id
                    select new { t.ApplicationNo, m.At, m.Text }).ToListAsync(ct))
            .Select(x => (IReadOnlyList<PersonalField>)
            [
                new("applicationNo", MeetingTexts.Patent, x.ApplicationNo),
                new("at", PrivacyTexts.FieldAt, Dates.Minute(x.At)),
                new("text", MeetingTexts.Message, x.Text, "***"),
            ])];

    public async Task EraseAsync(AppDbContext db, Guid personId, DateTimeOffset now, CancellationToken ct)
    {
        var own = await db.Set<Talk>().Where(t => t.AskerPersonId == personId && t.AskerId == null).Select(t => t.Id).ToListAsync(ct);
        var subjects = await db.Set<TalkMessage>().Where(m => own.Contains(m.TalkId)).Select(m => TalkFiles.Subject + ":" + m.Id.ToString()).ToListAsync(ct);
        await db.Set<StoredFile>().Where(f => subjects.Contains(f.Subject)).ExecuteDeleteAsync(ct);
        await db.Database.ExecuteSqlAsync($"update work_items set done_at = {now} where done_at is null and key in (select 'talk.answer:' || id from talks where id = any({own.ToArray()}) union all select 'talk.unanswered:' || id from talks where id = any({own.ToArray()}))", ct);
        await db.Set<Talk>().Where(t => own.Contains(t.Id)).ExecuteDeleteAsync(ct);
        await db.Set<Talk>().Where(t => t.AskerPersonId == personId).ExecuteUpdateAsync(set => set.SetProperty(t => t.AskerPersonId, (Guid?)null), ct);
        await db.Set<TalkMessage>().Where(m => m.PersonId == personId).ExecuteUpdateAsync(set => set.SetProperty(m => m.PersonId, (Guid?)null), ct);
        await db.Set<TalkRead>().Where(r => r.PersonId == personId).ExecuteDeleteAsync(ct);
        await db.Set<MatchAnswer>().Where(a => a.PersonId == personId).ExecuteUpdateAsync(set => set.SetProperty(a => a.PersonId, (Guid?)null), ct);
        await db.Set<Introduction>().Where(i => i.PersonId == personId).ExecuteUpdateAsync(set => set.SetProperty(i => i.PersonId, (Guid?)null), ct);
        await db.Set<LicenceRequest>().Where(r => r.PersonId == personId).ExecuteUpdateAsync(set => set.SetProperty(r => r.PersonId, (Guid?)null), ct);
        await db.Set<NeedSeen>().Where(s => s.PersonId == personId).ExecuteUpdateAsync(set => set.SetProperty(s => s.PersonId, (Guid?)null), ct);
        await db.Set<NeedDisclosure>().Where(d => d.GrantedBy == personId).ExecuteUpdateAsync(set => set.SetProperty(d => d.GrantedBy, (Guid?)null), ct);
        await db.Set<NeedDisclosure>().Where(d => d.AcceptedBy == personId).ExecuteUpdateAsync(set => set.SetProperty(d => d.AcceptedBy, (Guid?)null), ct);
    }
}
