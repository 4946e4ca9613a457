using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Needs.Drives;

/// <summary>Each night: drives past their deadline close; a week before, the bureau is reminded to look how far it is.</summary>
public sealed class DriveNight(AppDbContext db, WorkDesk work, AuditLog audit, TimeProvider time)
{
    public const string Ending = "drive.ending";
    public const int RemindDaysBefore = 7;

    public async Task<(int Closed, int Told)> RunAsync(CancellationToken ct)
    {
        var today = Dates.Today(time);
        var (closed, told) = (0, 0);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        foreach (var drive in await db.Set<Drive>().Where(d => d.State == DriveState.Open && d.Deadline <= today.AddDays(RemindDaysBefore)).OrderBy(d => d.Id).ToListAsync(ct))
        {
            if (drive.Deadline < today)
            {
                drive.State = DriveState.Closed;
                audit.Record(db, "drive.closed", DriveDesk.Subject(drive.Id), new { by = "calendar" });
                await work.DoneAsync(db, $"{Ending}:{drive.Id}", null, ct);
                closed++;
            }
            else if (!drive.Reminded)
            {
                drive.Reminded = true;
                await work.AddAsync(db, new(Ending, $"{Ending}:{drive.Id}", new Audience.Holders(drive.BureauId, Role.BureauClerk), $"/drives/{drive.Id}/progress", new Dictionary<string, string>(StringComparer.Ordinal) { ["drive"] = drive.Title }, drive.Deadline), ct);
                told++;
            }
        }
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return (closed, told);
    }
}
