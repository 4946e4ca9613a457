using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Delegations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.LegalStatus;

/// <summary>
/// What holders enter by hand about a patent: events, reports, facts, family. Each with its paper, each recomputing where the right stands, in one transaction with its
/// audit entry.
/// </summary>
public sealed class HistoryDesk(
    AppDbContext db, PatentReach reach, DelegationCheck delegated, PatentStandings standings, FileStore files, AuditLog audit, Actor actor, TimeProvider time)
{
    public const int ReasonMax = 500;
    public const int NoteMax = 300;

    private DateOnly Today => Dates.Today(time);

    /// <param name="number">Of the patent.</param>
    /// <param name="given">The event.</param>
    /// <param name="paper">What shows it.</param>
    /// <param name="once">The form's own number: sent twice, it is one event.</param>
    /// <param name="ct">The sender left.</param>
    public Task<Outcome<Patent>> EnterAsync(string number, NewEvent given, IFormFile? paper, Guid once, CancellationToken ct) => ChangeAsync(number, async patent =>
    {
        var history = await db.Set<PatentEvent>().Where(e => e.ApplicationNo == patent.ApplicationNo).ToListAsync(ct);
        if (history.Exists(e => e.Id == once)) return [];
        if (given.Check(patent, paper is not null, Today, day => standings.Of(patent, history, day).State) is { Count: > 0 } failures) return failures;
        var (kind, on) = (given.Kind!.Value, given.On!.Value);
        if (history.Find(e => e.StruckAt is null && e.Kind == kind && e.On == on) is { } there)
        {
            // Two years paid on one day: the later one says both.
            if (kind is not PatentEventKind.FeePaid || there.PatentYear >= given.PatentYear) return [new("event_there", 409, LegalTexts.EventThere, "on")];
            (there.StruckAt, there.StruckReason) = (time.GetUtcNow(), LegalTexts.Superseded);
            await db.SaveChangesAsync(ct);   // The unique index looks at each statement.
        }
        var file = await PaperAsync(paper!, once, ct);
        if (!file.Succeeded) return [.. file.Failures.Select(f => f with { Field = "paper" })];
        db.Add(new PatentEvent
        {
            Id = once,
            ApplicationNo = patent.ApplicationNo,
            Kind = kind,
            On = on,
            Source = given.Source!.Value,
            Reference = Clean(given.Reference),
            PaperId = file.Value.Id,
            PatentYear = kind is PatentEventKind.FeePaid or PatentEventKind.FeeLate ? given.PatentYear : null,
            Exclusive = given.Exclusive && kind is PatentEventKind.LicenceRecorded or PatentEventKind.LicenceChanged,
            PledgeeAgrees = given.PledgeeAgrees && kind is PatentEventKind.Pledged or PatentEventKind.PledgeChanged,
            PersonId = actor.PersonId,
            RecordedAt = time.GetUtcNow(),
        });
        if (kind is PatentEventKind.Granted) patent.GrantDate ??= on;
        Said(patent, on, given.Source.Value);
        audit.Record(db, "patent.event-entered", Subject(patent), new { id = once, kind = kind.ToString(), on, source = given.Source.ToString() });
        return [];
    }, ct);

    /// <summary>Takes an event, a report or a fact back.</summary>
    public Task<Outcome<Patent>> StrikeAsync(string number, Guid id, string? reason, CancellationToken ct) => ChangeAsync(number, async patent =>
    {
        if (await db.Set<PatentEvent>().SingleOrDefaultAsync(e => e.Id == id && e.ApplicationNo == patent.ApplicationNo, ct) is not { } row) return await StrikePaperAsync(patent, id, reason, ct);
        if (row.StruckAt is not null) return [];
        // What the office announced is not a holder's to take back; if it is wrong here, it can be reported.
        if (row.Source is StatusSource.Gazette) return [new("event_of_gazette", 409, LegalTexts.OfGazette)];
        if (Reason(reason) is { } wrong) return [wrong];
        (row.StruckAt, row.StruckReason) = (time.GetUtcNow(), reason!.Trim());
        if (row.Kind is PatentEventKind.Granted && patent.GrantDate == row.On) patent.GrantDate = null;
        audit.Record(db, "patent.event-struck", Subject(patent), new { id, kind = row.Kind.ToString(), row.On });
        return [];
    }, ct);

    public Task<Outcome<Patent>> ReportAsync(string number, string? reportNumber, DateOnly? on, ReportConclusion? conclusion, IFormFile? paper, Guid once, CancellationToken ct) => ChangeAsync(number, async patent =>
    {
        if (await db.Set<EvaluationReport>().AnyAsync(r => r.Id == once, ct)) return [];
        var failures = new List<Failure>();
        if (patent.Kind is PatentKind.Invention) failures.Add(new("report_of_invention", 409, LegalTexts.ReportOfInvention));
        if (Clean(reportNumber) is not { Length: <= 100 }) failures.Add(new("report_number_wrong", 400, LegalTexts.ReportNumberMissing, "number"));
        if (Day(on, patent) is { } wrong) failures.Add(wrong);
        if (conclusion is null || !Enum.IsDefined(conclusion.Value)) failures.Add(new("conclusion_missing", 400, LegalTexts.ConclusionMissing, "conclusion"));
        if (paper is null) failures.Add(new("paper_missing", 400, LegalTexts.PaperMissing, "paper"));
        if (failures.Count > 0) return failures;
        var file = await PaperAsync(paper!, once, ct);
        if (!file.Succeeded) return [.. file.Failures.Select(f => f with { Field = "paper" })];
        db.Add(new EvaluationReport
        {
            Id = once,
            ApplicationNo = patent.ApplicationNo,
            Number = Clean(reportNumber)!,
            On = on!.Value,
            Conclusion = conclusion!.Value,
            PaperId = file.Value.Id,
            PersonId = actor.PersonId,
            RecordedAt = time.GetUtcNow(),
        });
        audit.Record(db, "patent.report-entered", Subject(patent), new { id = once, conclusion = conclusion.ToString(), on });
        return [];
    }, ct);

    public Task<Outcome<Patent>> FactAsync(string number, HighValueKind? kind, DateOnly? on, string? note, IFormFile? paper, Guid once, CancellationToken ct) => ChangeAsync(number, async patent =>
    {
        if (await db.Set<HighValueFact>().AnyAsync(f => f.Id == once, ct)) return [];
        var failures = new List<Failure>();
        if (patent.Kind is not PatentKind.Invention || !patent.State.InForce()) failures.Add(new("value_not_invention", 409, LegalTexts.ValueNotInvention));
        if (kind is null || !Enum.IsDefined(kind.Value)) failures.Add(new("value_kind_missing", 400, LegalTexts.ValueKindMissing, "kind"));
        if (Day(on, patent) is { } wrong) failures.Add(wrong);
        if (Clean(note) is not { Length: <= NoteMax }) failures.Add(new("value_note_wrong", 400, LegalTexts.ValueNoteMissing, "note"));
        if (paper is null) failures.Add(new("paper_missing", 400, LegalTexts.PaperMissing, "paper"));
        if (failures.Count == 0 && await db.Set<HighValueFact>().AnyAsync(f => f.ApplicationNo == patent.ApplicationNo && f.Kind == kind && f.StruckAt == null, ct))
            failures.Add(new("value_there", 409, LegalTexts.ValueThere, "kind"));
        if (failures.Count > 0) return failures;
        var file = await PaperAsync(paper!, once, ct);
        if (!file.Succeeded) return [.. file.Failures.Select(f => f with { Field = "paper" })];
        db.Add(new HighValueFact
        {
            Id = once,
            ApplicationNo = patent.ApplicationNo,
            Kind = kind!.Value,
            On = on!.Value,
            Note = Clean(note)!,
            PaperId = file.Value.Id,
            PersonId = actor.PersonId,
            RecordedAt = time.GetUtcNow(),
        });
        audit.Record(db, "patent.value-entered", Subject(patent), new { id = once, kind = kind.ToString(), on });
        return [];
    }, ct);

    private async Task<List<Failure>> StrikePaperAsync(Patent patent, Guid id, string? reason, CancellationToken ct)
    {
        if (Reason(reason) is { } wrong) return [wrong];
        var now = time.GetUtcNow();
        if (await db.Set<EvaluationReport>().SingleOrDefaultAsync(r => r.Id == id && r.ApplicationNo == patent.ApplicationNo, ct) is { } report)
            (report.StruckAt, report.StruckReason) = (report.StruckAt ?? now, report.StruckReason ?? reason!.Trim());
        else if (await db.Set<HighValueFact>().SingleOrDefaultAsync(f => f.Id == id && f.ApplicationNo == patent.ApplicationNo, ct) is { } fact)
            (fact.StruckAt, fact.StruckReason) = (fact.StruckAt ?? now, fact.StruckReason ?? reason!.Trim());
        else return [Failures.OfStatus(StatusCodes.Status404NotFound)];
        audit.Record(db, "patent.paper-struck", Subject(patent), new { id });
        return [];
    }

    /// <summary>The register was looked into on that day and says what stands here.</summary>
    public Task<Outcome<Patent>> ConfirmAsync(string number, DateOnly? on, IFormFile? paper, Guid once, CancellationToken ct) => ChangeAsync(number, async patent =>
    {
        if (await db.Set<StatusCheck>().AnyAsync(c => c.Id == once, ct)) return [];
        var failures = new List<Failure>();
        if (Day(on, patent) is { } wrong) failures.Add(wrong);
        if (paper is null) failures.Add(new("paper_missing", 400, LegalTexts.PaperMissing, "paper"));
        if (failures.Count > 0) return failures;
        var file = await PaperAsync(paper!, once, ct);
        if (!file.Succeeded) return [.. file.Failures.Select(f => f with { Field = "paper" })];
        db.Add(new StatusCheck { Id = once, ApplicationNo = patent.ApplicationNo, On = on!.Value, PaperId = file.Value.Id, PersonId = actor.PersonId, RecordedAt = time.GetUtcNow() });
        Said(patent, on.Value, StatusSource.Register);
        audit.Record(db, "patent.status-confirmed", Subject(patent), new { id = once, on, state = patent.State.ToString() });
        return [];
    }, ct);

    public Task<Outcome<Patent>> FamilyAsync(string number, string? typed, CancellationToken ct) => ChangeAsync(number, patent =>
    {
        var members = new List<string>();
        foreach (var part in (typed ?? "").Split(['\n', '\r', ',', ';', '、', '，', '；'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (FamilyMember.Read(part) is not { } member) return Task.FromResult<List<Failure>>([new("family_unreadable", 400, LegalTexts.FamilyUnreadable.Fill(part), "family")]);
            if (!members.Contains(member, StringComparer.Ordinal)) members.Add(member);
        }
        if (members.Count > 100) return Task.FromResult<List<Failure>>([new("family_too_many", 400, LegalTexts.FamilyTooMany.Fill(100), "family")]);
        if (!patent.Family.SequenceEqual(members, StringComparer.Ordinal))
        {
            audit.Record(db, "patent.family-changed", Subject(patent), new { before = patent.Family, after = members });
            patent.Family = [.. members];
        }
        return Task.FromResult<List<Failure>>([]);
    }, ct);

    /// <summary>Opens the patent for change, does it, recomputes, saves.</summary>
    private async Task<Outcome<Patent>> ChangeAsync(string number, Func<Patent, Task<List<Failure>>> change, CancellationToken ct)
    {
        if (await reach.FindWithinAsync(number, ct) is not { } found) return Failures.OfStatus(StatusCodes.Status404NotFound);
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(ct) : null;
        // One change of a history after the other.
        await db.Database.ExecuteSqlAsync($"select 1 from patents where application_no = {found.ApplicationNo} for update", ct);
        var (holder, refused) = await reach.HolderAsync(Act.KeepPatents, found.ApplicationNo, ct);
        if (holder is null) return refused!;
        if (await delegated.RefuseAsync(db, Act.KeepPatents, holder.Id, null, ct) is { } ended) return ended;
        var patent = await db.Set<Patent>().SingleAsync(p => p.ApplicationNo == found.ApplicationNo, ct);
        if (await change(patent) is { Count: > 0 } failures) return db.Dropped(failures);
        await standings.RefreshAsync(db, patent, ct);
        // The page shows more than the patent's own row: followers hear of it even where that row stays.
        var beside = db.ChangeTracker.HasChanges() && db.Entry(patent).State == EntityState.Unchanged;
        await db.SaveChangesAsync(ct);
        if (beside) await CatalogueChanges.TouchAsync(db, [patent.ApplicationNo], ct);
        if (transaction is not null) await transaction.CommitAsync(ct);
        return patent;
    }

    private static void Said(Patent patent, DateOnly on, StatusSource source)
    {
        if (patent.StatusOn >= on) return;
        (patent.StatusOn, patent.StatusSource) = (on, source);
    }

    private Task<Outcome<StoredFile>> PaperAsync(IFormFile paper, Guid id, CancellationToken ct) => files.AddAsync(db, paper, $"{PatentPapers.Of}:{id}", ct);

    private Failure? Day(DateOnly? on, Patent patent) => on is null ? new("day_missing", 400, LegalTexts.DayMissing, "on")
        : on > Today ? new("day_future", 400, LegalTexts.DayFuture, "on")
        : on < patent.FilingDate ? new("day_early", 400, LegalTexts.DayEarly.Fill(Dates.InTable(patent.FilingDate)), "on") : null;

    private static Failure? Reason(string? reason) => Clean(reason) is { Length: <= ReasonMax } ? null : new("reason_missing", 400, LegalTexts.ReasonMissing);

    private static string Subject(Patent patent) => "patent:" + patent.ApplicationNo;

    private static string? Clean(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
