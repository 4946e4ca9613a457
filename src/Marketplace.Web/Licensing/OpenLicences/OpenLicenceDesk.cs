using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Delegations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Security;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.OpenLicences;

/// <summary>From the notice to the licence: what the licensee does, and nobody has to agree to.</summary>
public sealed class OpenLicenceDesk(
    AppDbContext db, Actor actor, AccessCheck access, DelegationCheck delegation, DeclarationBook declarations, LicenceReach reach, LicenceEffect effect, LicenceNotices notices, CaseBook book,
    FileStore files, Workdays workdays, TimeProvider time)
{
    /// <summary>书面通知: frozen with the terms of this day.</summary>
    public async Task<Outcome<Licence>> NotifyAsync(string no, NewNotice given, IFormFile? seal, CancellationToken ct)
    {
        if (actor.ActingFor is not { } own || !access.May(Act.KeepLicences, new(own))) return Failures.OfStatus(404);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // A withdrawal that is announced at this moment waits, or is seen.
        await db.Database.ExecuteSqlAsync($"select 1 from declarations where application_no = {no} for share", ct);
        // Two colleagues who notify at the same moment do it after each other: the second is told of the first.
        await db.Database.ExecuteSqlAsync($"select 1 from organisations where id = {own} for no key update", ct);
        if (await db.Set<Licence>().SingleOrDefaultAsync(l => l.Id == given.Once, ct) is { } sent) return sent.LicenseeId == own ? sent : Failures.OfStatus(404);
        if (await declarations.StandingAsync(no, ct) is not { } declaration || await declarations.TermsAsync(declaration, ct) is not { } terms) return Failures.OfStatus(404);
        var licensee = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == own, ct);
        if (declaration.OwnerId == own) return new Failure("own_patent", 409, LicenceTexts.OwnPatent);
        if (await db.Set<Licence>().Where(l => l.DeclarationId == declaration.Id && l.LicenseeId == own).OrderByDescending(l => l.Id).FirstOrDefaultAsync(ct) is { State: { } stands } earlier && (stands.IsLive() || earlier.State is LicenceState.NoticeSent or LicenceState.NoticeReceived or LicenceState.Paid))
            return new Failure("licence_there", 409, LicenceTexts.LicenceThere.Fill(earlier.CertificateNo));
        if (await delegation.RefuseAsync(db, Act.KeepLicences, own, null, ct) is { } ended) return ended;
        var today = Dates.Today(time);
        var failures = given.Check(terms, licensee.Name, today).ToList();
        var fresh = terms.Freeze(declaration.Id, time.GetUtcNow());
        if (given.TermsRead is { } read && read != Convert.ToHexString(fresh.Sha256)) failures.Add(new("terms_changed", 409, LicenceTexts.TermsChanged));
        if (failures.Count > 0) return failures;
        var licence = await MadeAsync(declaration, terms, await KeptAsync(fresh, ct), licensee, given, ct);
        if (seal is not null)
        {
            var file = await files.AddAsync(db, seal, $"{LicenceFiles.Subject}:{licence.Id}", ct);
            if (!file.Succeeded) return db.Dropped([.. file.Failures.Select(f => f with { Field = "seal" })]);
            licence.SealId = file.Value.Id;
        }
        var blocking = new Dictionary<string, string>(StringComparer.Ordinal);
        var fit = DeclarationBook.IsFit(await db.Set<Patent>().AsNoTracking().SingleAsync(p => p.ApplicationNo == no, ct));
        if (!declaration.State!.Value.IsOpen() || !fit) blocking[LicenceMachine.NotOpen] = LicenceTexts.NotOpen;
        if (licensee.State != OrganisationState.Active) blocking[LicenceMachine.Unidentified] = LicenceTexts.NotVerified;
        if (book.Take(LicenceMachine.Machine, licence, LicenceCause.Notify, new(blocking, Facts: new { licence.FirstFee, snapshot = licence.SnapshotId })) is { } refused) return db.Dropped([refused]);
        db.Add(licence);
        if (licence.Way == NoticeWay.Platform)
        {
            licence.DeliveredOn = today;
            book.Take(LicenceMachine.Machine, licence, LicenceCause.Deliver);
        }
        await db.SaveChangesAsync(ct);
        await notices.NotifiedAsync(licence, terms, ct);
        await effect.FollowAsync(licence, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return licence;
    }

    /// <summary>Proof that the notice went to the announced address, where the patentee has no account.</summary>
    public Task<Outcome<Licence>> DispatchAsync(Guid id, DateOnly? on, string? number, IFormFile? proof, CancellationToken ct) => StepAsync(id, async licence =>
    {
        var failures = new List<Failure>();
        if (licence.Way != NoticeWay.Post || licence.State is not (LicenceState.NoticeSent or LicenceState.Paid)) return [new("state_forbids", 409, CaseTexts.StateForbids)];
        if (on is not { } day || day > Dates.Today(time) || day < Dates.Day(licence.NoticeAt)) failures.Add(new("dispatched_on_wrong", 400, LicenceTexts.DispatchDayWrong, "dispatchedOn"));
        // A notice that leaves when nothing is offered any more takes nothing (Art. 51(1)).
        else if (await db.Set<Declaration>().AsNoTracking().SingleAsync(d => d.Id == licence.DeclarationId, ct) is var declaration && !DeclarationBook.StoodOn(declaration, day))
            failures.Add(new("dispatched_too_late", 400, LicenceTexts.DispatchedTooLate.Fill(Dates.InWords(declaration.Since)), "dispatchedOn"));
        if (string.IsNullOrWhiteSpace(number) || number.Trim().Length > 50) failures.Add(new("dispatch_no_wrong", 400, LicenceTexts.DispatchNoMissing, "dispatchNo"));
        if (proof is null) failures.Add(new("proof_missing", 400, LicenceTexts.DispatchProofMissing, "proof"));
        if (failures.Count > 0) return failures;
        var file = await files.AddAsync(db, proof!, $"{LicenceFiles.Subject}:{licence.Id}", ct);
        if (!file.Succeeded) return [.. file.Failures.Select(f => f with { Field = "proof" })];
        (licence.DeliveredOn, licence.DispatchNo, licence.DispatchId) = (on, number!.Trim(), file.Value.Id);
        if (licence.State == LicenceState.NoticeSent) book.Take(LicenceMachine.Machine, licence, LicenceCause.Deliver, new(On: on, Facts: new { licence.DispatchNo }));
        await effect.FollowAsync(licence, ct);
        return [];
    }, ct);

    public Task<Outcome<Licence>> TakeBackAsync(Guid id, CancellationToken ct) => StepAsync(id, async licence =>
    {
        if (await effect.CountedAsync(licence, ct) > 0) return [new("paid_already", 409, LicenceTexts.PaidAlready)];
        if (book.Take(LicenceMachine.Machine, licence, LicenceCause.TakeBack) is { } refused) return [refused];
        await notices.EndedAsync(licence, ct);
        return [];
    }, ct);

    private async Task<Outcome<Licence>> StepAsync(Guid id, Func<Licence, Task<List<Failure>>> step, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (licence, _, refused) = await reach.LockAsync(id, ct, Side.Taker);
        if (licence is null) return refused!;
        if (await step(licence) is { Count: > 0 } failures) return db.Dropped(failures);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return licence;
    }

    private async Task<Licence> MadeAsync(Declaration declaration, FrozenTerms terms, Guid snapshot, Organisation licensee, NewNotice given, CancellationToken ct)
    {
        var (start, end) = (given.StartsOn!.Value, given.EndsOn!.Value);
        var reachable = declaration.OwnerId is { } owner && await db.Set<Organisation>().AnyAsync(o => o.Id == owner && o.State == OrganisationState.Active, ct);
        return new()
        {
            Id = given.Once,
            Reference = SpokenCode.New(8),
            DeclarationId = declaration.Id,
            SnapshotId = snapshot,
            ApplicationNo = declaration.ApplicationNo,
            HolderId = declaration.OwnerId,
            LicenseeId = licensee.Id,
            LicenseeName = licensee.Name,
            LicenseeCode = licensee.Uscc,
            RegionPath = licensee.RegionPath,
            Products = given.Products!.Trim(),
            StartsOn = start,
            EndsOn = end,
            FirstFee = FirstFee.Of(terms, start, end, given.Stated, workdays)!.Value,
            ExpectedBase = FirstFee.IsExpected(terms) ? given.Stated : null,
            SignedBy = given.SignedBy!.Trim(),
            PersonId = actor.PersonId,
            ContactName = given.ContactName!.Trim(),
            ContactPhone = given.ContactPhone!.Trim(),
            Address = given.Address!.Trim(),
            InvoiceTitle = given.InvoiceTitle!.Trim(),
            InvoiceCode = given.InvoiceCode!.Trim(),
            InvoiceMail = string.IsNullOrWhiteSpace(given.InvoiceMail) ? null : given.InvoiceMail.Trim(),
            NoticeAt = time.GetUtcNow(),
            Way = reachable ? NoticeWay.Platform : NoticeWay.Post,
        };
    }

    /// <summary>Two hundred notices at once freeze the same words: the first writes them, the others wait a moment and find them.</summary>
    private async Task<Guid> KeptAsync(TermsSnapshot fresh, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"""
            insert into terms_snapshots (id, declaration_id, terms, sha256, taken_at) values ({fresh.Id}, {fresh.DeclarationId}, {fresh.Terms}, {fresh.Sha256}, {fresh.TakenAt}) on conflict (declaration_id, sha256) do nothing
            """, ct);
        return await db.Set<TermsSnapshot>().Where(s => s.DeclarationId == fresh.DeclarationId && s.Sha256 == fresh.Sha256).Select(s => s.Id).SingleAsync(ct);
    }
}
