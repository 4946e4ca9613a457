using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Outbox;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Needs.Leaving;

/// <summary>认领: needs left with a number go to whoever proves to have it, for the organisation they act for or for themselves.</summary>
public sealed class NeedClaims(AppDbContext db, Actor actor, AccessCheck access, NeedSeal seal, AuditLog audit, NeedWork work, TimeProvider time)
{
    /// <summary>What nobody owns yet and was left with the reader's own proven number.</summary>
    public async Task<IReadOnlyList<Need>> MineAsync(CancellationToken ct)
    {
        if (actor.PersonId is not { } id || await db.Set<Person>().AsNoTracking().Where(p => p.Id == id && p.PhoneNumberConfirmed).Select(p => p.PhoneNumber).SingleOrDefaultAsync(ct) is not { } phone) return [];
        return await OfAsync(phone, ct);
    }

    public async Task<IReadOnlyList<Need>> OfAsync(string phone, CancellationToken ct)
    {
        var bucket = PhoneBuckets.Of(phone);
        var may = await db.Set<Need>().AsNoTracking().Where(n => n.PhoneBucket == bucket && n.OwnerId == null && n.PersonId == null && n.MergedInto == null && n.State != NeedState.Withdrawn).OrderBy(n => n.Id).ToListAsync(ct);
        return [.. may.Where(need => seal.Open(need).Phone == phone)];
    }

    public async Task<Outcome<Need>> ClaimAsync(Guid id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select 1 from needs where id = {id} for update", ct);
        if ((await MineAsync(ct)).All(need => need.Id != id)) return Failures.OfStatus(StatusCodes.Status404NotFound);
        var row = await db.Set<Need>().SingleAsync(n => n.Id == id, ct);
        var owner = actor.ActingFor is { } organisation ? await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.Id == organisation && o.State == OrganisationState.Active, ct) : null;
        // Whoever acts for an organisation without the right to keep its needs, as a bureau's clerk, claims it for themselves.
        if (owner is not null && !access.May(Act.KeepNeeds, new(owner.Id))) owner = null;
        (row.OwnerId, row.PersonId, row.PhoneProven) = (owner?.Id, actor.PersonId, true);
        if (row.RegionPath.Length == 0 && owner is not null) row.RegionPath = owner.RegionPath;
        row.ChangedAt = time.GetUtcNow();
        audit.Record(db, "need.claimed", NeedDesk.Subject(id), new { owner = owner?.Id });
        await work.SettledAsync(db, row, actor.PersonId, ct);
        db.Publish(NeedChanged.Kind, row.Id, new NeedChanged(row.Id));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return row;
    }
}
