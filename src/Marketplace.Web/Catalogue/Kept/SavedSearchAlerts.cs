using System.Globalization;
using Marketplace.Web.Catalogue.Searching;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Marketplace.Web.Catalogue.Kept;

/// <summary>
/// Every few minutes: asks the saved searches that are due again and tells what is new, on the site and by mail. What was told and the message commit together, so
/// nothing is told twice however often it runs.
/// </summary>
[DisallowConcurrentExecution]
public sealed class SavedSearchAlerts(IServiceScopeFactory scopes, TimeProvider time, ILogger<SavedSearchAlerts> logger) : IJob
{
    /// <summary>More is no message but a list; the link leads to it.</summary>
    private const int Named = 5;

    /// <summary>The index follows the catalogue within a second; a long import may take minutes from its first row to its commit.</summary>
    private static readonly TimeSpan s_overlap = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan s_beijing = TimeSpan.FromHours(8);

    internal static readonly MessageTemplate News = new()
    {
        Key = "saved-search.news",
        Texts = KeptTexts.ResourceManager,
        SubjectName = nameof(KeptTexts.NewsSubject),
        TextName = nameof(KeptTexts.NewsText),
        Parameters = ["name", "count", "titles", "link", "manage"],
        Purpose = MessagePurpose.SavedSearches,
    };

    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => new(RunAsync(cancellationToken));

    public async Task<int> RunAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var sent = 0;
        Guid? last = null;
        while (await NextAsync(now, last, ct) is { } search)
        {
            last = search.Id;
            if (await TellAsync(search, now, ct)) sent++;
        }
        if (sent > 0) logger.LogInformation("{Count} saved searches had news", sent);
        return sent;
    }

    /// <summary>In the morning of a day, or of a Monday; once.</summary>
    private static (DateTimeOffset Day, DateTimeOffset Week) Mornings(DateTimeOffset now)
    {
        var local = now.ToOffset(s_beijing);
        var morning = new DateTimeOffset(local.Date, s_beijing).AddHours(8);
        if (morning > local) morning = morning.AddDays(-1);
        return (morning.ToUniversalTime(), morning.AddDays(-(((int)morning.DayOfWeek + 6) % 7)).ToUniversalTime());
    }

    private async Task<SavedSearch?> NextAsync(DateTimeOffset now, Guid? after, CancellationToken ct)
    {
        var (day, week) = Mornings(now);
        await using var scope = scopes.CreateAsyncScope();
        var found = scope.ServiceProvider.GetRequiredService<AppDbContext>().Set<SavedSearch>().AsNoTracking()
            .Where(s => s.Alert == AlertPace.AtOnce || (s.Alert == AlertPace.Daily && s.ToldUntil < day) || (s.Alert == AlertPace.Weekly && s.ToldUntil < week));
        if (after is { } last) found = found.Where(s => s.Id > last);
        return await found.OrderBy(s => s.Id).FirstOrDefaultAsync(ct);
    }

    private async Task<bool> TellAsync(SavedSearch search, DateTimeOffset now, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (services, db) = (scope.ServiceProvider, scope.ServiceProvider.GetRequiredService<AppDbContext>());
        // Not before it was saved: what was there already is no news.
        var since = search.ToldUntil - s_overlap > search.CreatedAt ? search.ToldUntil - s_overlap : search.CreatedAt;
        var asked = PatentQuery.Read(search.Query) with { NewsSince = since, Size = 100, After = null };
        var found = await services.GetRequiredService<PatentSearch>().SearchAsync(asked, ct);
        // The index is away: nothing was told, and the next run asks from the same moment.
        if (!found.Succeeded) return false;
        var news = found.Value.Hits.Where(hit => !search.Told.Contains(hit.ApplicationNo, StringComparer.Ordinal)).ToList();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        string[] told = [.. found.Value.Hits.Select(hit => hit.ApplicationNo)];
        var taken = await db.Set<SavedSearch>().Where(s => s.Id == search.Id && s.ToldUntil == search.ToldUntil && s.Alert == search.Alert)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.ToldUntil, now).SetProperty(s => s.Told, told).SetProperty(s => s.AlertedAt, s => news.Count > 0 ? now : s.AlertedAt), ct);
        if (taken == 0) return false;
        if (news.Count > 0 && await db.Set<Person>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == search.PersonId, ct) is { } person)
        {
            var address = services.GetRequiredService<PublicAddress>();
            var count = Math.Max(news.Count, (int)Math.Min(found.Value.Total - search.Told.Length, int.MaxValue));
            await services.GetRequiredService<PersonMessages>().QueueAsync(db, person, News, string.Create(CultureInfo.InvariantCulture, $"saved-search:{search.Id}:{now.ToUnixTimeMilliseconds()}"),
                () => new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["name"] = search.Name,
                    ["count"] = count.ToString(CultureInfo.InvariantCulture),
                    ["titles"] = string.Join('\n', news.Take(Named).Select(hit => "· " + hit.Card.Title)) + (news.Count > Named ? "\n…" : ""),
                    ["link"] = address.Of("/patents" + search.Query),
                    ["manage"] = address.Of("/saved-searches"),
                }, inApp: true, ct);
        }
        await transaction.CommitAsync(ct);
        return news.Count > 0;
    }
}
