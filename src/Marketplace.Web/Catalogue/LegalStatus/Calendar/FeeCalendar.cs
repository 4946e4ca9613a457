using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.LegalStatus.Calendar;

/// <summary>What stands in the calendar of an organisation.</summary>
/// <param name="Day">A fee's last day without surcharge, or the last day of a term.</param>
/// <param name="Year">The patent year of the fee; null: the term ends.</param>
/// <param name="Full">The full fee; null where the table has none.</param>
/// <param name="Surcharge">Owed on top if it is paid today.</param>
/// <param name="GraceEnd">Until when it can still be paid.</param>
public sealed record CalendarLine(
    string ApplicationNo, string Title, PatentKind Kind, PatentState State, DateOnly Day, int? Year, decimal? Full, decimal? Surcharge, DateOnly? GraceEnd, bool HolidaysKnown)
{
    public string Number => PatentNumber.Show(ApplicationNo, State.InForce());

    public decimal? Total => Full + (Surcharge ?? 0);

    /// <summary>Seek key; also what a chosen line is posted as.</summary>
    public string Key => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Day:yyyyMMdd}-{ApplicationNo}-{Year ?? 0}");

    public bool IsLate(DateOnly today) => Year is not null && Day < today;
}

/// <summary>Fees due in the coming twelve months, those in their grace period, and terms that end.</summary>
public sealed class FeeCalendar(AppDbContext db, FeeSchedule fees, Workdays workdays, TimeProvider time)
{
    /// <summary>In the order of the days. A portfolio's year fits in memory: the query reads a handful of columns.</summary>
    public async Task<List<CalendarLine>> OfAsync(Guid organisationId, CancellationToken ct)
    {
        var today = Dates.Today(time);
        var until = today.AddMonths(12);
        var rows = await Own(db, organisationId).AsNoTracking().Where(p => p.NextFeeDue <= until || p.LastDay <= until && p.LastDay >= today)
            .Select(p => new { p.ApplicationNo, p.Title, p.Kind, p.State, p.FilingDate, p.FeePaidThrough, p.NextFeeDue, p.LastDay, p.GrantDate }).ToListAsync(ct);
        var lines = new List<CalendarLine>(rows.Count);
        foreach (var row in rows.Where(r => !r.State.Ended()))
        {
            if (row.NextFeeDue is { } due && due <= until)
            {
                var year = row.FeePaidThrough + 1 ?? AnnualFees.YearOn(row.FilingDate, due);
                var fee = fees.Of(row.Kind, row.FilingDate, year, today, workdays);
                lines.Add(new(row.ApplicationNo, row.Title, row.Kind, row.State, due, year, fee?.Full, fee?.Surcharge, AnnualFees.GraceEnd(row.FilingDate, year, workdays), workdays.Knows(due.Year)));
            }
            if (row.LastDay >= today && row.LastDay <= until && row.GrantDate is not null)
                lines.Add(new(row.ApplicationNo, row.Title, row.Kind, row.State, row.LastDay, null, null, null, null, HolidaysKnown: true));
        }
        lines.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
        return lines;
    }

    /// <summary>With those marked secret: their fees fall due too, and only their holder sees this.</summary>
    public static IQueryable<Patent> Own(AppDbContext db, Guid organisationId) => db.Set<Patent>()
        .Where(p => (p.RemovedAt == null || p.SecretAt != null) && db.Set<PatentHolder>().Any(h => h.ApplicationNo == p.ApplicationNo && h.OrganisationId == organisationId));
}
