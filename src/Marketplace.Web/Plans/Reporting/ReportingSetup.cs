using Marketplace.Web.Conversions.Periods;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Privacy;

namespace Marketplace.Web.Plans.Reporting;

public static class ReportingSetup
{
    public static void AddReporting(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<QuarterFacts>();
        builder.Services.AddScoped<PlanReportReader>();
        builder.Services.AddScoped<QuarterReportReader>();
        builder.Services.AddScoped<FiledReportDesk>();
        builder.AddFileGuard<FiledReportPapers>();
        builder.AddPersonalData<FiledReportData>();
    }

    /// <summary>/conversions/periods/2026Q3/report.docx; <c>adjusted</c> is the day until which adjustments are told beside, <c>language</c> the second one. That names went out is noted.</summary>
    public static void MapReporting(this WebApplication app) => app.MapGet($"/conversions/periods/{{quarter}}/report.{{{QuarterReportReader.FormatRoute}}}",
        async (string quarter, string format, DateOnly? adjusted, string? language, PeriodDesk periods, QuarterReportReader reports, AppDbContext db, AuditLog audit, HttpContext http, CancellationToken ct) =>
    {
        if (Quarter.Read(quarter) is not { } read || periods.Region is not { } path || await reports.ReadAsync(path, read, adjusted, ct) is not { } input) return Results.StatusCode(StatusCodes.Status404NotFound);
        audit.Record(db, "period-report.made", $"period:{read}", new { region = path, format, adjusted });
        await db.SaveChangesAsync(ct);
        http.Response.Headers.CacheControl = "private, no-store";
        return Results.File(QuarterReportReader.File(input, format, Language.Find(language)), QuarterReportReader.MediaType(format), $"{read}.{format}");
    }).ExcludeFromDescription().For(Act.ReadConversions);
}
