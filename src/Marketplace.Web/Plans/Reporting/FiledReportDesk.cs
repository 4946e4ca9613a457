using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Web.Plans.Reporting;

public sealed record FiledLine(FiledReport Filed, StoredFile File, string? By);

/// <summary>Files the stamped scan of a report with its locked quarter.</summary>
public sealed class FiledReportDesk(AppDbContext db, QuarterReportReader reports, AccessCheck access, Actor actor, AuditLog audit, FileStore files, TimeProvider time)
{
    /// <summary>The last one first: it holds.</summary>
    public async Task<IReadOnlyList<FiledLine>> ListAsync(string path, Quarter quarter, CancellationToken ct)
    {
        var rows = await (from r in db.Set<FiledReport>().AsNoTracking()
                          join f in db.Set<StoredFile>() on r.FileId equals f.Id
                          where r.RegionPath == path && r.Year == quarter.Year && r.Quarter == quarter.Number
                          orderby r.Number descending
                          select new { r, f, By = db.Set<Person>().Where(p => p.Id == r.PersonId).Select(p => p.DisplayName).FirstOrDefault() }).ToListAsync(ct);
        return rows.ConvertAll(row => new FiledLine(row.r, row.f, row.By));
    }

    public bool MayFile(string path) => access.May(Act.LockPeriods, new(RegionPath: path)) || access.May(Act.FileConversions, new(RegionPath: path));

    public async Task<Failure?> FileAsync(string path, Quarter quarter, IFormFile? scan, CancellationToken ct)
    {
        if (!MayFile(path)) return Failures.OfStatus(StatusCodes.Status404NotFound);
        if (await reports.ReadAsync(path, quarter, null, ct) is not { } report) return new("period_open", 409, ReportingTexts.NotLocked);
        if (scan is null) return new("scan_missing", 400, ReportingTexts.ScanMissing, "scan");
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var id = Guid.CreateVersion7();
        var kept = await files.AddAsync(db, scan, $"{FiledReportPapers.KindName}:{id}", FileKind.Papers, ct);
        if (!kept.Succeeded) return kept.Failures[0] with { Field = "scan" };
        db.Add(new FiledReport
        {
            Id = id,
            RegionPath = path,
            Year = quarter.Year,
            Quarter = quarter.Number,
            Number = 1 + await db.Set<FiledReport>().CountAsync(r => r.RegionPath == path && r.Year == quarter.Year && r.Quarter == quarter.Number, ct),
            FileId = kept.Value.Id,
            Seal = ReportSeal.Of(report),
            PersonId = actor.PersonId,
            At = time.GetUtcNow(),
        });
        audit.Record(db, "period-report.filed", $"{FiledReportPapers.KindName}:{id}", new { quarter = quarter.ToString(), region = path, file = kept.Value.Id });
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return new("filed_at_once", 409, ReportingTexts.FiledAtOnce, "scan");
        }
        await transaction.CommitAsync(ct);
        return null;
    }
}

/// <summary>盖章件: people who read the region's conversions.</summary>
internal sealed class FiledReportPapers(AppDbContext db, AccessCheck access) : IFileGuard
{
    public const string KindName = "filed-report";

    public string Kind => KindName;

    public async Task<bool> MayReadAsync(Guid id, CancellationToken ct) =>
        await db.Set<FiledReport>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) is { } filed && access.May(Act.ReadConversions, new(RegionPath: filed.RegionPath));
}
