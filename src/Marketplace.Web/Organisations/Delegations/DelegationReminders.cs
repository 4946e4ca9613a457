using System.Globalization;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Marketplace.Web.Organisations.Delegations;

/// <summary>Each night: a delegation that ends soon is put before the administrators of both sides, a month and a week ahead, once each.</summary>
[DisallowConcurrentExecution]
public sealed class DelegationReminders(IServiceScopeFactory scopes, TimeProvider time, ILogger<DelegationReminders> logger) : IJob
{
    public const string Work = "delegation.ending";

    /// <summary>A month is what a new letter of authority with its stamps takes; a week is the last moment to begin one.</summary>
    private static readonly int[] s_days = [7, 30];

    internal static readonly MessageTemplate Ending = new()
    {
        Key = Work,
        Texts = ReminderTexts.ResourceManager,
        SubjectName = nameof(ReminderTexts.EndingSubject),
        TextName = nameof(ReminderTexts.EndingText),
        Parameters = ["from", "to", "until", "link"],
        Purpose = MessagePurpose.Work,
    };

    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => new(RemindAsync(cancellationToken));

    public async Task<int> RemindAsync(CancellationToken ct)
    {
        var today = Dates.Today(time);
        var latest = today.AddDays(s_days[^1]);
        await using var scope = scopes.CreateAsyncScope();
        var (db, work) = (scope.ServiceProvider.GetRequiredService<AppDbContext>(), scope.ServiceProvider.GetRequiredService<WorkDesk>());
        // Also those that ended lately: what was still on somebody's list about them goes.
        var earliest = today.AddDays(-s_days[^1]);
        var ending = await db.Set<Delegation>().AsNoTracking().Where(d => d.State == DelegationState.Accepted && d.Until >= earliest && d.Until <= latest).OrderBy(d => d.Id).ToListAsync(ct);
        var reminded = 0;
        foreach (var delegation in ending)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            if (delegation.Until < today || await IsRenewedAsync(db, delegation, ct)) await SettleAsync(db, work, delegation, ct);
            else if (await RemindAsync(scope.ServiceProvider, db, work, delegation, today, ct)) reminded++;
            await transaction.CommitAsync(ct);
        }
        logger.LogInformation("{Count} delegations that end soon were put before both sides", reminded);
        return reminded;
    }

    /// <summary>Ended, revoked or renewed: nothing is left to think of. In the caller's transaction.</summary>
    public static async Task SettleAsync(AppDbContext db, WorkDesk work, Delegation delegation, CancellationToken ct)
    {
        foreach (var days in s_days)
        {
            foreach (var side in (Guid[])[delegation.FromId, delegation.ToId]) await work.DoneAsync(db, Key(delegation, days, side), null, ct);
        }
    }

    private static async Task<bool> RemindAsync(IServiceProvider services, AppDbContext db, WorkDesk work, Delegation delegation, DateOnly today, CancellationToken ct)
    {
        var days = s_days.First(d => delegation.Until <= today.AddDays(d));
        // One given for two weeks is no news a month before its end.
        if (delegation.Since.AddDays(days) >= delegation.Until) return false;
        var first = Key(delegation, days, delegation.FromId);
        if (await db.Set<WorkItem>().AnyAsync(w => w.Key == first, ct)) return false;
        await SettleAsync(db, work, delegation, ct);   // The week takes the month's place.
        var sides = await db.Set<Organisation>().AsNoTracking().Where(o => o.Id == delegation.FromId || o.Id == delegation.ToId).ToDictionaryAsync(o => o.Id, ct);
        foreach (var side in sides.Values.OrderBy(o => o.Id))
        {
            var (link, until) = ($"/organisations/{side.Uscc}/delegations", delegation.Until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            await work.AddAsync(db, new(Work, Key(delegation, days, side.Id), new Audience.Holders(side.Id, Role.Administrator), link, new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["from"] = sides[delegation.FromId].Name,
                ["to"] = sides[delegation.ToId].Name,
                ["until"] = until,
            }, delegation.Until), ct);
            var administrators = await MissingAdministrator.Administrators(db).Where(m => m.OrganisationId == side.Id).Select(m => m.PersonId).ToListAsync(ct);
            await services.GetRequiredService<PersonMail>().TellAsync(db, administrators, Ending, new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["from"] = sides[delegation.FromId].Name,
                ["to"] = sides[delegation.ToId].Name,
                ["until"] = until,
                ["link"] = services.GetRequiredService<PublicAddress>().Of(link),
            }, Key(delegation, days, side.Id), ct);
        }
        return true;
    }

    /// <summary>A later one between the same two, of the same kind, takes its place.</summary>
    private static Task<bool> IsRenewedAsync(AppDbContext db, Delegation delegation, CancellationToken ct) => db.Set<Delegation>().AnyAsync(d =>
        d.FromId == delegation.FromId && d.ToId == delegation.ToId && d.Kind == delegation.Kind && d.State == DelegationState.Accepted && d.Until > delegation.Until && d.Since <= delegation.Until.AddDays(1), ct);

    private static string Key(Delegation delegation, int days, Guid side) => string.Create(CultureInfo.InvariantCulture, $"{Work}:{delegation.Id}:{days}:{side}");
}
