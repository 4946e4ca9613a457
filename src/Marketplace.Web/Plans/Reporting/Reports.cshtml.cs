using System.Globalization;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Marketplace.Web.Plans.Reporting;

/// <summary>报表: a plan as of the end of a quarter or of any day, as Word, Excel or CSV, or its evaluation. For those of its region: it names people and evidence.</summary>
[Access(Act.ReadFigures)]
public sealed class PlanReportsModel(AppDbContext db, PlanDesk desk, PlanReportReader reader, AuditLog audit, TimeProvider time) : AnsweringPage
{
    /// <summary>Five years, as plans are made for.</summary>
    private const int QuartersBack = 20;

    public Plan Plan { get; private set; } = null!;
    public string? Chosen { get; private set; }
    public string? TypedDay { get; private set; }
    public string? Second { get; private set; }

    public IEnumerable<SelectListItem> Quarters
    {
        get
        {
            for (var (quarter, left) = (Quarter.Of(Today), QuartersBack); left > 0; (quarter, left) = (quarter.Before, left - 1)) yield return new(quarter.ToString(), quarter.ToString());
        }
    }

    public static IEnumerable<SelectListItem> Languages => [new(Language.Chinese.Name, ""), .. Language.All.Where(l => l != Language.Chinese).Select(l => new SelectListItem($"{Language.Chinese.Name} + {l.Name}", l.Tag))];

    private DateOnly Today => Dates.Today(time);

    public async Task<IActionResult> OnGetAsync(string key, string? quarter, string? day, string? format, string? language, CancellationToken ct)
    {
        ModelState.Clear();
        if (await desk.FindAsync(key, ct) is not { } plan || !desk.May(Act.ReadFigures, plan)) return NotFound();
        (Plan, Chosen, TypedDay, Second) = (plan, quarter, day, language);
        if (format is null) return Page();
        if (!PlanReportFile.Knows(format)) return NotFound();
        if (AsOf(quarter, day) is not { } asOf) return Refused([new("day_wrong", 400, ReportingTexts.DayWrong, string.IsNullOrEmpty(day) ? "quarter" : "day")]);
        var report = await reader.ReadAsync(plan, asOf, ct);
        audit.Record(db, "plan-report.made", PlanDesk.Subject(plan), new { asOf, format, report.Seal });
        await db.SaveChangesAsync(ct);
        Response.Headers.CacheControl = "private, no-store";
        return File(PlanReportFile.Of(report, format, Language.Find(language)), PlanReportFile.MediaType(format), PlanReportFile.NameOf(report, format));
    }

    /// <summary>The day, or the end of the quarter; of the one that runs, today. Null: neither can be read, or it is still to come.</summary>
    private DateOnly? AsOf(string? quarter, string? day)
    {
        if (!string.IsNullOrEmpty(day)) return DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var typed) && typed <= Today ? typed : null;
        return Quarter.Read(quarter) is { } read && read.First <= Today ? read.Last < Today ? read.Last : Today : null;
    }
}
