using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Delegations;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Outbox;
using Marketplace.Web.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Needs;

/// <summary>What owners do with their needs. Each step: lock, right, state, rules; then row, audit, work, mail and event in one transaction. Neither audit nor event holds a word of the need.</summary>
public sealed class NeedDesk(
    AppDbContext db, Actor actor, AccessCheck access, DelegationCheck delegation, NeedSeal seal, NeedChecks checks, NeedWork work, AuditLog audit, Industries industries, Crops crops, RegionTree regions, TimeProvider time)
{
    /// <summary>Eight characters without those that look alike, so that it can be read out on the phone.</summary>
    internal static string NewPseudonym() => "X-" + SpokenCode.New(8);

    /// <summary>Null when there is none, or none for this reader.</summary>
    public async Task<Need?> FindAsync(Guid id, CancellationToken ct) =>
        await db.Set<Need>().AsNoTracking().SingleOrDefaultAsync(n => n.Id == id, ct) is { } found && access.May(Act.KeepNeeds, found.Target) ? found : null;

    public NeedDraft DraftOf(Need need) => NeedDraft.Of(need, seal.Open(need));

    /// <summary>The organisation acted for; null: the person's own needs.</summary>
    public async Task<Organisation?> OwnerAsync(CancellationToken ct) =>
        actor.ActingFor is { } id ? await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.Id == id && o.State == OrganisationState.Active, ct) : null;

    /// <summary>The needs of whom this reader acts for; theirs alone where they have no right to the organisation's.</summary>
    public IQueryable<Need> Own() => actor.ActingFor is { } owner && access.May(Act.KeepNeeds, new(owner)) ? db.Set<Need>().Where(n => n.OwnerId == owner)
        : actor.PersonId is { } person ? db.Set<Need>().Where(n => n.OwnerId == null && n.PersonId == person) : db.Set<Need>().Where(n => false);

    /// <summary>A new draft of whom one acts for. The form's own number: sent twice it gives the need that is there.</summary>
    public async Task<Outcome<Need>> CreateAsync(NeedDraft given, Guid? once, CancellationToken ct)
    {
        if (actor.ActingFor is not null && await OwnerAsync(ct) is null) return Failures.OfStatus(StatusCodes.Status404NotFound);
        if (once is { } sent && await db.Set<Need>().AsNoTracking().SingleOrDefaultAsync(n => n.Id == sent, ct) is { } earlier)
            return access.May(Act.KeepNeeds, earlier.Target) ? earlier : Failures.OfStatus(StatusCodes.Status404NotFound);
        var owner = await OwnerAsync(ct);
        var now = time.GetUtcNow();
        var need = new Need
        {
            Id = once ?? Guid.CreateVersion7(),
            OwnerId = owner?.Id,
            PersonId = actor.PersonId,
            Source = NeedSource.Owner,
            State = NeedState.Draft,
            Visibility = NeedVisibility.Anonymous,
            Pseudonym = NewPseudonym(),
            Title = "",
            RegionPath = owner?.RegionPath ?? "",
            CreatedAt = now,
            ChangedAt = now,
        };
        if (access.Refuse(Act.KeepNeeds, need.Target) is { } refused) return refused;
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(ct) : null;
        if (await LentAsync(need, ct) is { } lent) return lent;
        var failures = await WriteAsync(need, given.Tidy(), ct);
        if (failures.Count > 0) return failures;
        db.Add(need);
        audit.Record(db, "need.created", Subject(need.Id), new { source = need.Source.ToString() });
        await db.SaveChangesAsync(ct);
        if (transaction is not null) await transaction.CommitAsync(ct);
        return need;
    }

    /// <param name="id">Which.</param>
    /// <param name="change">From what stands there to what shall stand there.</param>
    /// <param name="version">Of the need as it was read; null: whatever it is now.</param>
    /// <param name="confirmed">What only may give an open need away was looked at.</param>
    /// <param name="ct">The caller left.</param>
    public Task<Outcome<Need>> SaveAsync(Guid id, Func<NeedDraft, NeedDraft> change, uint? version, bool confirmed, CancellationToken ct) => StepAsync(id, version, async need =>
    {
        var before = DraftOf(need);
        var draft = change(before).Tidy();
        var failures = await WriteAsync(need, draft, ct);
        if (failures.Count > 0) return failures;
        if (need.State is NeedState.Open)
        {
            // What others may see already is never worse than when it was opened. Weak words that stood there were looked at then.
            var hits = await checks.FindAsync(need.OwnerId, draft, ct);
            var known = before.Visibility == NeedVisibility.Anonymous ? (await checks.FindAsync(need.OwnerId, before, ct)).Select(hit => hit.Words).ToHashSet(StringComparer.Ordinal) : [];
            failures = NeedRules.Open(draft, need.RegionPath, Dates.Today(time), hits, confirmed || hits.All(hit => hit.Strong || known.Contains(hit.Words)));
            if (failures.Count > 0) return failures;
        }
        audit.Record(db, "need.saved", Subject(id), new { visibility = need.Visibility.ToString() });
        return [];
    }, ct);

    /// <summary>What stands between it and being open.</summary>
    public async Task<(IReadOnlyList<Failure> Failures, IReadOnlyList<GiveAwayHit> Hits)> CheckAsync(Need need, CancellationToken ct)
    {
        var draft = DraftOf(need);
        var hits = draft.Visibility == NeedVisibility.Anonymous ? await checks.FindAsync(need.OwnerId, draft, ct) : [];
        var failures = NeedRules.Fields(draft, industries, crops);
        failures.AddRange(NeedRules.Open(draft, need.RegionPath, Dates.Today(time), hits, confirmed: true));
        return (failures, hits);
    }

    public Task<Outcome<Need>> OpenAsync(Guid id, uint? version, bool confirmed, CancellationToken ct) => MoveAsync(id, NeedStep.Open, version, confirmed, _ => [], ct);

    public Task<Outcome<Need>> ReopenAsync(Guid id, bool confirmed, CancellationToken ct) => MoveAsync(id, NeedStep.Reopen, null, confirmed, need =>
    {
        (need.SolvedBy, need.SolvedWith, need.RemindedFor, need.MergedInto) = (null, null, null, null);
        return [];
    }, ct);

    public Task<Outcome<Need>> PauseAsync(Guid id, CancellationToken ct) => MoveAsync(id, NeedStep.Pause, null, false, _ => [], ct);

    public Task<Outcome<Need>> ResumeAsync(Guid id, bool confirmed, CancellationToken ct) => MoveAsync(id, NeedStep.Resume, null, confirmed, _ => [], ct);

    public Task<Outcome<Need>> WithdrawAsync(Guid id, CancellationToken ct) => MoveAsync(id, NeedStep.Withdraw, null, false, _ => [], ct);

    public Task<Outcome<Need>> ExtendAsync(Guid id, CancellationToken ct) => MoveAsync(id, NeedStep.Extend, null, false, need =>
    {
        (need.ExpiresOn, need.RemindedFor) = (NeedRules.Expiry(Dates.Today(time)), null);
        return [];
    }, ct);

    public async Task<Outcome<Need>> SolveAsync(Guid id, Solution? how, string? patent, CancellationToken ct)
    {
        if (how is not { } given) return new Failure("need_solution_missing", 400, NeedTexts.SolutionMissing, "how");
        string? number = null;
        if (!string.IsNullOrWhiteSpace(patent))
        {
            number = PatentNumber.Parse(patent, out var fault) is { } parsed && fault is null ? parsed.Body : null;
            if (number is null || !await db.Set<Patent>().AnyAsync(p => p.ApplicationNo == number && p.RemovedAt == null, ct)) return new Failure("need_patent_unknown", 400, NeedTexts.PatentUnknown, "patent");
        }
        return await MoveAsync(id, NeedStep.Solve, null, false, need =>
        {
            (need.SolvedBy, need.SolvedWith) = (given, number);
            return [];
        }, ct);
    }

    private Task<Outcome<Need>> MoveAsync(Guid id, NeedStep step, uint? version, bool confirmed, Func<Need, List<Failure>> apply, CancellationToken ct) => StepAsync(id, version, async need =>
    {
        if (NeedSteps.To(need.State, step) is not { } to)
        {
            // A double click finds it where it leads.
            var there = Enum.GetValues<NeedState>().Where(from => from != need.State && NeedSteps.To(from, step) == need.State);
            return there.Any() ? [] : [new("state_forbids", 409, NeedTexts.StateForbids.Fill(NeedWords.Name(need.State)))];
        }
        var today = Dates.Today(time);
        if (NeedSteps.Opens(step))
        {
            if (need.OwnerId is { } owner && !await db.Set<Organisation>().AnyAsync(o => o.Id == owner && o.State == OrganisationState.Active, ct)) return [new("owner_not_active", 409, NeedTexts.OwnerNotActive)];
            var draft = DraftOf(need);
            var failures = NeedRules.Fields(draft, industries, crops);
            failures.AddRange(NeedRules.Open(draft, need.RegionPath, today, await checks.FindAsync(need.OwnerId, draft, ct), confirmed));
            if (failures.Count > 0) return failures;
            need.OpenedAt ??= time.GetUtcNow();
            if (need.ExpiresOn is not { } until || until < today || step == NeedStep.Reopen) need.ExpiresOn = NeedRules.Expiry(today);
        }
        var refused = apply(need);
        if (refused.Count > 0) return refused;
        var from = need.State;
        need.State = to;
        audit.Record(db, "need." + Past(step), Subject(id), new { from = from.ToString(), how = step == NeedStep.Solve ? need.SolvedBy.ToString() : null });
        await work.SettledAsync(db, need, actor.PersonId, ct);
        return [];
    }, ct);

    /// <summary>One step of one need: found, allowed, at the version that was looked at, all in a transaction of its own or the caller's.</summary>
    private async Task<Outcome<Need>> StepAsync(Guid id, uint? version, Func<Need, Task<List<Failure>>> step, CancellationToken ct)
    {
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(ct) : null;
        await db.Database.ExecuteSqlAsync($"select 1 from needs where id = {id} for update", ct);
        var need = await db.Set<Need>().SingleOrDefaultAsync(n => n.Id == id, ct);
        if (need is null) return Failures.OfStatus(StatusCodes.Status404NotFound);
        if (access.Refuse(Act.KeepNeeds, need.Target) is { } refused) return refused;
        if (version is { } seen && seen != need.Version) return new Failure("need_changed", 409, NeedTexts.ChangedMeanwhile);
        if (await LentAsync(need, ct) is { } ended) return ended;
        var failures = await step(need);
        if (failures.Count > 0) return db.Dropped(failures);
        // What a station entered is taken over by whoever of its owner first does something with it.
        need.PersonId ??= actor.PersonId;
        need.ChangedAt = time.GetUtcNow();
        db.Publish(NeedChanged.Kind, need.Id, new NeedChanged(need.Id));
        await db.SaveChangesAsync(ct);
        if (transaction is not null) await transaction.CommitAsync(ct);
        return need;
    }

    private async Task<Failure?> LentAsync(Need need, CancellationToken ct) =>
        actor.PersonId is not null && need.OwnerId is { } owner ? await delegation.RefuseAsync(db, Act.KeepNeeds, owner, null, ct) : null;

    private async Task<List<Failure>> WriteAsync(Need need, NeedDraft draft, CancellationToken ct)
    {
        var failures = NeedRules.Fields(draft, industries, crops);
        var path = need.RegionPath;
        if (draft.Region is { } code && !path.EndsWith($"/{code}/", StringComparison.Ordinal))
        {
            if (await regions.FindAsync(code, ct) is { } place) path = place.Path;
            else failures.Add(new("need_region_unknown", 400, NeedTexts.RegionMissing, "region"));
        }
        if (failures.Count == 0) NeedWriter.Put(need, draft, path, seal);
        return failures;
    }

    private static string Past(NeedStep step) => step switch
    {
        NeedStep.Open => "opened",
        NeedStep.Pause => "paused",
        NeedStep.Resume => "resumed",
        NeedStep.Solve => "solved",
        NeedStep.Withdraw => "withdrawn",
        NeedStep.Reopen => "reopened",
        _ => "extended",
    };

    internal static string Subject(Guid id) => "need:" + id;
}
