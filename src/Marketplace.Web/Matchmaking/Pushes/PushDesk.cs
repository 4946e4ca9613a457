using System.Text.RegularExpressions;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Directory;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Messages.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Matchmaking.Pushes;

/// <summary>What the form of a draft says, as it was typed.</summary>
public sealed record PushForm
{
    public string? Numbers { get; init; }

    /// <summary>picked or filter.</summary>
    public string? Scope { get; init; }
    public string? Region { get; init; }
    public string? Size { get; init; }
    public string? Label { get; init; }
    public string? Place { get; init; }
    public string? Stage { get; init; }
    public string? Q { get; init; }
    public string? Industry { get; init; }
    public string? Enterprises { get; init; }
    public string? Reason { get; init; }
    public PushWay Way { get; init; }
    public bool Resend { get; init; }
    public List<string> Robots { get; init; } = [];
}

/// <summary>A bureau's pushes: drafted, looked at, confirmed, and for ten minutes taken back.</summary>
public sealed partial class PushDesk(AppDbContext db, DirectoryQuery query, PushPlanner planner, IOptions<RobotOptions> robots, Actor actor, AccessCheck access, AuditLog audit, TimeProvider time)
{
    /// <summary>As for invitations.</summary>
    public static readonly TimeSpan Undo = DirectoryInvitations.Undo;

    /// <summary>Two clerks confirming at once would both pass the cap. "push" in ASCII.</summary>
    private const long ConfirmLock = 0x70757368;

    /// <summary>A bureau commends no patent (Art. 79), in whatever words a list of advertising finds harmless.</summary>
    private static readonly string[] s_commending = ["推荐", "力荐", "recommend", "تەۋسىيە"];

    public IReadOnlyList<string> Robots => [.. robots.Value.Named.Keys.Order(StringComparer.Ordinal)];

    public static MessageChannel RobotChannel(RobotOptions options, string name) => options.Named[name].Channel;

