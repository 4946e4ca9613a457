using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Delegations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Security;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Pledges;

/// <summary>Files sent with terms.</summary>
public sealed record PledgeFilesSent(IFormFile? Contract = null, IFormFile? Valuation = null);

/// <summary>From the pledgor's draft to what both agreed on.</summary>
public sealed class PledgeDesk(AppDbContext db, Actor actor, AccessCheck access, DelegationCheck delegation, PledgeReach reach, PledgeChecks checks, PledgeNotices notices, CaseBook book, FileStore files, TimeProvider time)
{
    /// <param name="once">Becomes the pledge's id: a form sent twice is one pledge.</param>
    /// <param name="terms">As typed.</param>
    /// <param name="sent">The files beside them.</param>
    /// <param name="renews">续贷: the pledge it goes on from.</param>
    /// <param name="ct">The sender left.</param>
    public async Task<Outcome<Pledge>> BeginAsync(Guid once, PledgeTerms terms, PledgeFilesSent sent, Guid? renews, CancellationToken ct)
    {
        if (actor.ActingFor is not { } own || !access.May(Act.KeepLicences, new(own))) return Failures.OfStatus(404);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.Set<Pledge>().SingleOrDefaultAsync(p => p.Id == once, ct) is { } there) return there.PledgorId == own ? there : Failures.OfStatus(404);
        // Two renewals of one loan at once: one after the other.
        if (renews is not null) await db.Database.ExecuteSqlAsync($"select 1 from pledges where id = {renews} for update", ct);
        var earlier = renews is null ? null : await db.Set<Pledge>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == renews && p.PledgorId == own, ct);
        if (renews is not null && earlier?.State?.WasRegistered() != true) return new Failure("renews_unknown", 409, PledgeTexts.RenewsUnknown);
        if (earlier is not null && !terms.Tags.Contains(LoanTag.Renewal)) terms = terms with { Tags = [.. terms.Tags, LoanTag.Renewal] };
        if (renews is not null && await db.Set<Pledge>().AnyAsync(p => p.RenewsId == renews && p.State != PledgeState.TakenBack && p.State != PledgeState.Declined && p.State != PledgeState.Lapsed, ct)) return new Failure("renewed_there", 409, PledgeTexts.RenewedThere);
        if (await delegation.RefuseAsync(db, Act.KeepLicences, own, null, ct) is { } ended) return ended;
        var pledgor = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == own, ct);
        var pledge = new Pledge { Id = once, Reference = SpokenCode.New(8), PledgorId = own, PledgorName = pledgor.Name, PledgorRegion = pledgor.RegionPath, PledgeeName = "", PledgeeCode = "", RenewsId = renews, PersonId = actor.PersonId };
        if (await WordAsync(pledge, terms, sent, null, ct) is { Count: > 0 } failures) return db.Dropped(failures);
        if (book.Take(PledgeMachine.Machine, pledge, PledgeCause.Begin, new(Facts: new { patents = terms.Patents, renews })) is { } refused) return db.Dropped([refused]);
        db.Add(pledge);
        await PatentsAsync(pledge, terms, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return pledge;
    }

    /// <summary>Other terms, as another version; what was agreed to before is agreed to no more.</summary>
    /// <param name="id">Of the pledge.</param>
    /// <param name="terms">The whole of them, each time.</param>
    /// <param name="sent">Files; where none is sent the last version's stays.</param>
    /// <param name="seen">How many versions there were when they were written.</param>
    /// <param name="ct">The sender left.</param>
    public Task<Outcome<Pledge>> ReviseAsync(Guid id, PledgeTerms terms, PledgeFilesSent sent, int seen, CancellationToken ct) => StepAsync(id, Act.KeepLicences, [Side.Giver], async (pledge, _) =>
    {
        if (pledge.Versions != seen) return [new("version_passed", 409, DealTexts.VersionPassed.Fill(pledge.Versions))];
        if (PledgeMachine.Machine.Find(pledge.State, PledgeCause.Revise) is null) return [new("state_forbids", 409, CaseTexts.StateForbids)];
        var last = await db.Set<PledgeVersion>().AsNoTracking().SingleAsync(v => v.PledgeId == id && v.Number == pledge.Versions, ct);
        if (pledge.RenewsId is not null && !terms.Tags.Contains(LoanTag.Renewal)) terms = terms with { Tags = [.. terms.Tags, LoanTag.Renewal] };
        var (code, shown) = (pledge.PledgeeCode, pledge.State != PledgeState.Draft);
        if (await WordAsync(pledge, terms, sent, last, ct) is { Count: > 0 } failures) return failures;
        if (pledge.Versions == seen) return null;   // The same words.
        // Who was asked before has nothing to do with terms towards somebody else.
        if (pledge.PledgeeCode != code) pledge.Shown = false;
        pledge.AgreedVersion = null;
        if (book.Take(PledgeMachine.Machine, pledge, PledgeCause.Revise, new(Facts: new { version = pledge.Versions })) is { } refused) return [refused];
        await PatentsAsync(pledge, terms, ct);
        await db.SaveChangesAsync(ct);
        if (shown) await notices.MovedAsync(pledge, ct);
        return [];
    }, ct);

    public Task<Outcome<Pledge>> OfferAsync(Guid id, CancellationToken ct) => StepAsync(id, Act.DisposePatents, [Side.Giver], async (pledge, check) =>
    {
        if (pledge.State == PledgeState.Offered) return null;   // A double click.
        if (pledge.PledgeeId is null) return [new("pledgee_outside", 409, PledgeTexts.PledgeeOutside)];
        pledge.Shown = true;
        return await TakeAsync(pledge, PledgeCause.Offer, new(check.Blocking, Facts: new { version = pledge.Versions, check.Version.Sha256 }), ct);
    }, ct);

    /// <param name="id">Of the pledge.</param>
    /// <param name="read">The hash of the version that was read: that one is agreed to and no other.</param>
    /// <param name="ct">The reader left.</param>
    public Task<Outcome<Pledge>> AgreeAsync(Guid id, string? read, CancellationToken ct) => StepAsync(id, Act.DisposePatents, [Side.Taker], async (pledge, check) =>
    {
        if (check.Version.Sha256 != read) return [new("version_passed", 409, DealTexts.VersionPassed.Fill(pledge.Versions))];
        if (pledge.State == PledgeState.Agreed) return null;
        pledge.AgreedVersion = pledge.Versions;
        return await TakeAsync(pledge, PledgeCause.Agree, new(check.Blocking, Facts: new { version = pledge.Versions, hash = read }), ct);
    }, ct);

    /// <summary>Of a pledgee that is not registered here: the contract both signed, on paper.</summary>
    public Task<Outcome<Pledge>> ShowAgreedAsync(Guid id, IFormFile? paper, CancellationToken ct) => StepAsync(id, Act.DisposePatents, [Side.Giver], async (pledge, check) =>
    {
        if (pledge.PledgeeId is not null) return [new("pledgee_here", 409, PledgeTexts.PledgeeHere)];
        if (paper is null) return [new("paper_missing", 400, CaseTexts.PaperMissing.Fill(CaseWords.Paper(PledgeMachine.Contract)), "signedPaper")];
        var file = await files.AddAsync(db, paper, PledgeFiles.Of(id), ct);
        if (!file.Succeeded) return [.. file.Failures.Select(f => f with { Field = "signedPaper" })];
        (pledge.AgreedVersion, pledge.Shown) = (pledge.Versions, true);
        return await TakeAsync(pledge, PledgeCause.ShowAgreed, new StepShown(check.Blocking, Facts: new { version = pledge.Versions, check.Version.Sha256 }).With(PledgeMachine.Contract, file.Value.Id), ct);
    }, ct);

    public Task<Outcome<Pledge>> DeclineAsync(Guid id, string? reason, CancellationToken ct) => StepAsync(id, Act.KeepLicences, [Side.Taker], (pledge, _) => TakeAsync(pledge, PledgeCause.Decline, new(Reason: reason), ct), ct);

    public async Task<Outcome<Pledge>> TakeBackAsync(Guid id, string? reason, CancellationToken ct)
    {
        var agreed = await db.Set<Pledge>().AnyAsync(p => p.Id == id && p.AgreedVersion != null, ct);
        return await StepAsync(id, agreed ? Act.DisposePatents : Act.KeepLicences, agreed ? [] : [Side.Giver], (pledge, _) => TakeAsync(pledge, PledgeCause.TakeBack, new(Reason: reason), ct), ct);
    }

    /// <summary>Puts terms into a version, if they are not the words of the last one.</summary>
    internal async Task<List<Failure>> WordAsync(Pledge pledge, PledgeTerms terms, PledgeFilesSent sent, PledgeVersion? last, CancellationToken ct)
    {
        var before = last?.Read();
        if (await WrongAsync(pledge, terms, ct) is { Count: > 0 } wrong) return wrong;
        var (contract, valuation) = (await FileAsync(pledge, sent.Contract, "contract", ct), await FileAsync(pledge, sent.Valuation, "valuationReport", ct));
        if (contract.Failures.Concat(valuation.Failures).ToList() is { Count: > 0 } failures) return failures;
        var pledgee = await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.Uscc == terms.PledgeeCode, ct);
        if (pledgee?.Id == pledge.PledgorId) return [new("own_pledgee", 400, PledgeTexts.OwnPledgee, "pledgeeCode")];
        if (pledgee is null && terms.Pledgee.Length is 0 or > 200) return [new("pledgee_name_missing", 400, PledgeTexts.PledgeeNameMissing, "pledgee")];
        terms = terms with
        {
            Pledgee = pledgee?.Name ?? terms.Pledgee,
            PledgeeAddress = terms.PledgeeAddress ?? pledgee?.Address,
            Contract = contract.File ?? before?.Contract,
            ValuationReport = valuation.File ?? before?.ValuationReport,
        };
        var words = terms.Write();
        if (last?.Terms == words) return [];
        pledge.Versions++;
        db.Add(new PledgeVersion { PledgeId = pledge.Id, Number = pledge.Versions, PersonId = actor.PersonId, At = time.GetUtcNow(), Terms = words, Sha256 = DealTerms.HashOf(words) });
        (pledge.PledgeeId, pledge.PledgeeName, pledge.PledgeeCode, pledge.PledgeeRegion) = (pledgee?.Id, terms.Pledgee, terms.PledgeeCode, pledgee?.RegionPath);
        (pledge.MainContractNo, pledge.Amount, pledge.PatentShare, pledge.DebtUntil, pledge.Tags) = (terms.MainContractNo ?? "", terms.Amount, terms.PatentShare, terms.Until, [.. terms.Tags]);
        return [];
    }

    private async Task<List<Failure>> WrongAsync(Pledge pledge, PledgeTerms terms, CancellationToken ct)
    {
        if (terms.Patents.Count == 0) return [new("patents_missing", 400, DealTexts.PatentsMissing, "numbers")];
        if (await db.Set<Patent>().CountAsync(p => terms.Patents.Contains(p.ApplicationNo) && p.RemovedAt == null, ct) < terms.Patents.Count) return [new("patent_unknown", 400, DealTexts.PatentUnknown, "numbers")];
        var held = await db.Set<PatentHolder>().Where(h => terms.Patents.Contains(h.ApplicationNo) && h.OrganisationId == pledge.PledgorId).Select(h => h.ApplicationNo).Distinct().CountAsync(ct);
        return held < terms.Patents.Count ? [new("other_owner", 400, PledgeTexts.OtherOwner, "numbers")] : [];
    }

    private async Task<(PledgeFile? File, IEnumerable<Failure> Failures)> FileAsync(Pledge pledge, IFormFile? sent, string field, CancellationToken ct)
    {
        if (sent is null) return (null, []);
        var file = await files.AddAsync(db, sent, PledgeFiles.Of(pledge.Id), ct);
        return file.Succeeded ? (new(file.Value.Id, file.Value.Name, Convert.ToHexString(file.Value.ContentSha256)), []) : (null, file.Failures.Select(f => f with { Field = field }));
    }

    private async Task PatentsAsync(Pledge pledge, PledgeTerms terms, CancellationToken ct)
    {
        await db.SaveChangesAsync(ct);
        await db.Set<PledgePatent>().Where(p => p.PledgeId == pledge.Id).ExecuteDeleteAsync(ct);
        db.AddRange(terms.Patents.Select((no, i) => new PledgePatent { PledgeId = pledge.Id, ApplicationNo = no, Place = i + 1 }));
    }

    private async Task<List<Failure>?> TakeAsync(Pledge pledge, PledgeCause cause, StepShown shown, CancellationToken ct)
    {
        if (book.Take(PledgeMachine.Machine, pledge, cause, shown) is { } refused) return [refused];
        await db.SaveChangesAsync(ct);
        await notices.MovedAsync(pledge, ct);
        return [];
    }

    /// <summary>Null from the step: it was done before, and is not done again.</summary>
    private async Task<Outcome<Pledge>> StepAsync(Guid id, Act act, Side[] sides, Func<Pledge, PledgeCheck, Task<List<Failure>?>> step, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (pledge, _, refused) = await reach.LockAsync(id, act, ct, sides);
        if (pledge is null) return refused!;
        var failures = await step(pledge, await checks.OfAsync(pledge, ct));
        if (failures is null) return pledge;
        if (failures.Count > 0) return db.Dropped(failures);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return pledge;
    }
}
