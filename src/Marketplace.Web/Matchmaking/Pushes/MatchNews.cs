using System.Globalization;
using Marketplace.Web.Catalogue.Kept;
using Marketplace.Web.Data;
using Marketplace.Web.Matchmaking.Matches;
using Marketplace.Web.Needs;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Marketplace.Web.Matchmaking.Pushes;

/// <summary>
/// Every few minutes: tells people of new matches of their own organisation's needs, at the pace they chose. What was told and the message commit together, so nothing is
/// told twice however often it runs. Only people of the owner are told, never an agent, a bureau or a holder; the message says how many, and nothing else.
/// </summary>
[DisallowConcurrentExecution]
public sealed class MatchNews(IServiceScopeFactory scopes, TimeProvider time, ILogger<MatchNews> logger) : IJob
{
    /// <summary>Older ones were seen on the need's page, or are of no use any more.</summary>
    private static readonly TimeSpan s_fresh = TimeSpan.FromDays(14);
    private static readonly TimeSpan s_beijing = TimeSpan.FromHours(8);

    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => new(RunAsync(cancellationToken));

    public async Task<int> RunAsync(CancellationToken ct)
    {
        var sent = 0;
        foreach (var person in await DueAsync(ct))
        {
            if (await TellAsync(person, ct)) sent++;
        }
        if (sent > 0) logger.LogInformation("{Count} people were told of new matches", sent);
        return sent;
    }

    /// <summary>Rows of <see cref="MatchSide.Need"/> of open needs of organisations in which this person looks after needs now.</summary>
    public static IQueryable<Match> Own(AppDbContext db, Guid person) => db.Set<Match>().Where(m => m.Side == MatchSide.Need && Needs(db, person).Any(n => n.Id == m.NeedId && n.State == NeedState.Open));

    public static IQueryable<Need> Needs(AppDbContext db, Guid person) => db.Set<Need>().Where(n => n.OwnerId != null && db.Set<Membership>().Any(m =>
        m.PersonId == person && m.OrganisationId == n.OwnerId && m.Until == null && (m.Role == Role.Administrator || m.Role == Role.Operator)
        && db.Set<Organisation>().Any(o => o.Id == m.OrganisationId && o.State == OrganisationState.Active)));

    private static IQueryable<Match> Untold(AppDbContext db, IQueryable<Match> matches, Guid person, DateTimeOffset since) =>
        matches.Where(m => m.FoundAt > since && !db.Set<MatchTold>().Any(t => t.PersonId == person && t.NeedId == m.NeedId && t.ApplicationNo == m.ApplicationNo));

    private async Task<List<Guid>> DueAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var (day, week) = Mornings(now);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        return await (from p in db.Set<Person>()
                      join a in db.Set<MatchAlert>() on p.Id equals a.PersonId into alerts
                      from a in alerts.DefaultIfEmpty()
                      where p.DisabledAt == null && p.ErasedAt == null
                        && (a == null || a.Pace == AlertPace.AtOnce || (a.Pace == AlertPace.Daily && (a.ToldAt == null || a.ToldAt < day)) || (a.Pace == AlertPace.Weekly && (a.ToldAt == null || a.ToldAt < week)))
                        && db.Set<Membership>().Any(m => m.PersonId == p.Id && m.Until == null && db.Set<Need>().Any(n => n.OwnerId == m.OrganisationId && n.State == NeedState.Open))
                      orderby p.Id
                      select p.Id).ToListAsync(ct);
    }

    private async Task<bool> TellAsync(Guid id, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (services, db, now) = (scope.ServiceProvider, scope.ServiceProvider.GetRequiredService<AppDbContext>(), time.GetUtcNow());
        var news = await Untold(db, Own(db, id), id, now - s_fresh).Select(m => new { m.NeedId, m.ApplicationNo }).ToListAsync(ct);
        if (news.Count == 0) return false;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"insert into match_alerts (person_id, pace, most_a_day) values ({id}, {nameof(AlertPace.Daily)}, {MatchAlert.UsualMost}) on conflict do nothing", ct);
        // Locked: another program telling the same person waits here, and then finds nothing new.
        var alert = await db.Set<MatchAlert>().FromSql($"select * from match_alerts where person_id = {id} for update").SingleAsync(ct);
        var (day, _) = Mornings(now);
        if (alert.Pace == AlertPace.Off || (alert.Pace == AlertPace.Daily && alert.ToldAt >= day)) return false;
        var midnight = new DateTimeOffset(Dates.Day(now).ToDateTime(TimeOnly.MinValue), s_beijing).ToUniversalTime();
        if (await db.Set<MatchTold>().Where(t => t.PersonId == id && t.ToldAt >= midnight).Select(t => t.ToldAt).Distinct().CountAsync(ct) >= alert.MostADay) return false;
        Guid[] needs = [.. news.Select(n => n.NeedId)];
        string[] numbers = [.. news.Select(n => n.ApplicationNo)];
        var told = await db.Database.ExecuteSqlAsync($"""
            insert into match_told (person_id, need_id, application_no, told_at) select {id}, n, a, {now} from unnest({needs}, {numbers}) as t (n, a) on conflict do nothing
            """, ct);
        if (told == 0) return false;
        alert.ToldAt = now;
        await db.SaveChangesAsync(ct);
        var person = await db.Set<Person>().AsNoTracking().SingleAsync(p => p.Id == id, ct);
        var address = services.GetRequiredService<PublicAddress>();
        await services.GetRequiredService<PersonMessages>().QueueAsync(db, person, PushMessages.Matches, string.Create(CultureInfo.InvariantCulture, $"match-news:{now.ToUnixTimeMilliseconds()}"),
            () => new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["count"] = told.ToString(CultureInfo.InvariantCulture),
                ["link"] = address.Of("/account/match-alerts"),
                ["news"] = address.Of("/patents/new"),
            }, inApp: true, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>In the morning of a day, or of a Monday; once.</summary>
    private static (DateTimeOffset Day, DateTimeOffset Week) Mornings(DateTimeOffset now)
    {
        var local = now.ToOffset(s_beijing);
        var morning = new DateTimeOffset(local.Date, s_beijing).AddHours(8);
        if (morning > local) morning = morning.AddDays(-1);
        return (morning.ToUniversalTime(), morning.AddDays(-(((int)morning.DayOfWeek + 6) % 7)).ToUniversalTime());
    }
}