    /// <summary>Null: not there for this reader.</summary>
    public async Task<Push?> FindAsync(Guid id, PushSource source, CancellationToken ct) =>
        await db.Set<Push>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == id && p.Source == source, ct) is { } push && access.May(Act.PushPatents, push.Target) ? push : null;

    public async Task<Outcome<Push>> CreateAsync(Organisation bureau, string? numbers, CancellationToken ct)
    {
        var (read, failures) = ReadNumbers(numbers);
        if (failures.Count > 0) return failures;
        var push = New(bureau, actor.Id, PushSource.Staff, time.GetUtcNow());
        push.Patents = [.. read];
        db.Add(push);
        await db.SaveChangesAsync(ct);
        return push;
    }

    public async Task<Outcome<Push>> SaveAsync(Guid id, PushForm form, CancellationToken ct)
    {
        if (await FindAsync(id, PushSource.Staff, ct) is not { } push) return Failures.OfStatus(StatusCodes.Status404NotFound);
        var (numbers, failures) = ReadNumbers(form.Numbers);
        var (codes, unknown) = await ReadEnterprisesAsync(push.RegionPath, form.Enterprises, ct);
        if (unknown.Count > 0) failures.Add(new("enterprises_unknown", 400, PushTexts.EnterprisesUnknown.Fill(string.Join('、', unknown.Take(5))), "enterprises"));
        var byFilter = form.Scope == "filter";
        if (!byFilter && codes.Count == 0 && failures.Count == 0) failures.Add(new("enterprises_missing", 400, PushTexts.EnterprisesMissing, "enterprises"));
        var industry = form.Industry?.Trim().ToUpperInvariant();
        if (!string.IsNullOrEmpty(industry) && !IndustryCode.IsMatch(industry)) failures.Add(new("industry_wrong", 400, PushTexts.IndustryWrong, "industry"));
        var reason = form.Reason?.Trim();
        if (CheckReason(reason) is { } wrong) failures.Add(wrong);
        if (failures.Count > 0) return failures;
        var filter = new DirectoryFilter { Region = form.Region, Size = form.Size, Label = form.Label, Place = form.Place, Stage = form.Stage, Q = form.Q?.Trim() }.Address("");
        string[] known = [.. form.Robots.Where(robots.Value.Named.ContainsKey).Distinct(StringComparer.Ordinal)];
        string[] patents = [.. numbers];
        string[] enterprises = [.. codes];
        var saved = await db.Set<Push>().Where(p => p.Id == id && p.State == PushState.Draft).ExecuteUpdateAsync(set => set
            .SetProperty(p => p.Patents, patents).SetProperty(p => p.Enterprises, enterprises).SetProperty(p => p.Robots, known)
            .SetProperty(p => p.Filter, byFilter ? filter : null).SetProperty(p => p.Industry, string.IsNullOrEmpty(industry) ? null : industry)
            .SetProperty(p => p.Reason, reason).SetProperty(p => p.Way, form.Way).SetProperty(p => p.Resend, form.Resend), ct);
        return saved == 0 ? NoDraft() : (Outcome<Push>)push;
    }

    /// <param name="id">Which draft.</param>
    /// <param name="fingerprint">Of the plan the clerk looked at.</param>
    /// <param name="ct">The request ended.</param>
    public async Task<Failure?> ConfirmAsync(Guid id, string? fingerprint, CancellationToken ct)
    {
        if (await FindAsync(id, PushSource.Staff, ct) is null) return Failures.OfStatus(StatusCodes.Status404NotFound);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({ConfirmLock})", ct);
        var push = await db.Set<Push>().SingleAsync(p => p.Id == id, ct);
        if (push.State != PushState.Draft) return NoDraft();
        if (CheckReason(push.Reason) is { } wrong) return wrong;
        var plan = await planner.PlanAsync(push, ct);
        if (plan.To.Count == 0 && (push.Robots.Length == 0 || plan.Patents.All(p => p.Problem is not null))) return new("nobody_left", 409, PushTexts.NobodyLeft);
        if (plan.Fingerprint != fingerprint) return new("plan_changed", 409, PushTexts.PlanChanged);
        var now = time.GetUtcNow();
        (push.State, push.NotBefore, push.Reached) = (PushState.Waiting, now + Undo, plan.To.Count);
        List<(Guid, string, int)> rows = [];
        foreach (var to in plan.To)
        {
            foreach (var recipient in to.Recipients) Add(push, to.Uscc, recipient, to.Patents, now, rows);
        }
        string[] good = [.. plan.Patents.Where(p => p.Problem is null).Select(p => p.ApplicationNo)];
        foreach (var robot in push.Robots.Where(robots.Value.Named.ContainsKey))
            Add(push, null, new(Enum.Parse<PushChannel>(RobotChannel(robots.Value, robot).ToString()), null, robot), good, now, rows);
        audit.Record(db, "push.confirmed", $"push:{id}", new { bureau = push.BureauId, enterprises = plan.To.Count, patents = good.Length });
        await db.SaveChangesAsync(ct);
        await PushCounting.AddPatentsAsync(db, rows, ct);
        await PushCounting.AddItemsAsync(db, [.. plan.To.SelectMany(to => to.Patents.Select(no => (to.Uscc, no, to.RegionPath)))], ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    /// <summary>Takes it back as if it had not been.</summary>
    public async Task<Failure?> WithdrawAsync(Guid id, CancellationToken ct)
    {
        if (await FindAsync(id, PushSource.Staff, ct) is null) return Failures.OfStatus(StatusCodes.Status404NotFound);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var now = time.GetUtcNow();
        var moved = await db.Set<Push>().Where(p => p.Id == id && p.State == PushState.Waiting && p.NotBefore > now).ExecuteUpdateAsync(set => set.SetProperty(p => p.State, PushState.Withdrawn), ct);
        if (moved == 0) return new("push_sent", 409, PushTexts.TooLate);
        await db.Set<PushDelivery>().Where(d => d.PushId == id).ExecuteDeleteAsync(ct);
        audit.Record(db, "push.withdrawn", $"push:{id}");
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    public async Task<Failure?> DropAsync(Guid id, CancellationToken ct)
    {
        if (await FindAsync(id, PushSource.Staff, ct) is null) return Failures.OfStatus(StatusCodes.Status404NotFound);
        return await db.Set<Push>().Where(p => p.Id == id && p.State == PushState.Draft).ExecuteDeleteAsync(ct) == 0 ? NoDraft() : null;
    }

    internal static Push New(Organisation bureau, Guid person, PushSource source, DateTimeOffset now) => new()
    {
        BureauId = bureau.Id,
        BureauName = bureau.Name,
        RegionPath = bureau.RegionPath,
        PersonId = person,
        Source = source,
        State = source == PushSource.Staff ? PushState.Draft : PushState.Entered,
        CreatedAt = now,
    };

    private static Failure? CheckReason(string? reason)
    {
        if (string.IsNullOrEmpty(reason)) return new("reason_missing", 400, PushTexts.ReasonMissing, "reason");
        if (reason.Length > Push.ReasonMax) return new("reason_too_long", 400, PushTexts.ReasonTooLong.Fill(Push.ReasonMax, reason.Length), "reason");
        string[] words = [.. PromotionalWords.Find(reason).Select(hit => hit.Word), .. s_commending.Where(word => reason.Contains(word, StringComparison.OrdinalIgnoreCase))];
        return words.Length > 0 ? new("reason_promotes", 400, PushTexts.ReasonPromotes.Fill(string.Join('、', words.Distinct(StringComparer.Ordinal))), "reason") : null;
    }

    private static Failure NoDraft() => new("push_no_draft", 409, PushTexts.NoDraft);

    private static (IReadOnlyList<string> Numbers, List<Failure> Failures) ReadNumbers(string? typed)
    {
        var (numbers, unread) = PushPatents.Read(typed);
        List<Failure> failures = [];
        if (unread.Count > 0) failures.Add(new("numbers_unreadable", 400, PushTexts.NumbersUnread.Fill(string.Join('、', unread.Take(5))), "numbers"));
        else if (numbers.Count == 0) failures.Add(new("numbers_missing", 400, PushTexts.NumbersMissing, "numbers"));
        else if (numbers.Count > Push.MostPatents) failures.Add(new("numbers_too_many", 400, PushTexts.NumbersTooMany.Fill(Push.MostPatents, numbers.Count), "numbers"));
        return (numbers, failures);
    }

    private void Add(Push push, string? uscc, PushRecipient recipient, IReadOnlyList<string> patents, DateTimeOffset now, List<(Guid, string, int)> rows)
    {
        var delivery = new PushDelivery
        {
            Id = Guid.CreateVersion7(now),
            PushId = push.Id,
            BureauId = push.BureauId,
            Uscc = uscc,
            PersonId = recipient.PersonId,
            Channel = recipient.Channel,
            Recipient = recipient.Masked,
            Token = PushDelivery.NewToken(),
            CreatedAt = now,
        };
        db.Add(delivery);
        rows.AddRange(patents.Select((no, place) => (delivery.Id, no, place)));
    }

    /// <summary>One a line: a credit code, or the name exactly as it is listed.</summary>
    private async Task<(IReadOnlyList<string> Codes, IReadOnlyList<string> Unknown)> ReadEnterprisesAsync(string reach, string? typed, CancellationToken ct)
    {
        string[] lines = [.. (typed ?? "").Split(['\n', '\r', ';', '；'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal).Take(PushPlanner.MostEnterprises)];
        if (lines.Length == 0) return ([], []);
        string[] codes = [.. lines.Select(Uscc.Clean)];
        string[] names = [.. lines.Select(NameFolding.Fold)];
        var listed = query.Lines(reach, new());
        var found = await (from l in listed
                           join o in db.Set<Organisation>() on l.Uscc equals o.Uscc
                           where codes.Contains(l.Uscc) || names.Contains(o.FoldedName)
                           select new { l.Uscc, o.FoldedName }).ToListAsync(ct);
        var byCode = found.Select(f => f.Uscc).ToHashSet(StringComparer.Ordinal);
        var byName = found.GroupBy(f => f.FoldedName, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Uscc, StringComparer.Ordinal);
        List<string> read = [], unknown = [];
        for (var i = 0; i < lines.Length; i++)
        {
            if (byCode.Contains(codes[i])) read.Add(codes[i]);
            else if (byName.TryGetValue(names[i], out var code)) read.Add(code);
            else unknown.Add(lines[i]);
        }
        return ([.. read.Distinct(StringComparer.Ordinal)], unknown);
    }

    [GeneratedRegex(@"^([A-T]|[A-T]?\d{2,4})$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 100)]
    private static partial Regex IndustryCode { get; }
}
