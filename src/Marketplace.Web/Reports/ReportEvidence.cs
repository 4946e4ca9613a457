using Marketplace.Web.Data;
using Marketplace.Web.Platform.Files;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Reports;

/// <summary>Evidence of a report: the office that answers it, also where it was joined to another one.</summary>
internal sealed class ReportEvidence(AppDbContext db, ReportDesk desk) : IFileGuard
{
    public string Kind => "report";

    public async Task<bool> MayReadAsync(Guid id, CancellationToken ct) =>
        await db.Set<Report>().AsNoTracking().Where(r => r.Id == id).Select(r => new { Worked = r.JoinedTo ?? r.Id }).SingleOrDefaultAsync(ct) is { } report
        && await desk.FindAsync(report.Worked, ct) is not null;
}
