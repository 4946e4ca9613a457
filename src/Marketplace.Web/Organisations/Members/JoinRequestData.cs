using Marketplace.Web.Data;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Members;

/// <summary>Which organisations somebody asked to join, for their own page of data.</summary>
internal sealed class JoinRequestData : IPersonalData
{
    public string Key => "joinRequests";
    public string Title => JoinTexts.Mine;
    public string Purpose => JoinTexts.DataPurpose;
    public string Basis => PrivacyTexts.BasisContract;
    public string OnErasure => JoinTexts.DataErased;

    public async Task<IReadOnlyList<IReadOnlyList<PersonalField>>> ReadAsync(AppDbContext db, Guid personId, CancellationToken ct) =>
        [.. (await (from r in db.Set<JoinRequest>().AsNoTracking()
                    join o in db.Set<Organisation>() on r.OrganisationId equals o.Id
                    where r.PersonId == personId
                    orderby r.AskedAt descending, r.Id
                    select new { o.Name, Request = r }).ToListAsync(ct))
            .Select(x => (IReadOnlyList<PersonalField>)
            [
                new("organisation", OrganisationTexts.Organisation, x.Name),
                new("askedAt", JoinTexts.AskedAt, Dates.Minute(x.Request.AskedAt)),
                new("note", JoinTexts.Note, x.Request.Note),
                new("state", OrganisationTexts.State, x.Request.State.Name()),
                new("reason", JoinTexts.Reason, x.Request.Reason),
            ])];

    public async Task EraseAsync(AppDbContext db, Guid personId, DateTimeOffset now, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"""
            update work_items set done_at = {now} where done_at is null and key in (select 'membership.requested:' || id from join_requests where person_id = {personId} and state = 'Open')
            """, ct);
        await db.Set<JoinRequest>().Where(r => r.PersonId == personId).ExecuteDeleteAsync(ct);
    }
}
