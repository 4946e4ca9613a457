using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Licensing.Fees.Statistics;

/// <param name="Name">What people call it.</param>
public sealed record StatisticsEdition(string Name, int Rows, int FirstYear, int LastYear, DateTimeOffset ImportedAt);

/// <summary>Takes tables of licence statistics in and out. Estimates keep the figures they used, so an edition may be replaced or removed at any time.</summary>
public sealed class StatisticsDesk(AppDbContext db, Actor actor, AccessCheck access, AuditLog audit, Industries industries, TimeProvider time, IOptions<Platform.Files.FileOptions> limits)
{
    public const int NameMax = 100;

    /// <summary>Two who bring the same edition at once do it one after the other.</summary>
    private const long OneAtATime = 7_204_611_181;

    public async Task<IReadOnlyList<StatisticsEdition>> EditionsAsync(CancellationToken ct) => access.Refuse(Act.KeepTables, new()) is not null ? [] :
        [.. (await db.Set<LicenceStatistic>().GroupBy(s => s.Edition).Select(same => new { same.Key, Count = same.Count(), First = same.Min(s => s.Year), Last = same.Max(s => s.Year), At = same.Max(s => s.ImportedAt) }).ToListAsync(ct))
            .OrderByDescending(e => e.At).ThenBy(e => e.Key, StringComparer.Ordinal).Select(e => new StatisticsEdition(e.Key, e.Count, e.First, e.Last, e.At))];

    /// <summary>An edition of that name that is already there is replaced.</summary>
    public async Task<Outcome<StatisticRows>> TakeAsync(string? name, IFormFile? upload, CancellationToken ct)
    {
        if (access.Refuse(Act.KeepTables, new()) is { } refused) return refused;
        var failures = new List<Failure>();
        var edition = name?.Trim() ?? "";
        if (edition.Length == 0) failures.Add(new("edition_missing", 400, StatisticsTexts.NameMissing, "name"));
        else if (edition.Length > NameMax) failures.Add(new("edition_too_long", 400, StatisticsTexts.NameTooLong.Fill(NameMax), "name"));
        var sent = await Upload.ReadAsync(upload, limits.Value.MaxBytes, StatisticsTexts.FileMissing, "file", ct);
        if (!sent.Succeeded) failures.AddRange(sent.Failures);
        if (failures.Count > 0) return failures;
        var read = StatisticsFile.Read(sent.Value.Bytes, industries);
        if (!read.Succeeded) return read.Failures.Select(failure => failure with { Field = "file" }).ToList();
        var now = time.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({OneAtATime})", ct);
        var replaced = await db.Set<LicenceStatistic>().Where(s => s.Edition == edition).ExecuteDeleteAsync(ct);
        db.AddRange(read.Value.All.Select(row => new LicenceStatistic
        {
            Edition = edition,
            Industry = row.Industry,
            Model = row.Model,
            Year = row.Year,
            Mean = row.Mean,
            Median = row.Median,
            Count = row.Count,
            Source = row.Source,
            PersonId = actor.PersonId,
            ImportedAt = now,
        }));
        audit.Record(db, "licence-statistics.imported", Subject(edition), new { rows = read.Value.All.Count, replaced });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return read;
    }

    public async Task<Failure?> RemoveAsync(string? edition, CancellationToken ct)
    {
        if (access.Refuse(Act.KeepTables, new()) is { } refused) return refused;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var removed = await db.Set<LicenceStatistic>().Where(s => s.Edition == edition).ExecuteDeleteAsync(ct);
        if (removed == 0) return null;   // A double click.
        audit.Record(db, "licence-statistics.removed", Subject(edition!), new { rows = removed });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    /// <summary>The heads are those the import knows: what was written out can be changed and brought back.</summary>
    public async Task<IResult> ExportAsync(string? edition, string format, CancellationToken ct)
    {
        var rows = await db.Set<LicenceStatistic>().AsNoTracking().Where(s => edition == null || s.Edition == edition).OrderBy(s => s.Edition).ThenBy(s => s.Industry).ThenBy(s => s.Year).ThenBy(s => s.Model).ToListAsync(ct);
        return SheetFile.Of<LicenceStatistic>(StatisticsTexts.TableName, format,
        [
            new("统计表", s => s.Edition) { Width = 30 },
            new("行业代码", s => s.Industry),
            new("行业名称", s => industries.Find(s.Industry)?.Name) { Width = 40 },
            new("付费方式", s => s.IsRate ? "提成" : "一次性付费"),
            new("年份", s => s.Year) { Form = SheetForm.Whole },
            new("平均值", s => Typed.Plain(s.Mean)),
            new("中位数", s => Typed.Plain(s.Median)),
            new("单位", s => s.IsRate ? "%" : "元"),
            new("合同数", s => s.Count) { Form = SheetForm.Whole },
            new("来源", s => s.Source) { Width = 40 },
        ], rows);
    }

    private static string Subject(string edition) => "licence-statistics:" + edition;
}
