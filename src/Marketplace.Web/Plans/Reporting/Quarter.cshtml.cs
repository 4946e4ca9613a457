using Marketplace.Web.Conversions.Periods;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Plans.Reporting;

/// <summary>A locked quarter's report to be printed and signed, and the stamped scan that comes back.</summary>
[Access(Act.ReadConversions)]
public sealed class QuarterReportModel(AppDbContext db, PeriodDesk periods, QuarterReportReader reports, FiledReportDesk desk, TimeProvider time) : AnsweringPage
{
    public Quarter Quarter { get; private set; }
    public bool Locked => Seal is not null;
    public string? Seal { get; private set; }
    public IReadOnlyList<FiledLine> Scans { get; private set; } = [];
    public bool MayFile { get; private set; }
    public DateOnly Today => Dates.Today(time);

    /// <summary>Chinese, and Chinese with each other language.</summary>
    public static IEnumerable<(string Name, string Query)> Languages => Language.All.Select(l => l == Language.Chinese ? (l.Name, "") : ($"{Language.Chinese.Name} + {l.Name}", $"?language={l.Tag}"));

    public async Task<IActionResult> OnGetAsync(string quarter, CancellationToken ct) => await ReadAsync(quarter, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string quarter, IFormFile? scan, CancellationToken ct)
    {
        ModelState.Clear();
        if (Quarter.Read(quarter) is not { } read || periods.Region is not { } path) return NotFound();
        if (await desk.FileAsync(path, read, scan, ct) is not { } failure) return Went($"/conversions/periods/{read}/report#filed", ReportingTexts.FiledDone);
        db.ChangeTracker.Clear();
        return await ReadAsync(quarter, ct) ? Refused([failure]) : NotFound();
    }

    private async Task<bool> ReadAsync(string quarter, CancellationToken ct)
    {
        if (Quarter.Read(quarter) is not { } read || read.First > Today || periods.Region is not { } path) return false;
        Quarter = read;
        if (await reports.ReadAsync(path, read, null, ct) is { } input) Seal = ReportSeal.Of(input);
        Scans = await desk.ListAsync(path, read, ct);
        MayFile = desk.MayFile(path);
        return true;
    }
}
