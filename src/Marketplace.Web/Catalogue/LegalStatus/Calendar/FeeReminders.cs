using System.Globalization;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Quartz;

namespace Marketplace.Web.Catalogue.LegalStatus.Calendar;

/// <summary>That an organisation was told of a fee at one of the four moments: it is not told again.</summary>
public sealed class FeeReminder
{
    public required Guid OrganisationId { get; init; }
    public required string ApplicationNo { get; init; }
    public required DateOnly Due { get; init; }

    /// <summary>Days before; 0: in its grace period.</summary>
    public required int Stage { get; init; }
    public required DateTimeOffset At { get; init; }
}

internal sealed class FeeReminderTable : IEntityTypeConfiguration<FeeReminder>
{
    public void Configure(EntityTypeBuilder<FeeReminder> builder)
    {
        builder.ToTable("fee_reminders");
        builder.HasKey(r => new { r.OrganisationId, r.ApplicationNo, r.Due, r.Stage });
        builder.Property(r => r.ApplicationNo).HasMaxLength(12).UseCollation("C");
        builder.HasOne<Organisation>().WithMany().HasForeignKey(r => r.OrganisationId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Patent>().WithMany().HasForeignKey(r => r.ApplicationNo).OnDelete(DeleteBehavior.Cascade);
    }
}

/// <summary>Each morning: fees due in 90, 30 and 7 days, and those that are late, are put before the people who look after the patents. One message a day for all of them.</summary>
[DisallowConcurrentExecution]
public sealed class FeeReminders(IServiceScopeFactory scopes, TimeProvider time, ILogger<FeeReminders> logger) : IJob
{
    public const string Work = "fees.due";

    /// <summary>A quarter to budget, a month for the transfer, a week as the last call.</summary>
    private const int Earliest = 90;

    /// <summary>More are counted, not listed: the calendar has them all.</summary>
    private const int Listed = 10;

    internal static readonly MessageTemplate Due = new()
    {
        Key = Work,
        Texts = CalendarTexts.ResourceManager,
        SubjectName = nameof(CalendarTexts.DueSubject),
        TextName = nameof(CalendarTexts.DueText),
        Parameters = ["organisation", "count", "late", "amount", "list", "link"],
        Purpose = MessagePurpose.Work,
    };

    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => new(RemindAsync(cancellationToken));

    /// <returns>How many organisations were told.</returns>
    public async Task<int> RemindAsync(CancellationToken ct)
    {
        List<Guid> owing;
        await using (var scope = scopes.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
            var until = Dates.Today(time).AddDays(Earliest);
            owing = await (from h in db.Set<PatentHolder>()
                           join p in db.Set<Patent>() on h.ApplicationNo equals p.ApplicationNo
                           join o in db.Set<Organisation>() on h.OrganisationId equals o.Id
                           where o.State == OrganisationState.Active && (p.RemovedAt == null || p.SecretAt != null) && p.NextFeeDue <= until
                           select o.Id).Distinct().OrderBy(id => id).ToListAsync(ct);
            var open = await db.Set<WorkItem>().Where(w => w.Kind == Work && w.DoneAt == null && w.OrganisationId != null && !owing.Contains(w.OrganisationId.Value)).Select(w => w.Key).ToListAsync(ct);
            // All paid: nothing is left to think of.
            foreach (var key in open) await scope.ServiceProvider.GetRequiredService<WorkDesk>().DoneAsync(db, key, null, ct);
        }
        var told = 0;
        foreach (var organisation in owing)
        {
            await using var scope = scopes.CreateAsyncScope();
            if (await RemindAsync(scope.ServiceProvider, organisation, ct)) told++;
        }
        logger.LogInformation("{Count} organisations were reminded of annual fees", told);
        return told;
    }

    private async Task<bool> RemindAsync(IServiceProvider services, Guid organisationId, CancellationToken ct)
    {
        var (db, work, calendar) = (services.GetRequiredService<AppDbContext>(), services.GetRequiredService<WorkDesk>(), services.GetRequiredService<FeeCalendar>());
        var today = Dates.Today(time);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Only the stage reached: who brings their patents a week before a fee is due is told once, not three times.
        var news = await db.Database.SqlQuery<string>($"""
            insert into fee_reminders (organisation_id, application_no, due, stage, at)
            select distinct {organisationId}, p.application_no, p.next_fee_due,
              case when p.next_fee_due < {today} then 0 when p.next_fee_due <= {today.AddDays(7)} then 7 when p.next_fee_due <= {today.AddDays(30)} then 30 else {Earliest} end, {time.GetUtcNow()}
            from patents p join patent_holders h on h.application_no = p.application_no
            where h.organisation_id = {organisationId} and (p.removed_at is null or p.secret_at is not null) and p.next_fee_due <= {today.AddDays(Earliest)}
            on conflict do nothing returning application_no as "Value"
            """).ToListAsync(ct);
        if (news.Count == 0) return false;
        var organisation = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == organisationId, ct);
        var fresh = news.ToHashSet(StringComparer.Ordinal);
        var lines = (await calendar.OfAsync(organisationId, ct)).Where(l => l.Year is not null && fresh.Contains(l.ApplicationNo)).ToList();
        if (lines.Count == 0) return false;
        var late = lines.Count(l => l.IsLate(today));
        var words = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["organisation"] = organisation.Name,
            ["count"] = lines.Count.ToString(CultureInfo.InvariantCulture),
            ["late"] = late.ToString(CultureInfo.InvariantCulture),
            ["amount"] = lines.Sum(l => l.Total ?? 0).ToString("#,0.##", CultureInfo.InvariantCulture),
            ["list"] = string.Join('\n', lines.Take(Listed).Select(l => $"{Dates.InTable(l.Day)}  {l.Number}  {l.Title}")) + (lines.Count > Listed ? "\n…" : ""),
            ["link"] = services.GetRequiredService<PublicAddress>().Of("/portfolio/calendar"),
        };
        var people = await db.Set<Membership>().Where(m => m.OrganisationId == organisationId && m.Until == null && (m.Role == Role.Administrator || m.Role == Role.Operator))
            .Select(m => m.PersonId).Distinct().ToListAsync(ct);
        await services.GetRequiredService<PersonMail>().TellAsync(db, people, Due, words, $"{Work}:{organisationId}:{Dates.InTable(today)}", ct);
        // The one item stays until nothing is owed; its words are those of the latest call.
        var key = $"{Work}:{organisationId}";
        await work.DoneAsync(db, key, null, ct);
        await work.AddAsync(db, new(Work, key, new Audience.Holders(organisationId, await RoleAsync(db, organisationId, ct)), "/portfolio/calendar",
            new Dictionary<string, string>(StringComparer.Ordinal) { ["count"] = words["count"], ["late"] = words["late"] }, lines.Where(l => !l.IsLate(today)).Select(l => (DateOnly?)l.Day).Min() ?? today), ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>Operators look after patents; a small organisation has only an administrator.</summary>
    private static async Task<Role> RoleAsync(AppDbContext db, Guid organisationId, CancellationToken ct) =>
        await db.Set<Membership>().AnyAsync(m => m.OrganisationId == organisationId && m.Until == null && m.Role == Role.Operator, ct) ? Role.Operator : Role.Administrator;
}
