using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Disputes;

/// <param name="Usual">What its level alone would say.</param>
/// <param name="Set">Where somebody said otherwise.</param>
public sealed record PowerRow(Organisation Bureau, bool Usual, MediationPower? Set)
{
    public bool Has => Set?.Has ?? Usual;
}

/// <summary>
/// Who may mediate (Rule 95): departments of provinces, and those of prefectures with the workload and the capacity for it; counties not. A bureau above says where that is otherwise: nobody gives
/// themselves the power.
/// </summary>
public sealed class MediationPowers(AppDbContext db, Actor actor, AccessCheck access, AuditLog audit, TimeProvider time)
{
    public async Task<bool> HasAsync(Organisation bureau, CancellationToken ct) =>
        await db.Set<MediationPower>().AsNoTracking().SingleOrDefaultAsync(p => p.BureauId == bureau.Id, ct) is { } set ? set.Has
            : Usual(await db.Set<Region>().AsNoTracking().Where(r => r.Code == bureau.RegionCode).Select(r => r.Level).SingleAsync(ct));

    /// <summary>The nearest above that may; null: there is none.</summary>
    public async Task<Organisation?> AboveAsync(string regionPath, bool itself, CancellationToken ct)
    {
        for (var bureau = itself ? await BureauOf.RegionAsync(db, regionPath, ct) : await BureauOf.AboveAsync(db, regionPath, ct); bureau is not null; bureau = await BureauOf.AboveAsync(db, bureau.RegionPath, ct))
        {
            if (await HasAsync(bureau, ct)) return bureau;
        }
        return null;
    }

    /// <summary>The bureaus of the reader's region, and what lies below.</summary>
    public async Task<IReadOnlyList<PowerRow>> RowsAsync(CancellationToken ct)
    {
        if (actor.ActingFor is not { } own || await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.Id == own && o.Kind == OrganisationKind.Bureau, ct) is not { } bureau) return [];
        var rows = await (from o in db.Set<Organisation>().AsNoTracking()
                          join r in db.Set<Region>() on o.RegionCode equals r.Code
                          join p in db.Set<MediationPower>() on o.Id equals p.BureauId into powers
                          from p in powers.DefaultIfEmpty()
                          where o.Kind == OrganisationKind.Bureau && o.State == OrganisationState.Active && o.RegionPath.StartsWith(bureau.RegionPath)
                          orderby o.RegionPath, o.Id
                          select new { o, r.Level, p }).Take(500).ToListAsync(ct);
        return rows.ConvertAll(row => new PowerRow(row.o, Usual(row.Level), row.p));
    }

    public async Task<Outcome<MediationPower>> SetAsync(Guid bureauId, bool has, string? reason, CancellationToken ct)
    {
        if ((await RowsAsync(ct)).FirstOrDefault(row => row.Bureau.Id == bureauId) is not { } row || !access.May(Act.Mediate, new(RegionPath: row.Bureau.RegionPath))) return Failures.OfStatus(404);
        if (row.Bureau.Id == actor.ActingFor) return new Failure("own_power", 409, DisputeTexts.OwnPower, "bureau");
        if (reason?.Trim() is not { Length: > 0 and <= CaseBook.ReasonMax }) return new Failure("reason_missing", 400, CaseTexts.ReasonMissing, "powerReason");
        var set = await db.Set<MediationPower>().SingleOrDefaultAsync(p => p.BureauId == bureauId, ct);
        if (set is null) db.Add(set = new() { BureauId = bureauId, Has = has, Reason = reason.Trim(), SetBy = actor.ActingFor!.Value, At = time.GetUtcNow() });
        (set.Has, set.Reason, set.SetBy, set.At) = (has, reason.Trim(), actor.ActingFor!.Value, time.GetUtcNow());
        audit.Record(db, "mediation.power", $"organisation:{bureauId}", new { has, reason });
        await db.SaveChangesAsync(ct);
        return set;
    }

    private static bool Usual(RegionLevel level) => level is RegionLevel.Province or RegionLevel.Prefecture;
}
