using System.Globalization;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Directory;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Privacy;
using Marketplace.Web.Platform.Spreadsheets;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Pushes;

/// <summary>Pushes made before or outside the platform: entered with evidence by one, confirmed by another, counted once with all others.</summary>
public sealed class OutsideDesk(AppDbContext db, DirectoryQuery query, FileStore files, WorkDesk work, Actor actor, AccessCheck access, AuditLog audit, TimeProvider time)
{
    public const string Work = "push.confirm";

    /// <summary>The first plans that count pushes began in 2021; an older date is a slip.</summary>
    private static readonly DateOnly s_earliest = new(2020, 1, 1);

    /// <summary>Faults told at once; whoever has more has another table in hand than they think.</summary>
    private const int MostFaults = 20;

    private sealed record Row(DirectoryLine To, string ApplicationNo, DateOnly On, PushChannel Channel, string? Recipient, bool Read);

    public async Task<Outcome<Push>> TakeSheetAsync(Organisation bureau, IFormFile? sheet, IReadOnlyList<IFormFile> evidence, string? note, CancellationToken ct)
    {
        var sent = await Upload.ReadAsync(sheet, files.Limits.MaxBytes, DirectoryTexts.FileMissing, "sheet", ct);
        if (!sent.Succeeded) return sent.Failures.ToList();
        var opened = SheetReader.Open(sent.Value.Bytes, OutsideColumns.Plan);
        if (!opened.Succeeded) return opened.Failures.Select(f => f with { Field = "sheet" }).ToList();
        var rows = opened.Value.ReadAll();
        if (!rows.Succeeded) return rows.Failures.Select(f => f with { Field = "sheet" }).ToList();
        return await TakeAsync(bureau, [.. rows.Value.All.Select(r => (r.Number, new OutsideTyped(r[OutsideColumns.Code], r[OutsideColumns.Name], r[OutsideColumns.No], r[OutsideColumns.On], r[OutsideColumns.Channel],
            r[OutsideColumns.Recipient], r[OutsideColumns.Read])))], evidence, note, "sheet", ct);
    }

    public async Task<Outcome<Push>> TakeAsync(Organisation bureau, IReadOnlyList<(int Number, OutsideTyped Row)> typed, IReadOnlyList<IFormFile> evidence, string? note, string? field, CancellationToken ct)
    {
        List<Failure> faults = [];
        if (typed.Count == 0) faults.Add(new("rows_missing", 400, PushTexts.RowsMissing, field));
        if (evidence.Count == 0) faults.Add(new("evidence_missing", 400, PushTexts.EvidenceMissing, "evidence"));
        if (evidence.Count > files.Limits.MaxFilesAtOnce) faults.Add(Failures.TooManyFiles(files.Limits.MaxFilesAtOnce) with { Field = "evidence" });
        if (note?.Trim().Length > Push.ReasonMax) faults.Add(new("note_too_long", 400, PushTexts.NoteTooLong.Fill(Push.ReasonMax), "note"));
        var rows = await CheckAsync(bureau.RegionPath, typed, field, faults, ct);
        if (faults.Count > 0) return faults.Take(MostFaults).ToList();
        var now = time.GetUtcNow();
        var push = PushDesk.New(bureau, actor.Id, PushSource.Outside, now);
        push.Reason = string.IsNullOrWhiteSpace(note) ? null : note.Trim();
        push.Reached = rows.Select(r => r.To.Uscc).Distinct(StringComparer.Ordinal).Count();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        db.Add(push);
        foreach (var paper in evidence)
        {
            var kept = await files.AddAsync(db, paper, $"{PushPapers.KindName}:{push.Id}", FileKind.All, ct);
            if (!kept.Succeeded) return kept.Failures.Select(f => f with { Field = "evidence" }).ToList();
        }
        List<(Guid, string, int)> patents = [];
        foreach (var same in rows.GroupBy(r => (r.To.Uscc, r.On, r.Channel, r.Recipient, r.Read)))
        {
            var delivery = new PushDelivery
            {
                Id = Guid.CreateVersion7(now),
                PushId = push.Id,
                BureauId = bureau.Id,
                Uscc = same.Key.Uscc,
                Channel = same.Key.Channel,
                Recipient = Masked(same.Key.Recipient),
                CreatedAt = now,
                HappenedOn = same.Key.On,
                ReadAt = same.Key.Read ? Noon(same.Key.On) : null,
            };
            db.Add(delivery);
            patents.AddRange(same.Select(r => r.ApplicationNo).Distinct(StringComparer.Ordinal).Select((no, place) => (delivery.Id, no, place)));
        }
        audit.Record(db, "push.outside.entered", $"push:{push.Id}", new { bureau = bureau.Id, rows = rows.Count, enterprises = push.Reached });
        await db.SaveChangesAsync(ct);
        await PushCounting.AddPatentsAsync(db, patents, ct);
        // Whoever can decide here: reviewers where the bureau has one, else its other clerks.
        var reviewed = await db.Set<Membership>().AnyAsync(m => m.OrganisationId == bureau.Id && m.Until == null && m.Role == Role.BureauReviewer && m.PersonId != actor.Id, ct);
        await work.AddAsync(db, new(Work, KeyOf(push.Id), new Audience.Holders(bureau.Id, reviewed ? Role.BureauReviewer : Role.BureauClerk), $"/pushes/outside/{push.Id}",
            new Dictionary<string, string>(StringComparer.Ordinal) { ["count"] = rows.Count.ToString(CultureInfo.InvariantCulture) }, WaitingPersonId: actor.Id), ct);
        await transaction.CommitAsync(ct);
        return push;
    }

