using Marketplace.Web.Conversions.Counting;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Duplicates;

/// <param name="Finding">What the rules say of the two today.</param>
/// <param name="Merge">The one that stands between them.</param>
public sealed record SuspectPair(Suspect Suspect, Known First, Known Second, Finding Finding, Merge? Merge);

/// <summary>判定: what two conversions are to each other, said once, with a reason, by somebody who entered neither.</summary>
public sealed class SuspectDesk(AppDbContext db, Actor actor, AccessCheck access, AuditLog audit, WorkDesk work, TimeProvider time)
{
    /// <summary>Merges are written one after the other: two at once could close a ring. "merge" in ASCII.</summary>
    private const long MergeLock = 0x6D65726765;

    public static string Subject(Guid id) => $"suspect:{id}";

    /// <summary>Those of which the reader's region filed one, or has a party.</summary>
    public IQueryable<Suspect> Seen()
    {
        if (actor.WidestRegion(Act.ReadConversions) is not { } region) return db.Set<Suspect>().AsNoTracking().Where(s => false);
        return db.Set<Suspect>().AsNoTracking().Where(s => db.Set<Conversion>().Any(c => (c.Id == s.FirstId || c.Id == s.SecondId)
            && (c.RegionPath.StartsWith(region) || db.Set<FilingParty>().Any(p => p.RegionPath.StartsWith(region) && db.Set<Filing>().Any(f => f.Id == p.FilingId && f.ConversionId == c.Id)))));
    }

    /// <summary>Null: there is none for this reader.</summary>
    public async Task<SuspectPair?> FindAsync(Guid id, CancellationToken ct)
    {
        if (await Seen().SingleOrDefaultAsync(s => s.Id == id, ct) is not { } suspect) return null;
        var sides = (await KnownFilings.OfAsync(db, [suspect.FirstId, suspect.SecondId], ct)).ToDictionary(k => k.Filing.ConversionId);
        // One that was taken down since has no words left to decide on.
        if (!sides.TryGetValue(suspect.FirstId, out var first) || !sides.TryGetValue(suspect.SecondId, out var second)) return null;
        var merge = await db.Set<Merge>().AsNoTracking().SingleOrDefaultAsync(m => m.UndoneAt == null && (m.FromId == suspect.FirstId && m.IntoId == suspect.SecondId || m.FromId == suspect.SecondId && m.IntoId == suspect.FirstId), ct);
        return new(suspect, first, second, DuplicateRules.Compare(first.Filing, second.Filing), merge);
    }

    /// <summary>Why the reader may not decide on these two; null: they may.</summary>
    public async Task<Failure?> RefuseAsync(SuspectPair pair, CancellationToken ct)
    {
        var (first, second) = (await PathAsync(pair.Suspect.FirstId, ct), await PathAsync(pair.Suspect.SecondId, ct));
        var entered = await db.Set<Filing>().Where(f => (f.ConversionId == pair.Suspect.FirstId || f.ConversionId == pair.Suspect.SecondId) && f.EnteredBy != null).Select(f => f.EnteredBy!.Value).Distinct().ToListAsync(ct);
        var common = DuplicateFinder.Common(first, second);
        var (one, other) = (access.Refuse(Act.VerifyConversions, new(RegionPath: first, DoneBy: entered)), access.Refuse(Act.VerifyConversions, new(RegionPath: second, DoneBy: entered)));
        if ((one ?? other) is { Code: "separation_of_duties" } both) return both;
        if (one is null && other is null) return null;
        if (one is not null && other is not null) return one.Code == "separation_of_duties" ? one : other.Code == "separation_of_duties" ? other : new("suspect_elsewhere", 404, DuplicateTexts.Elsewhere);
        // Of one side only: where a bureau looks after both regions, it is that bureau's to say.
        return common.Length > 0 && first.StartsWith(common, StringComparison.Ordinal) && second.StartsWith(common, StringComparison.Ordinal) && await BureauOf.RegionAsync(db, common, ct) is { } bureau
            ? new("suspect_above", 409, DuplicateTexts.Above.Fill(bureau.Name)) : null;
    }

