using System.Text.Json;
using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Files;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace Marketplace.Web.Catalogue.IndustryTables;

/// <summary>Takes editions of the table in, and decides which one is in force for everybody.</summary>
public sealed class IndustryTableDesk(AppDbContext db, Actor actor, AccessCheck access, AuditLog audit, Industries industries, TimeProvider time, IOptions<Platform.Files.FileOptions> limits)
{
    public const int NameMax = 100;

    /// <summary>Of a file that is wrong altogether the first thousands say enough.</summary>
    public const int MostFaults = 2_000;

    /// <summary>Two who decide at once decide one after the other, so that numbers are in the order of commits.</summary>
    private const long OneAtATime = 7_204_611_094;

    /// <summary>Null when there is none, or none for this reader. Without the file.</summary>
    public async Task<IndustryEdition?> FindAsync(Guid id, CancellationToken ct) => access.May(Act.KeepTables, new()) ? await WithoutFile(db.Set<IndustryEdition>().Where(e => e.Id == id)).SingleOrDefaultAsync(ct) : null;

    public static IQueryable<IndustryEdition> WithoutFile(IQueryable<IndustryEdition> editions) => editions.AsNoTracking().Select(e => new IndustryEdition
    {
        Id = e.Id,
        Name = e.Name,
        State = e.State,
        FileName = e.FileName,
        PersonId = e.PersonId,
        CreatedAt = e.CreatedAt,
        Rows = e.Rows,
        Headings = e.Headings,
        Rejected = e.Rejected,
        Pairs = e.Pairs,
        Symbols = e.Symbols,
        Industries = e.Industries,
        NamesDiffer = e.NamesDiffer,
        Faults = e.Faults,
    });

    public async Task<Outcome<IndustryEdition>> TakeAsync(string? name, IFormFile? upload, CancellationToken ct)
    {
        if (access.Refuse(Act.KeepTables, new()) is { } refused) return refused;
        var failures = new List<Failure>();
        if (string.IsNullOrWhiteSpace(name)) failures.Add(new("edition_missing", 400, IndustryTableTexts.NameMissing, "name"));
        else if (name.Trim().Length > NameMax) failures.Add(new("edition_too_long", 400, IndustryTableTexts.NameTooLong.Fill(NameMax), "name"));
        var sent = await Upload.ReadAsync(upload, limits.Value.MaxBytes, IndustryTableTexts.FileMissing, "file", ct);
        if (!sent.Succeeded) failures.AddRange(sent.Failures);
        if (failures.Count > 0) return failures;
        var (fileName, bytes) = sent.Value;
        var opened = IndustryTableFile.Read(bytes, industries);
        if (!opened.Succeeded) return opened.Failures.Select(failure => failure with { Field = "file" }).ToList();
        var read = opened.Value;
        var edition = new IndustryEdition
        {
            Name = name!.Trim(),
            State = EditionState.Preview,
            FileName = fileName,
            File = bytes,
            PersonId = actor.PersonId,
            CreatedAt = time.GetUtcNow(),
            Rows = read.Rows,
            Headings = read.Headings,
            Rejected = read.Rejected,
            Pairs = read.Pairs.Count,
            Symbols = read.Pairs.Select(pair => pair.Ipc).Distinct(StringComparer.Ordinal).Count(),
            Industries = read.Pairs.Select(pair => pair.Industry).Distinct(StringComparer.Ordinal).Count(),
            NamesDiffer = read.NamesDiffer,
            Faults = JsonSerializer.Serialize(read.Faults.OrderBy(fault => fault.IsTaken).Take(MostFaults), JsonSerializerOptions.Web),
        };
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Whoever begins again has given up what they did not finish.
        foreach (var left in await db.Set<IndustryEdition>().Where(e => e.State == EditionState.Preview && e.PersonId == actor.PersonId).Select(e => e.Id).ToListAsync(ct)) await EmptyAsync(left, ct);
        db.Add(edition);
        audit.Record(db, "industry-table.uploaded", Subject(edition.Id), new { bytes = bytes.Length, edition.Rows, edition.Pairs, edition.Rejected });
        await db.SaveChangesAsync(ct);
        await CopyAsync(edition.Id, read.Pairs, ct);
        await transaction.CommitAsync(ct);
        return edition;
    }

