using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Needs.Drives;

/// <summary>As typed by the bureau.</summary>
public sealed record DriveDraft(string Title, string Notice, string Scope, string? Region, DateOnly? Deadline, IReadOnlyDictionary<string, int> Targets);

/// <param name="Key">Code of the county or township; empty: of no place below.</param>
/// <param name="Needs">How many were left there.</param>
public sealed record DriveProgress(string Key, string Name, int Needs, int Target);

/// <summary>Two needs of one drive that say the same, or were left with the same number.</summary>
public sealed record DrivePair(Need One, Need Other, double Alike, bool SamePhone);

/// <summary>What a bureau does with its drives.</summary>
public sealed class DriveDesk(AppDbContext db, Actor actor, AccessCheck access, RegionTree regions, NeedSeal seal, AuditLog audit, TimeProvider time)
{
    /// <summary>From here on two texts are taken for one (issue).</summary>
    public const double Alike = 0.9;
    public const int NoticeMax = 5000;
    public const int ScopeMax = 500;

    internal static string Subject(Guid id) => "drive:" + id;

    public async Task<Organisation?> BureauAsync(CancellationToken ct) => actor.ActingFor is { } id
        ? await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.Id == id && o.Kind == OrganisationKind.Bureau && o.State == OrganisationState.Active, ct) : null;

    /// <summary>Of the reader's own bureau; null: none such for them.</summary>
    public async Task<Drive?> FindAsync(Guid id, CancellationToken ct) =>
        await db.Set<Drive>().AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, ct) is { } found && found.BureauId == actor.ActingFor && access.May(Act.CollectNeeds, found.Target) ? found : null;

    /// <summary>For everybody: one that was opened once.</summary>
    public Task<Drive?> PublicAsync(Guid id, CancellationToken ct) => db.Set<Drive>().AsNoTracking().SingleOrDefaultAsync(d => d.Id == id && d.State != DriveState.Draft, ct);

    public IQueryable<Drive> Own() => db.Set<Drive>().Where(d => d.BureauId == actor.ActingFor);

    public async Task<Outcome<Drive>> SaveAsync(Guid? id, DriveDraft draft, CancellationToken ct)
    {
        if (await BureauAsync(ct) is not { } bureau) return Failures.OfStatus(StatusCodes.Status404NotFound);
        var failures = new List<Failure>();
        void Wrong(string code, string field, string message) => failures.Add(new("drive_" + code, 400, message, field));
        if (draft.Title.Trim().Length is < 4 or > NeedRules.TitleMax) Wrong("title_wrong", "title", DriveTexts.TitleWrong.Fill(NeedRules.TitleMax));
        if (draft.Notice.Trim().Length is 0 or > NoticeMax) Wrong("notice_wrong", "notice", DriveTexts.NoticeWrong.Fill(NoticeMax));
        if (draft.Scope.Length > ScopeMax) Wrong("scope_long", "scope", NeedTexts.TooLong.Fill(DriveTexts.Scope, ScopeMax, draft.Scope.Length));
        if (draft.Deadline is not { } deadline || deadline < Dates.Today(time)) Wrong("deadline_wrong", "deadline", DriveTexts.DeadlineWrong);
        var region = draft.Region is { Length: > 0 } code ? await regions.FindAsync(code, ct) : await regions.FindAsync(bureau.RegionCode, ct);
        if (region is null || !access.May(Act.CollectNeeds, new(RegionPath: region.Path))) Wrong("region_wrong", "region", DriveTexts.RegionWrong);
        if (draft.Targets.Values.Any(target => target is < 0 or > 100_000)) Wrong("target_wrong", "targets", DriveTexts.TargetWrong);
        if (failures.Count > 0) return failures;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        Drive? drive = null;
        if (id is { } known)
        {
            drive = await db.Set<Drive>().SingleOrDefaultAsync(d => d.Id == known, ct);
            if (drive is not null && drive.BureauId != bureau.Id) return Failures.OfStatus(StatusCodes.Status404NotFound);
            if (drive?.State == DriveState.Closed) return new Failure("state_forbids", 409, DriveTexts.IsClosed);
        }
        if (drive is null)
        {
            drive = new Drive { Id = id ?? Guid.CreateVersion7(), BureauId = bureau.Id, Title = "", Notice = "", Scope = "", RegionPath = "", Deadline = default, State = DriveState.Draft, CreatedAt = time.GetUtcNow() };
            db.Add(drive);
        }
        if (drive.Deadline != draft.Deadline!.Value) drive.Reminded = false;
        (drive.Title, drive.Notice, drive.Scope, drive.RegionPath, drive.Deadline) = (draft.Title.Trim(), draft.Notice.Trim().ReplaceLineEndings("\n"), draft.Scope.Trim(), region!.Path, draft.Deadline.Value);
        drive.Targets = draft.Targets.Where(pair => pair.Value > 0).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        audit.Record(db, "drive.saved", Subject(drive.Id));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return drive;
    }

    public async Task<Outcome<Drive>> MoveAsync(Guid id, DriveState to, CancellationToken ct)
    {
        if (await FindAsync(id, ct) is null) return Failures.OfStatus(StatusCodes.Status404NotFound);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var drive = await db.Set<Drive>().SingleAsync(d => d.Id == id, ct);
        if (drive.State == to) return drive;
        if (to == DriveState.Draft || (drive.State == DriveState.Draft && to == DriveState.Closed)) return new Failure("state_forbids", 409, DriveTexts.IsClosed);
        if (to == DriveState.Open && drive.Deadline < Dates.Today(time)) return new Failure("drive_deadline_wrong", 409, DriveTexts.DeadlineWrong, "deadline");
        drive.State = to;
        drive.OpenedAt ??= time.GetUtcNow();
        audit.Record(db, to == DriveState.Open ? "drive.opened" : "drive.closed", Subject(id));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return drive;
    }

    public IQueryable<Need> NeedsOf(Guid drive) => db.Set<Need>().AsNoTracking().Where(n => n.DriveId == drive);

    /// <summary>By the places right below the drive's region, or one level deeper: counties of a prefecture, townships of a county.</summary>
    public async Task<IReadOnlyList<DriveProgress>> ProgressAsync(Drive drive, CancellationToken ct)
    {
        var paths = await NeedsOf(drive.Id).Where(n => n.MergedInto == null && n.State != NeedState.Withdrawn).Select(n => n.RegionPath).ToListAsync(ct);
        var at = drive.RegionPath.Split('/', StringSplitOptions.RemoveEmptyEntries)[^1];
        var places = await regions.ChildrenAsync(at, ct);
        var below = new List<Region>();
        foreach (var place in places) below.AddRange(await regions.ChildrenAsync(place.Code, ct));
        var rows = new List<DriveProgress>();
        foreach (var place in places)
        {
            rows.Add(new(place.Code, place.Name, paths.Count(path => path.StartsWith(place.Path, StringComparison.Ordinal)), drive.Targets.GetValueOrDefault(place.Code)));
            rows.AddRange(below.Where(inner => inner.Parent == place.Code).Select(inner => new DriveProgress(inner.Code, $"{place.Name} {inner.Name}", paths.Count(path => path.StartsWith(inner.Path, StringComparison.Ordinal)), drive.Targets.GetValueOrDefault(inner.Code)))
                .Where(row => row.Needs > 0 || row.Target > 0));
        }
        var elsewhere = paths.Count(path => !places.Exists(place => path.StartsWith(place.Path, StringComparison.Ordinal)));
        if (elsewhere > 0) rows.Add(new("", DriveTexts.NoPlace, elsewhere, 0));
        return rows;
    }

    /// <summary>What was said twice. By pairs of characters, so that it needs no dictionary and is the same each time.</summary>
    public async Task<IReadOnlyList<DrivePair>> DuplicatesAsync(Guid drive, CancellationToken ct)
    {
        var needs = await NeedsOf(drive).Where(n => n.MergedInto == null && n.State != NeedState.Withdrawn).OrderBy(n => n.Id).ToListAsync(ct);
        var grams = needs.ConvertAll(need => Grams(need.Title + need.Summary));
        var pairs = new List<DrivePair>();
        for (var i = 0; i < needs.Count; i++)
            for (var j = i + 1; j < needs.Count; j++)
            {
                // Jaccard can't reach the bound where sizes differ more than it.
                var (few, many) = grams[i].Count < grams[j].Count ? (grams[i].Count, grams[j].Count) : (grams[j].Count, grams[i].Count);
                var alike = many > 0 && few >= many * Alike ? Likeness(grams[i], grams[j]) : 0;
                var phone = needs[i].PhoneBucket is { } bucket && bucket == needs[j].PhoneBucket && seal.Open(needs[i]).Phone == seal.Open(needs[j]).Phone;
                if (alike >= Alike || phone) pairs.Add(new(needs[i], needs[j], alike, phone));
            }
        return pairs;
    }

    /// <summary>The later goes into the earlier; it stays as it is and is shown and matched no more, so that it can come back.</summary>
    public Task<Outcome<Drive>> MergeAsync(Guid drive, Guid other, Guid into, CancellationToken ct) => PairAsync(drive, other, "need.merged", into, async need =>
    {
        if (other == into || !await NeedsOf(drive).AnyAsync(n => n.Id == into && n.MergedInto == null, ct)) return Failures.OfStatus(StatusCodes.Status404NotFound);
        // Somebody else's need is theirs to end: only what nobody owns, or what the same one owns, is put together.
        var kept = await db.Set<Need>().AsNoTracking().SingleAsync(n => n.Id == into, ct);
        if (need.OwnerId is not null && need.OwnerId != kept.OwnerId) return new Failure("drive_other_owner", 409, DriveTexts.OtherOwner);
        (need.MergedInto, need.State) = (into, NeedState.Withdrawn);
        return null;
    }, ct);

    public Task<Outcome<Drive>> UndoAsync(Guid drive, Guid other, CancellationToken ct) => PairAsync(drive, other, "need.unmerged", null, need =>
    {
        if (need.MergedInto is null) return Task.FromResult<Failure?>(Failures.OfStatus(StatusCodes.Status404NotFound));
        (need.MergedInto, need.State) = (null, need.OpenedAt is null || need.ExpiresOn < Dates.Today(time) ? NeedState.Draft : NeedState.Open);
        return Task.FromResult<Failure?>(null);
    }, ct);

    internal static HashSet<int> Grams(string text)
    {
        var folded = NameFolding.Fold(text).Where(char.IsLetterOrDigit).ToArray();
        var grams = new HashSet<int>();
        for (var i = 0; i + 1 < folded.Length; i++) grams.Add(folded[i] << 16 | folded[i + 1]);
        return grams;
    }

    internal static double Likeness(HashSet<int> one, HashSet<int> other)
    {
        if (one.Count == 0 || other.Count == 0) return 0;
        var both = one.Count(other.Contains);
        return (double)both / (one.Count + other.Count - both);
    }

    private async Task<Outcome<Drive>> PairAsync(Guid drive, Guid id, string did, Guid? into, Func<Need, Task<Failure?>> act, CancellationToken ct)
    {
        if (await FindAsync(drive, ct) is not { } found) return Failures.OfStatus(StatusCodes.Status404NotFound);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select 1 from needs where id = {id} for update", ct);
        if (await db.Set<Need>().SingleOrDefaultAsync(n => n.Id == id && n.DriveId == drive, ct) is not { } need) return Failures.OfStatus(StatusCodes.Status404NotFound);
        if (await act(need) is { } refused) return db.Dropped(refused);
        need.ChangedAt = time.GetUtcNow();
        audit.Record(db, did, NeedDesk.Subject(id), new { drive, into });
        db.Publish(NeedChanged.Kind, need.Id, new NeedChanged(need.Id));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return found;
    }
}