    /// <param name="id">Which.</param>
    /// <param name="said">Same, Part, Chain or Different.</param>
    /// <param name="stays">Of the same: the one that goes on counting.</param>
    /// <param name="reason">Why.</param>
    /// <param name="ct">The caller left.</param>
    public async Task<Failure?> DecideAsync(Guid id, SuspectState? said, Guid? stays, string? reason, CancellationToken ct)
    {
        if (await FindAsync(id, ct) is not { } pair) return Failures.OfStatus(StatusCodes.Status404NotFound);
        if (await RefuseAsync(pair, ct) is { } refused) return refused;
        if (said is not { } state || state == SuspectState.Open || !Enum.IsDefined(state)) return new("decision_missing", 400, DuplicateTexts.DecisionMissing, "decision");
        if (Reason(reason) is { } wrong) return wrong;
        var suspect = pair.Suspect;
        if (state == SuspectState.Same && stays != suspect.FirstId && stays != suspect.SecondId) return new("stays_missing", 400, DuplicateTexts.StaysMissing, "stays");
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({MergeLock})", ct);
        await KnowledgeLock.ShareAsync(db, ct);
        var now = time.GetUtcNow();
        var why = reason!.Trim();
        var mine = await db.Set<Suspect>().Where(s => s.Id == id && s.State == SuspectState.Open).ExecuteUpdateAsync(set => set
            .SetProperty(s => s.State, state).SetProperty(s => s.Reason, why).SetProperty(s => s.DecidedBy, actor.PersonId).SetProperty(s => s.DecidedAt, now), ct);
        if (mine == 0) return new("suspect_decided", 409, DuplicateTexts.Decided);
        if (state == SuspectState.Same && await MergeAsync(stays == suspect.FirstId ? suspect.SecondId : suspect.FirstId, stays!.Value, why, now, ct) is { } not) return not;
        audit.Record(db, "conversion.suspect-decided", Subject(id), new { first = suspect.FirstId, second = suspect.SecondId, state = state.ToString(), stays = state == SuspectState.Same ? stays : null, reason = why, suspect.Rules });
        await SettleWorkAsync(DuplicateFinder.Common(await PathAsync(suspect.FirstId, ct), await PathAsync(suspect.SecondId, ct)), ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    /// <summary>撤销合并: both count by themselves again, and the question is open.</summary>
    public async Task<Failure?> UndoAsync(Guid id, string? reason, CancellationToken ct)
    {
        if (await FindAsync(id, ct) is not { } pair) return Failures.OfStatus(StatusCodes.Status404NotFound);
        if (await RefuseAsync(pair, ct) is { } refused) return refused;
        if (Reason(reason) is { } wrong) return wrong;
        if (pair.Merge is not { } merge) return new("merge_undone", 409, DuplicateTexts.NoMerge);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({MergeLock})", ct);
        await KnowledgeLock.ShareAsync(db, ct);
        var (now, why) = (time.GetUtcNow(), reason!.Trim());
        var mine = await db.Set<Merge>().Where(m => m.Id == merge.Id && m.UndoneAt == null).ExecuteUpdateAsync(set => set
            .SetProperty(m => m.UndoneAt, now).SetProperty(m => m.UndoneBy, actor.PersonId).SetProperty(m => m.UndoneReason, why), ct);
        if (mine == 0) return new("merge_undone", 409, DuplicateTexts.NoMerge);
        await db.Set<Conversion>().Where(c => c.Id == merge.FromId).ExecuteUpdateAsync(set => set.SetProperty(c => c.IntoId, (Guid?)null), ct);
        await db.Set<Suspect>().Where(s => s.Id == id).ExecuteUpdateAsync(set => set
            .SetProperty(s => s.State, SuspectState.Open).SetProperty(s => s.Reason, (string?)null).SetProperty(s => s.DecidedBy, (Guid?)null).SetProperty(s => s.DecidedAt, (DateTimeOffset?)null), ct);
        audit.Record(db, "conversion.merge-undone", Subject(id), new { merge = merge.Id, from = merge.FromId, into = merge.IntoId, reason = why });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    /// <summary>Only what counts by itself is merged, into what counts by itself: so no ring can close.</summary>
    private async Task<Failure?> MergeAsync(Guid from, Guid into, string reason, DateTimeOffset now, CancellationToken ct)
    {
        var both = await db.Set<Conversion>().AsNoTracking().Where(c => c.Id == from || c.Id == into).ToListAsync(ct);
        if (both.Find(c => c.IntoId is not null) is { } gone) return new("merged_already", 409, DuplicateTexts.MergedAlready.Fill(gone.Number));
        if (access.Refuse(Act.VerifyConversions, new(RegionPath: both.Single(c => c.Id == from).RegionPath)) is not null) return new("not_yours_to_give_up", 409, DuplicateTexts.OnlyOwn, "stays");
        // Else what was counted would count no more until somebody verified the other.
        if (both.Single(c => c.Id == from).CountedId is not null && both.Single(c => c.Id == into).CountedId is null) return new("stays_unverified", 409, DuplicateTexts.StaysUnverified, "stays");
        db.Add(new Merge { FromId = from, IntoId = into, Reason = reason, PersonId = actor.PersonId, At = now });
        await db.Set<Conversion>().Where(c => c.Id == from).ExecuteUpdateAsync(set => set.SetProperty(c => c.IntoId, into), ct);
        return null;
    }

    /// <summary>Off the list of the bureau once nothing of its region is open.</summary>
    private async Task SettleWorkAsync(string region, CancellationToken ct)
    {
        if (await BureauOf.RegionAsync(db, region, ct) is not { } bureau) return;
        if (await db.Set<Suspect>().AnyAsync(s => s.State == SuspectState.Open && db.Set<Conversion>().Any(c => (c.Id == s.FirstId || c.Id == s.SecondId) && c.RegionPath.StartsWith(bureau.RegionPath)), ct)) return;
        await work.DoneAsync(db, $"{DuplicateFinder.Work}:{bureau.Id:N}", actor.PersonId, ct);
    }

    private Task<string> PathAsync(Guid conversion, CancellationToken ct) => db.Set<Conversion>().Where(c => c.Id == conversion).Select(c => c.RegionPath).SingleAsync(ct);

    private static Failure? Reason(string? reason) => string.IsNullOrWhiteSpace(reason) ? new("reason_missing", 400, DuplicateTexts.ReasonMissing, "reason")
        : reason.Trim().Length > SuspectTable.ReasonMax ? new("reason_too_long", 400, DuplicateTexts.ReasonLong.Fill(SuspectTable.ReasonMax), "reason") : null;
}
