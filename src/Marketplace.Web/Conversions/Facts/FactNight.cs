using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Licensing.Pledges;
using Marketplace.Web.Licensing.Recordal;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Marketplace.Web.Conversions.Facts;

/// <summary>What no event told: a loan that was paid out, what waited for somebody to finish a correction, and what took effect before there were conversions.</summary>
public sealed class FactNight(AppDbContext db, OpenLicenceFact licences, DealFact deals, PledgeFact pledges, FactBook facts, TimeProvider time)
{
    /// <summary>Longer than any failure of the outbox lasts unseen; what is older was looked at before.</summary>
    private static readonly TimeSpan s_back = TimeSpan.FromDays(35);

    /// <summary>How many were filed.</summary>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var since = time.GetUtcNow() - s_back;
        var moved = db.Set<CaseStep>().Where(s => s.At > since).Select(s => s.CaseId);
        // A filing that somebody decided: what the platform said meanwhile is said now.
        var decided = from f in db.Set<Filing>() join c in db.Set<Conversion>() on f.ConversionId equals c.Id where c.OriginId != null && moved.Contains(f.Id) select c.OriginId!.Value;
        var known = db.Set<Conversion>().Where(c => c.OriginId != null).Select(c => c.OriginId!.Value);
        var open = db.Set<Licence>().Where(l => l.DealId == null && l.EffectiveOn != null && (!known.Contains(l.Id) || decided.Contains(l.Id) || moved.Contains(l.Id)
            || db.Set<Payment>().Any(p => p.LicenceId == l.Id && moved.Contains(p.Id)) || db.Set<LicenceRecordal>().Any(r => r.LicenceId == l.Id && moved.Contains(r.Id)))).Select(l => l.Id);
        var contracts = db.Set<Deal>().Where(d => d.State == DealState.Effective && (!known.Contains(d.Id) || decided.Contains(d.Id) || moved.Contains(d.Id)
            || db.Set<Licence>().Any(l => l.DealId == d.Id && (moved.Contains(l.Id) || db.Set<Payment>().Any(p => p.LicenceId == l.Id && moved.Contains(p.Id)) || db.Set<LicenceRecordal>().Any(r => r.LicenceId == l.Id && moved.Contains(r.Id)))))).Select(d => d.Id);
        var registered = db.Set<Pledge>().Where(p => p.RegisteredOn != null && (!known.Contains(p.Id) || decided.Contains(p.Id) || moved.Contains(p.Id)
            || db.Set<PledgeDrawdown>().Any(d => d.PledgeId == p.Id && (d.At > since || d.StruckAt > since)))).Select(p => p.Id);
        return await FileAsync(open, licences.OfAsync, ct) + await FileAsync(contracts, deals.OfAsync, ct) + await FileAsync(registered, pledges.OfAsync, ct);
    }

    /// <summary>By their ids, which is by their age: a renewal finds what it renews.</summary>
    private async Task<int> FileAsync(IQueryable<Guid> which, Func<Guid, CancellationToken, Task<Fact?>> of, CancellationToken ct) =>
        await db.EachAsync(await which.ToListAsync(ct), async id => await of(id, ct) is { } fact && await facts.FollowAsync(fact, ct), ct);
}

[DisallowConcurrentExecution]
public sealed class FactNightJob(FactNight night, ILogger<FactNightJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        logger.LogInformation("Conversions of the night: {Count} filed", await night.RunAsync(cancellationToken));
}
