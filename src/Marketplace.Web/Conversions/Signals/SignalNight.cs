using Marketplace.Web.Conversions.Duplicates;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Conversions.FollowUps;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Delegations;
using Marketplace.Web.Organisations.Directory;
using Marketplace.Web.Organisations.Links;
using Marketplace.Web.Organisations.Members;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Marketplace.Web.Conversions.Signals;

/// <summary>What became known since the last nights may bring a signal to a conversion that passed long ago: it stands in the list as new, and every count stays.</summary>
public sealed class SignalNight(AppDbContext db, SignalFinder finder, TimeProvider time)
{
    /// <summary>A weekend of nights that did not run is made good.</summary>
    private static readonly TimeSpan s_back = TimeSpan.FromDays(4);

    /// <summary>How many conversions were looked at.</summary>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var moved = await MovedAsync(time.GetUtcNow() - s_back, ct);
        var beside = new HashSet<Guid>();
        var looked = await db.EachAsync(moved, async id =>
        {
            beside.UnionWith(await finder.LookAsync(id, ct));
            return true;
        }, ct);
        return looked + await db.EachAsync(beside.Except(moved), async id =>
        {
            await finder.LookAsync(id, ct);
            return true;
        }, ct);
    }

    /// <summary>Conversions of which something was said, decided or answered, and those of parties of which something else is known now.</summary>
    private async Task<HashSet<Guid>> MovedAsync(DateTimeOffset since, CancellationToken ct)
    {
        var steps = db.Set<CaseStep>().Where(s => s.At > since).Select(s => s.CaseId);
        var moved = db.Set<Filing>().Where(f => steps.Contains(f.Id)).Select(f => f.ConversionId)
            .Union(db.Set<FollowUp>().Where(f => f.AnsweredAt > since).Select(f => f.ConversionId))
            .Union(db.Set<Merge>().Where(m => m.At > since || m.UndoneAt > since).Select(m => m.FromId));
        var organisations = db.Set<Membership>().Where(m => m.Since > since || m.Until > since).Select(m => m.OrganisationId)
            .Union(db.Set<OrganisationLink>().Where(l => l.AnsweredAt > since).Select(l => l.LowerId)).Union(db.Set<OrganisationLink>().Where(l => l.AnsweredAt > since).Select(l => l.UpperId))
            .Union(db.Set<Delegation>().Where(d => d.AnsweredAt > since || d.RevokedAt > since).Select(d => d.FromId))
            .Union(db.Set<DirectoryEntry>().Where(e => e.ChangedAt > since).Select(e => e.OrganisationId));
        var keys = db.Set<Organisation>().Where(o => o.Kind != OrganisationKind.Bureau && organisations.Contains(o.Id)).Select(o => o.Uscc);
        var theirs = from p in db.Set<FilingParty>() where keys.Contains(p.Key) join f in db.Set<Filing>() on p.FilingId equals f.Id select f.ConversionId;
        return [.. await moved.ToListAsync(ct), .. await theirs.Distinct().ToListAsync(ct)];
    }
}

[DisallowConcurrentExecution]
public sealed class SignalNightJob(SignalNight night, ILogger<SignalNightJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        logger.LogInformation("Signals of the night: {Count} conversions looked at", await night.RunAsync(cancellationToken));
}
