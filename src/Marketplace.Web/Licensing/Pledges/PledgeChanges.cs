using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Pledges;

/// <summary>质押变更登记: what the register changed of a pledge, as another version of its terms. Its patents stay what they are: others are another pledge.</summary>
public sealed class PledgeChanges(AppDbContext db, PledgeReach reach, PledgeChecks checks, PledgeDesk desk, PledgeDrawdowns drawdowns, PledgeStatus status, PledgeNotices notices, CaseBook book, FileStore files, TimeProvider time)
{
    public async Task<Outcome<Pledge>> ChangeAsync(Guid id, PledgeTerms terms, PledgeFilesSent sent, int seen, DateOnly? on, IFormFile? paper, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (pledge, _, refused) = await reach.LockAsync(id, Act.KeepLicences, ct);
        if (pledge is null) return refused!;
        if (pledge.State != PledgeState.Registered) return new Failure("state_forbids", 409, CaseTexts.StateForbids);
        if (pledge.Versions != seen) return new Failure("version_passed", 409, DealTexts.VersionPassed.Fill(pledge.Versions));
        var last = await db.Set<PledgeVersion>().AsNoTracking().SingleAsync(v => v.PledgeId == id && v.Number == pledge.Versions, ct);
        var failures = new List<Failure>();
        if (!terms.Patents.Order(StringComparer.Ordinal).SequenceEqual(last.Read().Patents.Order(StringComparer.Ordinal), StringComparer.Ordinal)) failures.Add(new("patents_stay", 409, PledgeTexts.PatentsStay, "numbers"));
        if (on is not { } day || day > Dates.Today(time) || day < pledge.Since) failures.Add(new("on_wrong", 400, DealTexts.StepDayWrong.Fill(Dates.InWords(pledge.Since)), "on"));
        if (paper is null) failures.Add(new("paper_missing", 400, CaseTexts.PaperMissing.Fill(CaseWords.Paper(PledgeMachine.Changed)), "stepPaper"));
        var drawn = await drawdowns.SumAsync(id, ct);
        if (failures.Count > 0) return failures;
        // The database would refuse it too; here it has its words.
        var blocking = new Dictionary<string, string>(StringComparer.Ordinal);
        if (terms.Amount is null || terms.Amount < drawn) blocking[PledgeMachine.Drawn] = PledgeTexts.LessThanDrawn.Fill(Money.Exact(drawn));
        else if (await desk.WordAsync(pledge, terms, sent, last, ct) is { Count: > 0 } wrong) return db.Dropped(wrong);
        if (blocking.Count == 0 && pledge.Versions == seen) return db.Dropped([new("nothing_changed", 409, PledgeTexts.NothingChanged)]);
        var file = await files.AddAsync(db, paper!, PledgeFiles.Of(id), ct);
        if (!file.Succeeded) return db.Dropped([.. file.Failures.Select(f => f with { Field = "stepPaper" })]);
        if (blocking.Count == 0)
        {
            pledge.AgreedVersion = pledge.Versions;
            await db.SaveChangesAsync(ct);
            foreach (var (code, why) in (await checks.OfAsync(pledge, ct)).Blocking) blocking[code] = why;
        }
        if (book.Take(PledgeMachine.Machine, pledge, PledgeCause.Change, new StepShown(blocking, On: on, Facts: new { version = pledge.Versions }).With(PledgeMachine.Changed, file.Value.Id)) is { } no) return db.Dropped([no]);
        await db.SaveChangesAsync(ct);
        await status.FollowAsync(pledge, PledgeCause.Change, on!.Value, ct);
        await notices.MovedAsync(pledge, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return pledge;
    }
}
