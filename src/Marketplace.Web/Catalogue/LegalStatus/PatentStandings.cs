using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.LegalStatus;

/// <summary>Keeps the derived columns of patents in step with their history.</summary>
public sealed class PatentStandings(Workdays workdays, TimeProvider time)
{
    public Standing Of(Patent patent, IEnumerable<PatentEvent> events, DateOnly day) => PatentRight.Derive(
        patent.Kind, patent.FilingDate, patent.GrantDate, patent.Compensation,
        [.. events.Where(e => e.StruckAt is null).Select(e => new EventFact(e.Kind, e.On, e.PatentYear))], day, workdays);

    /// <summary>After its history changed, in the same transaction; the caller saves.</summary>
    /// <param name="db">With the changes to the history in it, saved or not.</param>
    /// <param name="patent">Tracked, and locked by the caller.</param>
    /// <param name="ct">The caller left.</param>
    public async Task RefreshAsync(AppDbContext db, Patent patent, CancellationToken ct)
    {
        var saved = await db.Set<PatentEvent>().Where(e => e.ApplicationNo == patent.ApplicationNo).ToListAsync(ct);
        var events = saved.Union(db.Set<PatentEvent>().Local.Where(e => e.ApplicationNo == patent.ApplicationNo));
        var standing = Of(patent, events, Dates.Today(time));
        (patent.State, patent.StateSince, patent.FeePaidThrough, patent.NextFeeDue, patent.LastDay) =
            (standing.State, standing.Since, standing.FeePaidThrough, standing.NextFeeDue, standing.LastDay);
    }
}
