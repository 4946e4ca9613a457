using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Pledges;

public sealed record PledgeVersionLine(PledgeVersion Version, string? Person);

/// <summary>A pledge with all that its page shows.</summary>
public sealed record PledgeView
{
    public required Pledge Pledge { get; init; }
    public required PledgeCheck Check { get; init; }

    /// <summary>The newest first.</summary>
    public required IReadOnlyList<PledgeVersionLine> Versions { get; init; }
    public required IReadOnlyList<PledgeDrawdown> Drawdowns { get; init; }
    public required IReadOnlyList<(PledgeeConsent Consent, Deal Deal)> Deals { get; init; }
    public required IReadOnlyList<CaseStep> Steps { get; init; }
    public required IReadOnlyDictionary<string, string> Titles { get; init; }

    /// <summary>The one it renews, and the one that renews it.</summary>
    public Pledge? Earlier { get; init; }
    public Pledge? Later { get; init; }

    public PledgeState State => Pledge.State!.Value;
    public decimal Drawn => Drawdowns.Where(one => one.StruckAt is null).Sum(one => one.Amount);

    public string Patent(string no) => Titles.TryGetValue(no, out var title) ? $"{PatentNumber.Show(no)} {title}" : PatentNumber.Show(no);

    public static async Task<PledgeView> OfAsync(AppDbContext db, Pledge pledge, PledgeChecks checks, CancellationToken ct)
    {
        var versions = await (from v in db.Set<PledgeVersion>().AsNoTracking()
                              join o in db.Set<Person>() on v.PersonId equals o.Id into people
                              from o in people.DefaultIfEmpty()
                              where v.PledgeId == pledge.Id
                              orderby v.Number descending
                              select new { v, Name = (string?)o.DisplayName }).ToListAsync(ct);
        var numbers = versions.SelectMany(row => row.v.Read().Patents).Distinct(StringComparer.Ordinal).ToList();
        var deals = await (from c in db.Set<PledgeeConsent>().AsNoTracking() join d in db.Set<Deal>().AsNoTracking() on c.DealId equals d.Id where c.PledgeId == pledge.Id orderby c.At descending, d.Id select new { c, d }).ToListAsync(ct);
        return new()
        {
            Pledge = pledge,
            Check = await checks.OfAsync(pledge, ct),
            Versions = [.. versions.Select(row => new PledgeVersionLine(row.v, row.Name))],
            Drawdowns = await db.Set<PledgeDrawdown>().AsNoTracking().Where(d => d.PledgeId == pledge.Id).OrderBy(d => d.On).ThenBy(d => d.Id).ToListAsync(ct),
            Deals = [.. deals.Select(row => (row.c, row.d))],
            Steps = await db.Set<CaseStep>().AsNoTracking().Where(s => s.CaseId == pledge.Id).OrderBy(s => s.Number).ToListAsync(ct),
            Titles = await db.Set<Patent>().Where(p => numbers.Contains(p.ApplicationNo) && p.RemovedAt == null).ToDictionaryAsync(p => p.ApplicationNo, p => p.Title, StringComparer.Ordinal, ct),
            Earlier = await db.Set<Pledge>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == pledge.RenewsId, ct),
            Later = await db.Set<Pledge>().AsNoTracking().Where(p => p.RenewsId == pledge.Id && p.Shown && !(p.State == PledgeState.TakenBack || p.State == PledgeState.Declined || p.State == PledgeState.Lapsed)).FirstOrDefaultAsync(ct),
        };
    }
}
