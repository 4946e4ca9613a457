using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Patents;

/// <param name="Uscc">Of the organisation here, which has a page; else null.</param>
public sealed record HolderLine(string Name, string? Uscc);

/// <summary>A patent with all that is public about it: what the page and the API show.</summary>
public sealed record PatentView(
    Patent Patent, IReadOnlyList<HolderLine> Holders, IReadOnlyList<PatentEvent> Events, EvaluationReport? Report, IReadOnlyList<HighValue> Values,
    IReadOnlyList<AnnualFee> Fees, bool Stale, DateOnly Today)
{
    public string No => Patent.ApplicationNo;

    /// <summary>Past its last day, and not yet marked so since midnight.</summary>
    public bool ReportWanted => Patent.Kind is not PatentKind.Invention;
}

public sealed class PatentViews(AppDbContext db, FeeSchedule fees, Workdays workdays, StatusOptions options, TimeProvider time)
{
    /// <param name="patent">As the address found it.</param>
    /// <param name="ct">The reader left.</param>
    public async Task<PatentView> OfAsync(Patent patent, CancellationToken ct)
    {
        var no = patent.ApplicationNo;
        var today = Dates.Today(time);
        var holders = await (from h in db.Set<PatentHolder>()
                             join o in db.Set<Organisation>() on h.OrganisationId equals o.Id into linked
                             from o in linked.DefaultIfEmpty()
                             where h.ApplicationNo == no
                             orderby h.Place
                             select new HolderLine(h.Name, o == null ? null : o.Uscc)).ToListAsync(ct);
        var events = await db.Set<PatentEvent>().AsNoTracking().Where(e => e.ApplicationNo == no && e.StruckAt == null).OrderByDescending(e => e.On).ThenByDescending(e => e.Id).ToListAsync(ct);
        var report = await db.Set<EvaluationReport>().AsNoTracking().Where(r => r.ApplicationNo == no && r.StruckAt == null).OrderByDescending(r => r.On).ThenByDescending(r => r.Id).FirstOrDefaultAsync(ct);
        var facts = await db.Set<HighValueFact>().AsNoTracking().Where(f => f.ApplicationNo == no && f.StruckAt == null).ToListAsync(ct);
        return new(patent, holders, events, report, HighValue.Of(patent, facts, today), FeesOf(patent, today), options.IsStale(patent, today), today);
    }

    /// <summary>From the next one on; none before grant and after the end.</summary>
    private List<AnnualFee> FeesOf(Patent patent, DateOnly today)
    {
        var coming = new List<AnnualFee>();
        if (AnnualFees.NextYear(patent) is not { } next) return coming;
        for (var year = next; year <= AnnualFees.LastYear(patent.Kind, patent.FilingDate, patent.Compensation); year++)
            if (fees.Of(patent.Kind, patent.FilingDate, year, today, workdays) is { } fee) coming.Add(fee);
        return coming;
    }
}