    /// <param name="id">What was looked at.</param>
    /// <param name="against">The number in force it was held against; another one since, and it is looked at again.</param>
    /// <param name="ct">The caller left.</param>
    public async Task<Failure?> ConfirmAsync(Guid id, long against, CancellationToken ct)
    {
        if (await FindAsync(id, ct) is not { } edition) return Failures.OfStatus(StatusCodes.Status404NotFound);
        if (edition.Pairs == 0) return new("edition_empty", 409, IndustryTableTexts.NothingTaken);
        return await DecideAsync(id, async last =>
        {
            if (last?.EditionId == id) return null;   // A double click.
            if ((last?.Number ?? 0) != against) return new("edition_compared_with_another", 409, IndustryTableTexts.ChangedMeanwhile);
            return await db.Set<IndustryEdition>().Where(e => e.Id == id && e.State == EditionState.Preview).ExecuteUpdateAsync(set => set.SetProperty(e => e.State, EditionState.Kept), ct) == 1
                ? null : new("edition_moved", 409, IndustryTableTexts.Moved);
        }, ct);
    }

    /// <summary>Back to an earlier edition, or, with null, to the table that comes with the program.</summary>
    public async Task<Failure?> UseAsync(Guid? id, CancellationToken ct)
    {
        if (access.Refuse(Act.KeepTables, new()) is { } refused) return refused;
        if (id is { } wanted && await FindAsync(wanted, ct) is not { State: EditionState.Kept }) return Failures.OfStatus(StatusCodes.Status404NotFound);
        return await DecideAsync(id, _ => Task.FromResult<Failure?>(null), ct);
    }

    public async Task<Failure?> DropAsync(Guid id, CancellationToken ct)
    {
        if (await FindAsync(id, ct) is not { } edition) return Failures.OfStatus(StatusCodes.Status404NotFound);
        if (edition.State == EditionState.Dropped) return null;   // A double click.
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!await EmptyAsync(id, ct)) return new("edition_moved", 409, IndustryTableTexts.Moved);
        audit.Record(db, "industry-table.dropped", Subject(id));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    private async Task<Failure?> DecideAsync(Guid? id, Func<IndustryTableUse?, Task<Failure?>> allow, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({OneAtATime})", ct);
        var last = await IndustryTableInForce.LastAsync(db, ct);
        if (await allow(last) is { } failure) return failure;
        if (last?.EditionId == id) return null;   // It is in force.
        db.Add(new IndustryTableUse { EditionId = id, PersonId = actor.PersonId, At = time.GetUtcNow() });
        audit.Record(db, "industry-table.used", id is { } edition ? Subject(edition) : "industry-table:built-in", new { instead = last?.EditionId });
        await db.SaveChangesAsync(ct);
        await db.Database.ExecuteSqlAsync($"select pg_notify({IndustryTableFollower.Channel}, '')", ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    /// <summary>False: it is no preview.</summary>
    private async Task<bool> EmptyAsync(Guid id, CancellationToken ct)
    {
        if (await db.Set<IndustryEdition>().Where(e => e.Id == id && e.State == EditionState.Preview)
            .ExecuteUpdateAsync(set => set.SetProperty(e => e.State, EditionState.Dropped).SetProperty(e => e.File, (byte[]?)null), ct) == 0) return false;
        await db.Set<ConcordanceRow>().Where(r => r.EditionId == id).ExecuteDeleteAsync(ct);
        return true;
    }

    /// <summary>The official table has some hundred thousand lines.</summary>
    private async Task CopyAsync(Guid edition, IReadOnlyList<IndustryPair> pairs, CancellationToken ct)
    {
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await using var copy = await connection.BeginBinaryImportAsync("copy concordance (edition_id, ipc_prefix, industry, weight, partial) from stdin (format binary)", ct);
        foreach (var pair in pairs)
        {
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(edition, NpgsqlDbType.Uuid, ct);
            await copy.WriteAsync(pair.Ipc, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(pair.Industry, NpgsqlDbType.Text, ct);
            if (pair.Weight is { } weight) await copy.WriteAsync(weight, NpgsqlDbType.Double, ct);
            else await copy.WriteNullAsync(ct);
            await copy.WriteAsync(pair.Partial, NpgsqlDbType.Boolean, ct);
        }
        await copy.CompleteAsync(ct);
    }

    private static string Subject(Guid id) => "industry-table:" + id;
}