    /// <summary>Null: not there for this reader.</summary>
    public async Task<Push?> FindAsync(Guid id, CancellationToken ct) =>
        await db.Set<Push>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == id && p.Source == PushSource.Outside, ct) is { } push && access.May(Act.ConfirmPushes, push.Target) ? push : null;

    public Failure? MayDecide(Push push) => access.Refuse(Act.ConfirmPushes, push.Target with { DoneBy = push.PersonId is { } by ? [by] : [] });

    public async Task<Failure?> DecideAsync(Guid id, bool confirmed, string? note, CancellationToken ct)
    {
        if (await FindAsync(id, ct) is not { } push) return Failures.OfStatus(StatusCodes.Status404NotFound);
        if (MayDecide(push) is { } refused) return refused;
        var said = string.IsNullOrWhiteSpace(note) ? null : note.Trim();
        if (!confirmed && said is null) return new("decision_missing", 400, PushTexts.DecisionMissing, "decision");
        if (said?.Length > Push.ReasonMax) return new("note_too_long", 400, PushTexts.NoteTooLong.Fill(Push.ReasonMax), "decision");
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (now, state, by) = (time.GetUtcNow(), confirmed ? PushState.Confirmed : PushState.Returned, actor.Id);
        var moved = await db.Set<Push>().Where(p => p.Id == id && p.State == PushState.Entered)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.State, state).SetProperty(p => p.DecidedBy, by).SetProperty(p => p.DecidedAt, now).SetProperty(p => p.Decision, said), ct);
        if (moved == 0) return new("push_decided", 409, PushTexts.Decided);
        if (confirmed) await CountAsync(push, ct);
        audit.Record(db, confirmed ? "push.outside.confirmed" : "push.outside.returned", $"push:{id}", new { bureau = push.BureauId });
        await work.DoneAsync(db, KeyOf(id), by, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    private async Task CountAsync(Push push, CancellationToken ct)
    {
        var pairs = await (from d in db.Set<PushDelivery>()
                           join p in db.Set<PushDeliveryPatent>() on d.Id equals p.DeliveryId
                           join e in db.Set<DirectoryEntry>() on d.Uscc equals e.Uscc into listed
                           from e in listed.DefaultIfEmpty()
                           where d.PushId == push.Id
                           select new { Uscc = d.Uscc!, p.ApplicationNo, Path = e.RegionPath }).Distinct().ToListAsync(ct);
        await PushCounting.AddItemsAsync(db, [.. pairs.Select(p => (p.Uscc, p.ApplicationNo, p.Path ?? push.RegionPath))], ct);
        // Noon there, so that the day stays the day.
        await db.Database.ExecuteSqlAsync($"""
            update push_deliveries set delivered_at = (happened_on + time '12:00') at time zone 'Asia/Shanghai', counts_at = (happened_on + time '12:00') at time zone 'Asia/Shanghai', recount = true
            where push_id = {push.Id}
            """, ct);
        await PushCounting.RecountAsync(db, ct);
    }

    private async Task<List<Row>> CheckAsync(string reach, IReadOnlyList<(int Number, OutsideTyped Row)> typed, string? field, List<Failure> faults, CancellationToken ct)
    {
        string[] codes = [.. typed.Select(t => Uscc.Clean(t.Row.Code ?? "")).Distinct(StringComparer.Ordinal)];
        var listed = await query.Lines(reach, new()).Where(l => codes.Contains(l.Uscc)).ToDictionaryAsync(l => l.Uscc, StringComparer.Ordinal, ct);
        var today = Dates.Today(time);
        var rows = new List<Row>();
        foreach (var (number, row) in typed)
        {
            var before = faults.Count;
            var to = listed.GetValueOrDefault(Uscc.Clean(row.Code ?? ""));
            var no = PatentNumber.Parse(row.No ?? "", out var fault);
            var on = SheetDates.Read(row.On ?? "");
            var channel = OutsideColumns.Channels.TryGetValue((row.Channel ?? "").Trim(), out var way) ? way : (PushChannel?)null;
            void Fault(string code, string text, string at) =>
                faults.Add(new(code, 400, field is null ? text : PushTexts.InRow.Fill(number, text), field ?? at));
            if (to is null) Fault("enterprise_unlisted", PushTexts.EnterpriseUnlisted.Fill(row.Code), "code");
            if (no is null || fault is not null) Fault("number_wrong", PushTexts.NumbersUnread.Fill(row.No), "no");
            if (on is null || on > today || on < s_earliest) Fault("date_wrong", PushTexts.DateWrong.Fill(row.On, Dates.InTable(s_earliest)), "on");
            if (channel is null) Fault("channel_wrong", PushTexts.ChannelWrong.Fill(row.Channel, string.Join('、', OutsideColumns.Channels.Keys)), "channel");
            if (faults.Count > before) continue;
            rows.Add(new(to!, no!.Body, on!.Value, channel!.Value, row.Recipient?.Trim(), row.Read?.Trim() is "是" or "已读" or "true"));
        }
        return rows;
    }

    private static DateTimeOffset Noon(DateOnly day) => new DateTimeOffset(day.ToDateTime(new TimeOnly(12, 0)), TimeSpan.FromHours(8)).ToUniversalTime();

    private static string KeyOf(Guid id) => $"push.confirm:{id}";

    /// <summary>A number, a mail address or a name: what is kept recognises them and reaches nobody.</summary>
    private static string? Masked(string? recipient) => string.IsNullOrWhiteSpace(recipient) ? null
        : recipient.Contains('@', StringComparison.Ordinal) ? Masking.Mail(recipient) : recipient.Count(char.IsAsciiDigit) >= 6 ? Masking.Phone(recipient) : Masking.Name(recipient);
}

/// <summary>Evidence of a push: the bureau's own people and those above it.</summary>
internal sealed class PushPapers(AppDbContext db, AccessCheck access) : IFileGuard
{
    public const string KindName = "push";

    public string Kind => KindName;

    public async Task<bool> MayReadAsync(Guid id, CancellationToken ct) =>
        await db.Set<Push>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) is { } push && access.May(Act.ConfirmPushes, push.Target);
}
