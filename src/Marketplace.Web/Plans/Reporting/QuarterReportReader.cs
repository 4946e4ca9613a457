using Marketplace.Web.Conversions.Counting;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Documents;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Plans.Reporting;

/// <summary>Reads a locked quarter of a region for its report.</summary>
public sealed class QuarterReportReader(AppDbContext db, FactReader reader, FactStore store, QuarterFacts facts, RegionTree regions)
{
    private static readonly TimeSpan s_beijing = TimeSpan.FromHours(8);

    public static readonly IReadOnlyList<string> Formats = ["docx", "xlsx"];

    public const string FormatRoute = "format:regex(^(xlsx|docx)$)";

    /// <param name="path">Of which region.</param>
    /// <param name="quarter">Which quarter.</param>
    /// <param name="adjustedUntil">With what was found out after the lock, until the end of that day; null: without.</param>
    /// <param name="ct">The reader left.</param>
    /// <returns>Null: it is not locked.</returns>
    public async Task<QuarterReportInput?> ReadAsync(string path, Quarter quarter, DateOnly? adjustedUntil, CancellationToken ct)
    {
        var locks = await reader.LocksAsync(ct);
        if (locks.Where(l => l.Quarter == quarter && path.StartsWith(l.RegionPath, StringComparison.Ordinal)).Min(l => (DateTimeOffset?)l.At) is not { } lockedAt) return null;
        // The regions of that time, whatever became of them.
        var below = (await db.Set<Region>().AsNoTracking().Where(r => r.Path.StartsWith(path) && r.Path != path && (r.ValidTo == null || r.ValidTo > quarter.Last)).OrderBy(r => r.Code).ToListAsync(ct))
            .Where(r => r.Path[path.Length..].TrimEnd('/').IndexOf('/', StringComparison.Ordinal) < 0).Select(r => (r.Path, r.Name)).ToList();
        var name = await regions.NameAsync(path, ct);
        var (places, adjustments, official) = QuarterReport.Of(await store.HistoriesAsync(reader, ct), locks, (path, name), below, quarter, lockedAt,
            adjustedUntil is { } day ? (day, new DateTimeOffset(day.AddDays(1).ToDateTime(TimeOnly.MinValue), s_beijing)) : null);
        return new(quarter.ToString(), name, lockedAt, places, adjustments, await facts.NamedAsync(official, ct));
    }

    public static byte[] File(QuarterReportInput input, string format, Language? second) => format == "xlsx" ? OfficialBook.Of(QuarterReportPaper.Of(input, second)) : OfficialWord.Of(QuarterReportPaper.Of(input, second));

    public static string MediaType(string format) => format == "xlsx" ? XlsxWriter.MediaType : WordDocument.MediaType;
}
