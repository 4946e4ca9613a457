using System.Globalization;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Privacy;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.WorkList;

/// <summary>What a person can do with items without doing them: put off, hand over, urge. Done they are only by the feature.</summary>
public sealed class WorkActions(
    AppDbContext db, WorkBoard board, WorkKinds kinds, Colleagues colleagues, Actor actor, PersonMessages messages, PublicAddress address, Workdays workdays,
    AuditLog audit, TimeProvider time)
{
    public const int ReasonMax = 200;

    /// <param name="id">Which item.</param>
    /// <param name="until">The day it comes back; null: hidden until brought back by hand.</param>
    /// <param name="ct">The request ended.</param>
    public async Task<Outcome<WorkItem>> PutOffAsync(Guid id, DateOnly? until, CancellationToken ct)
    {
        if (await board.FindAsync(actor.Id, actor.All, id, ct) is not { } item) return Failures.OfStatus(404);
        if (until is { } day && (day <= Dates.Today(time) || day > Dates.Today(time).AddDays(366))) return new Failure("put_off_day_wrong", 400, WorkTexts.PutOffDayWrong, "until");
        var me = actor.Id;
        await db.Database.ExecuteSqlAsync($"""
            insert into work_put_offs (person_id, work_item_id, until) values ({me}, {id}, {until})
            on conflict (person_id, work_item_id) do update set until = excluded.until
            """, ct);
        return item;
    }

    public async Task<Outcome<WorkItem>> BringBackAsync(Guid id, CancellationToken ct)
    {
        if (await board.FindAsync(actor.Id, actor.All, id, ct) is not { } item) return Failures.OfStatus(404);
        var me = actor.Id;
        await db.Set<WorkPutOff>().Where(p => p.PersonId == me && p.WorkItemId == id).ExecuteDeleteAsync(ct);
        return item;
    }

    /// <summary>Those an item can be handed to: they have its role already, so handing over gives nobody a right.</summary>
    public async Task<IReadOnlyList<Colleague>> TakersAsync(WorkItem item, CancellationToken ct) => item is { OrganisationId: { } organisation, Role: { } role }
        ? [.. (await colleagues.OfAsync(actor.Id, [organisation], ct)).Where(c => c.Roles.Contains(role) && c.PersonId != item.AssignedTo)]
        : [];

    public async Task<Outcome<WorkItem>> TransferAsync(Guid id, Guid? to, string? reason, CancellationToken ct)
    {
        if (await board.FindAsync(actor.Id, actor.All, id, ct) is not { } item) return Failures.OfStatus(404);
        var why = reason?.Trim() ?? "";
        var failures = new List<Failure>();
        var taker = (await TakersAsync(item, ct)).FirstOrDefault(c => c.PersonId == to);
        if (taker is null) failures.Add(new("taker_lacks_role", 400, WorkTexts.TakerMissing, "to"));
        if (why.Length is 0 or > ReasonMax) failures.Add(new("reason_missing", 400, string.Format(CultureInfo.CurrentCulture, WorkTexts.ReasonMissing, ReasonMax), "reason"));
        if (failures.Count > 0) return failures;

        var now = time.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Two people hand over at once: the second one's view of it was old.
        var changed = await db.Set<WorkItem>().Where(w => w.Id == id && w.DoneAt == null && w.AssignedTo == item.AssignedTo)
            .ExecuteUpdateAsync(set => set.SetProperty(w => w.AssignedTo, taker!.PersonId), ct);
        if (changed == 0) return Failures.Conflict();
        await db.Set<WorkPutOff>().Where(p => p.WorkItemId == id && p.PersonId == taker!.PersonId).ExecuteDeleteAsync(ct);
        var transfer = new WorkTransfer { WorkItemId = id, FromPersonId = actor.Id, ToPersonId = taker!.PersonId, Reason = why, At = now };
        db.Add(transfer);
        audit.Record(db, "work.transferred", $"work:{id}", new { to = taker.PersonId });
        await db.SaveChangesAsync(ct);
        var me = await db.Set<Person>().AsNoTracking().SingleAsync(p => p.Id == actor.Id, ct);
        var receiver = await db.Set<Person>().AsNoTracking().SingleAsync(p => p.Id == taker.PersonId, ct);
        await messages.QueueAsync(db, receiver, WorkMessages.Transferred, $"work.transferred:{transfer.Id}", () => new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["what"] = OneLine(kinds.Text(item)),
            ["from"] = OneLine(me.DisplayName),
            ["reason"] = why,
            ["link"] = LinkTo(item),
        }, inApp: true, ct);
        await transaction.CommitAsync(ct);
        return item;
    }

    /// <summary>催办</summary>
    public async Task<Outcome<WorkItem>> UrgeAsync(Guid id, CancellationToken ct)
    {
        if (await board.Waiting(actor.Id, actor.All).SingleOrDefaultAsync(w => w.Id == id, ct) is not { } item) return Failures.OfStatus(404);
        var now = time.GetUtcNow();
        var workday = workdays.LastUpTo(Dates.Day(now));
        var me = actor.Id;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var added = await db.Database.ExecuteSqlAsync($"""
            insert into work_urges (work_item_id, workday, by_person_id, at) values ({id}, {workday}, {me}, {now}) on conflict do nothing
            """, ct);
        if (added == 0) return new Failure("urged_already", 409, WorkTexts.UrgedAlready);
        await db.Set<WorkItem>().Where(w => w.Id == id).ExecuteUpdateAsync(set => set.SetProperty(w => w.UrgedAt, now), ct);
        audit.Record(db, "work.urged", $"work:{id}");
        await db.SaveChangesAsync(ct);
        var from = await FromAsync(item, ct);
        foreach (var person in await colleagues.AudienceAsync(item, ct))
        {
            await messages.QueueAsync(db, person, WorkMessages.Urged, string.Create(CultureInfo.InvariantCulture, $"work.urged:{id}:{workday:yyyyMMdd}"), () => new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["what"] = OneLine(kinds.Text(item)),
                ["from"] = OneLine(from),
                ["link"] = LinkTo(item),
            }, inApp: true, ct);
        }
        await transaction.CommitAsync(ct);
        return item;
    }

    /// <summary>The organisation that waits; a person by themselves is named only as far as needed.</summary>
    private async Task<string> FromAsync(WorkItem item, CancellationToken ct) => item.WaitingOrganisationId is { } organisation
        ? await db.Set<Organisation>().Where(o => o.Id == organisation).Select(o => o.Name).SingleAsync(ct)
        : Masking.Name(await db.Set<Person>().Where(p => p.Id == actor.Id).Select(p => p.DisplayName).SingleAsync(ct))!;

    private string LinkTo(WorkItem item) => address.Of($"/tasks/{item.Id}/open");

    internal static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
