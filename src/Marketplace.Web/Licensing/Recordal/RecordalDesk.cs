using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Recordal;

/// <summary>备案: what either side did at the office, entered with its paper.</summary>
public sealed class RecordalDesk(AppDbContext db, LicenceReach reach, LicenceNotices notices, CaseBook book, FileStore files, TimeProvider time)
{
    private static readonly Dictionary<RecordalCause, string> s_papers = new()
    {
        [RecordalCause.File] = RecordalMachine.Request,
        [RecordalCause.Return] = RecordalMachine.Notice,
        [RecordalCause.Record] = RecordalMachine.Certificate,
        [RecordalCause.Cancel] = RecordalMachine.Notice,
    };

    public async Task<Outcome<LicenceRecordal>> StepAsync(Guid licenceId, RecordalCause cause, DateOnly? on, string? number, string? reason, IFormFile? paper, CancellationToken ct)
    {
        if (!s_papers.TryGetValue(cause, out var code)) return Failures.OfStatus(404);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (licence, _, refused) = await reach.LockAsync(licenceId, ct, Side.Taker, Side.Giver);
        if (licence is null) return refused!;
        if (await db.Set<LicenceRecordal>().SingleOrDefaultAsync(r => r.LicenceId == licenceId, ct) is not { } recordal) return new Failure("state_forbids", 409, CaseTexts.StateForbids);
        var failures = new List<Failure>();
        if (on is not { } day || day > Dates.Today(time) || day < recordal.Since) failures.Add(new("on_wrong", 400, LicenceTexts.RecordalDayWrong.Fill(Dates.InWords(recordal.Since)), "on"));
        var clean = number?.Trim().ToUpperInvariant();
        if (cause == RecordalCause.Record && clean is not { Length: > 0 and <= 30 }) failures.Add(new("record_no_missing", 400, LicenceTexts.RecordNoMissing, "number"));
        else if (cause == RecordalCause.Record && await db.Set<LicenceRecordal>().AnyAsync(r => r.RecordNo == clean && r.Id != recordal.Id, ct)) failures.Add(new("record_no_there", 409, LicenceTexts.RecordNoThere, "number"));
        if (paper is null) failures.Add(new("paper_missing", 400, CaseTexts.PaperMissing.Fill(CaseWords.Paper(code)), "paper"));
        if (failures.Count > 0) return failures;
        var file = await files.AddAsync(db, paper!, $"{LicenceFiles.Subject}:{licenceId}", ct);
        if (!file.Succeeded) return db.Dropped([.. file.Failures.Select(f => f with { Field = "paper" })]);
        var shown = new StepShown(Reason: reason, On: on, Facts: new { number = clean }).With(code, file.Value.Id);
        if (book.Take(RecordalMachine.Machine, recordal, cause, shown) is { } no) return db.Dropped([no]);
        if (cause == RecordalCause.Record) (recordal.RecordNo, recordal.RecordedOn) = (clean, on);
        await notices.RecordalAsync(licence, recordal, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return recordal;
    }
}
