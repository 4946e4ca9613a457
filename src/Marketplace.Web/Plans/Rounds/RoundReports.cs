using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Plans.Rounds;

/// <summary>上报, back again, and 催报. Each locks the round and its unit, so that none is reported, returned or reminded after its end.</summary>
public sealed class RoundReports(AppDbContext db, RoundReading reading, RoundNotices notices, AccessCheck access, Actor actor, AuditLog audit, TimeProvider time)
{
    /// <param name="id">Which unit.</param>
    /// <param name="signer">签发人</param>
    /// <param name="note">Needed where figures are missing: why.</param>
    /// <param name="ct">The caller left.</param>
    public async Task<Failure?> ReportAsync(Guid id, string? signer, string? note, CancellationToken ct)
    {
        if (await reading.UnitAsync(id, ct) is not var (line, seen)) return Failures.OfStatus(404);
        if (access.Refuse(Act.KeepPlans, new(RegionPath: seen.Unit.RegionPath)) is { } refused) return refused;
        var (who, said) = (signer?.Trim() ?? "", string.IsNullOrWhiteSpace(note) ? null : note.Trim());
        if (who.Length is 0 or > RoundUnit.SignedMax) return new("signed_missing", 400, RoundTexts.SignedMissing.Fill(RoundUnit.SignedMax), "signer");
        if (said?.Length > RoundUnit.NoteMax) return new("note_long", 400, PlanTexts.FaultLong.Fill(RoundUnit.NoteMax), "note");
        if (line.Round.Quarter.Last >= Dates.Today(time)) return new("quarter_running", 409, RoundTexts.QuarterRuns.Fill(Dates.InWords(line.Round.Quarter.Last)));
        var missing = (await reading.FiguresAsync(line.Round, seen.Unit, ct)).Where(f => f.Value is null).Select(f => f.Definition.Name).ToList();
        if (missing.Count > 0 && said is null) return new("figures_missing", 400, RoundTexts.FiguresMissing.Fill(string.Join('、', missing)), "note");
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await LockAsync(line.Round.Id, id, ct) is not { } unit) return new("round_closed", 409, RoundTexts.Closed);
        if (unit.ReportedAt is not null) return new("reported_already", 409, RoundTexts.ReportedAlready);
        (unit.ReportedAt, unit.ReportedBy, unit.Signer, unit.Note, unit.Reason, unit.ReturnedAt, unit.ReturnedBy) = (time.GetUtcNow(), actor.Id, who, said, null, null, null);
        audit.Record(db, "round.reported", RoundDesk.Subject(line.Round.Id), new { unit = unit.Name, missing = missing.Count });
        await notices.DoneAsync(id, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    /// <summary>退回, by the bureau that asked: it is owed again. A lock is taken back by nobody.</summary>
    public async Task<Failure?> ReturnAsync(Guid id, string? reason, CancellationToken ct)
    {
        if (await reading.UnitAsync(id, ct) is not var (line, _)) return Failures.OfStatus(404);
        if (access.Refuse(Act.KeepPlans, new(RegionPath: line.Round.RegionPath)) is { } refused) return refused;
        var why = reason?.Trim() ?? "";
        if (why.Length is 0 or > RoundUnit.NoteMax) return new("reason_missing", 400, RoundTexts.ReasonMissing.Fill(RoundUnit.NoteMax), "reason");
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await LockAsync(line.Round.Id, id, ct) is not { } unit) return new("round_closed", 409, RoundTexts.Closed);
        if (unit.ReportedAt is null) return new("not_reported", 409, RoundTexts.NotReported);
        (unit.ReportedAt, unit.ReportedBy, unit.Signer, unit.Reason, unit.ReturnedAt, unit.ReturnedBy) = (null, null, null, why, time.GetUtcNow(), actor.Id);
        audit.Record(db, "round.returned", RoundDesk.Subject(line.Round.Id), new { unit = unit.Name, reason = why });
        await notices.TellAsync(line.Round, unit, RoundNotices.Returned, unit.ReturnedAt.Value.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture), ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    /// <summary>催报, at most once a day.</summary>
    public async Task<Failure?> CallAsync(Guid id, CancellationToken ct)
    {
        if (await reading.UnitAsync(id, ct) is not var (line, seen)) return Failures.OfStatus(404);
        if (access.Refuse(Act.KeepPlans, new(RegionPath: line.Round.RegionPath)) is { } refused) return refused;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await LockAsync(line.Round.Id, id, ct) is not { } unit) return new("round_closed", 409, RoundTexts.Closed);
        if (unit.ReportedAt is not null || seen.ByLock) return new("reported_already", 409, RoundTexts.ReportedAlready);
        var today = Dates.Today(time);
        if (await db.Set<RoundCall>().AnyAsync(c => c.UnitId == id && c.On == today, ct)) return new("called_today", 409, RoundTexts.CalledToday.Fill(unit.Name));
        db.Add(new RoundCall { UnitId = id, Kind = RoundCallKind.Call, On = today, At = time.GetUtcNow(), PersonId = actor.Id });
        audit.Record(db, "round.called", RoundDesk.Subject(line.Round.Id), new { unit = unit.Name });
        await notices.TellAsync(line.Round, unit, RoundNotices.Called, PlanWords.Typed(today)!, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    /// <summary>Null: the round is closed.</summary>
    private async Task<RoundUnit?> LockAsync(Guid round, Guid unit, CancellationToken ct) =>
        await db.Set<ReportRound>().FromSql($"select * from report_rounds where id = {round} for share").AsNoTracking().SingleAsync(ct) is { ClosedAt: null }
            ? await db.Set<RoundUnit>().FromSql($"select * from round_units where id = {unit} for update").SingleAsync(ct) : null;
}
