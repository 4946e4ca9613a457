using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Files;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Matchmaking.Weighing;

/// <summary>Takes versions of the weights in, and decides which one is in force for everybody.</summary>
public sealed class WeightDesk(AppDbContext db, Actor actor, AccessCheck access, AuditLog audit, TimeProvider time, IOptions<Platform.Files.FileOptions> limits)
{
    /// <summary>Two who decide at once decide one after the other, so that numbers are in the order of commits.</summary>
    private const long OneAtATime = 7_204_611_095;

    /// <summary>Null when there is none, or none for this reader.</summary>
    public async Task<WeightVersion?> FindAsync(Guid id, CancellationToken ct) =>
        access.May(Act.KeepWeights, new()) ? await db.Set<WeightVersion>().AsNoTracking().SingleOrDefaultAsync(v => v.Id == id, ct) : null;

    public async Task<Outcome<WeightVersion>> TakeAsync(IFormFile? upload, CancellationToken ct)
    {
        if (access.Refuse(Act.KeepWeights, new()) is { } refused) return refused;
        var sent = await Upload.ReadAsync(upload, limits.Value.MaxBytes, WeightTexts.FileMissing, WeightFile.Field, ct);
        if (!sent.Succeeded) return sent.Failures.ToList();
        var read = WeightFile.Read(sent.Value.Bytes);
        if (!read.Succeeded) return read.Failures.ToList();
        var weights = read.Value;
        if (await db.Set<WeightVersion>().AnyAsync(v => v.Version == weights.Version, ct)) return Exists(weights.Version);
        var version = new WeightVersion { Version = weights.Version, Source = WeightSource.File, Json = weights.ToJson(), PersonId = actor.PersonId, CreatedAt = time.GetUtcNow() };
        db.Add(version);
        audit.Record(db, "weights.uploaded", Subject(version.Id), new { version = weights.Version });
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e.InnerException is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation })
        {
            db.ChangeTracker.Clear();
            return Exists(weights.Version);
        }
        return version;
    }

    /// <param name="id">What was looked at.</param>
    /// <param name="against">The decision it was held against; another one since, and it is looked at again.</param>
    /// <param name="ct">The caller left.</param>
    public async Task<Failure?> UseAsync(Guid id, long against, CancellationToken ct)
    {
        if (await FindAsync(id, ct) is not { } version) return Failures.OfStatus(StatusCodes.Status404NotFound);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({OneAtATime})", ct);
        var last = await WeightsInForce.LastAsync(db, ct);
        if (last?.VersionId == id) return null;   // A double click.
        if ((last?.Number ?? 0) != against) return new("weights_compared_with_others", 409, WeightTexts.ChangedMeanwhile);
        db.Add(new WeightUse { VersionId = id, PersonId = actor.PersonId, At = time.GetUtcNow() });
        audit.Record(db, "weights.used", Subject(id), new { version = version.Version, instead = last?.VersionId });
        await db.SaveChangesAsync(ct);
        await db.Database.ExecuteSqlAsync($"select pg_notify({WeightsInForce.Channel}, '')", ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    /// <summary>Asks for it; while it is being done nobody needs to ask twice.</summary>
    public async Task<Failure?> LearnAsync(CancellationToken ct)
    {
        if (access.Refuse(Act.KeepWeights, new()) is { } refused) return refused;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({OneAtATime})", ct);
        if (await db.Set<WeightLearning>().AnyAsync(l => l.State == LearningState.Waiting || l.State == LearningState.Running, ct)) return null;
        var asked = new WeightLearning { PersonId = actor.PersonId, AskedAt = time.GetUtcNow(), State = LearningState.Waiting, Steps = AnswerLesson.Steps };
        db.Add(asked);
        audit.Record(db, "weights.learning-asked", "weight-learning:" + asked.Id);
        await db.SaveChangesAsync(ct);
        await db.Database.ExecuteSqlAsync($"select pg_notify({WeightsInForce.Channel}, '')", ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    internal static string Subject(Guid id) => "weights:" + id;

    private static Failure Exists(string version) => new("weights_exist", 409, WeightTexts.Exists.Fill(version), WeightFile.Field);
}
