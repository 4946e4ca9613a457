using System.Globalization;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Marketplace.Web.WorkList;

/// <summary>On working days in the morning: what is new and what is due, to those for whom there is either. Once a person and day, however often it runs.</summary>
[DisallowConcurrentExecution]
public sealed class DailySummary(IServiceScopeFactory scopes, Workdays workdays, TimeProvider time, ILogger<DailySummary> logger) : IJob
{
    private static readonly TimeSpan s_beijing = TimeSpan.FromHours(8);
    private static readonly TimeOnly s_hour = new(8, 30);

    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => new(SendAsync(cancellationToken));

    public async Task<int> SendAsync(CancellationToken ct)
    {
        var local = time.GetUtcNow().ToOffset(s_beijing);
        var today = DateOnly.FromDateTime(local.DateTime);
        if (!workdays.Knows(today.Year)) logger.LogWarning("The holidays of {Year} are not in data/workdays: only weekends are counted as free", today.Year);
        // A run made up for at night must not use up the morning's.
        if (!workdays.IsWorkday(today) || local.Hour is < 8 or >= 18) return 0;
        var before = workdays.LastUpTo(today.AddDays(-1));
        var since = new DateTimeOffset(before.ToDateTime(s_hour), s_beijing).ToUniversalTime();
        var sent = 0;
        foreach (var person in await CandidatesAsync(ct))
        {
            if (await SendAsync(person, since, today, ct)) sent++;
        }
        logger.LogInformation("{Count} people were told of their open work", sent);
        return sent;
    }

    /// <summary>Agents are members of their agency, so everybody who can have work has a membership or an item of their own.</summary>
    private async Task<IReadOnlyList<Guid>> CandidatesAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        return await db.Set<Person>()
            .Where(p => p.DisabledAt == null && p.ErasedAt == null && (db.Set<Membership>().Any(m => m.PersonId == p.Id && m.Until == null)
                || db.Set<WorkItem>().Any(w => w.PersonId == p.Id && w.DoneAt == null)))
            .OrderBy(p => p.Id).Select(p => p.Id).ToListAsync(ct);
    }

    private async Task<bool> SendAsync(Guid id, DateTimeOffset since, DateOnly today, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var db = services.GetRequiredService<AppDbContext>();
        var grants = new List<Grant>();
        foreach (var source in services.GetServices<IGrantSource>()) grants.AddRange(await source.OfAsync(id, ct));
        var shown = services.GetRequiredService<WorkBoard>().Shown(id, grants);
        var counts = await shown.GroupBy(_ => 1).Select(g => new { Open = g.Count(), Fresh = g.Count(w => w.CreatedAt >= since), Due = g.Count(w => w.Due <= today), First = g.Min(w => w.Due) })
            .SingleOrDefaultAsync(ct);
        if (counts is null || (counts.Fresh == 0 && counts.Due == 0)) return false;
        var person = await db.Set<Person>().AsNoTracking().SingleAsync(p => p.Id == id, ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await services.GetRequiredService<PersonMessages>().QueueAsync(db, person, WorkMessages.Summary, string.Create(CultureInfo.InvariantCulture, $"work.summary:{today:yyyyMMdd}"),
            () => new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["open"] = counts.Open.ToString(CultureInfo.InvariantCulture),
                ["fresh"] = counts.Fresh.ToString(CultureInfo.InvariantCulture),
                ["due"] = counts.Due.ToString(CultureInfo.InvariantCulture),
                ["first"] = counts.First is null ? WorkTexts.NoDue : Dates.InTable(counts.First),
                ["link"] = services.GetRequiredService<PublicAddress>().Of("/tasks"),
            }, inApp: false, ct);
        await transaction.CommitAsync(ct);
        return true;
    }
}
