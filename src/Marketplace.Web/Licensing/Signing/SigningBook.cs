using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Signing;

/// <param name="OrganisationId">Null: not registered here.</param>
/// <param name="Name">As the document says it.</param>
public sealed record SigningParty(Guid? OrganisationId, string Name);

/// <param name="CaseId">What it is a document of.</param>
/// <param name="Kind">Of the case: the <see cref="ISigningFollower"/> that hears how it ended.</param>
/// <param name="Title">What signers read on their lists.</param>
/// <param name="Link">Where the case is.</param>
/// <param name="DocumentId">The file to be signed.</param>
/// <param name="Sha256">Of that file, hexadecimal.</param>
/// <param name="VersionCode">Printed in it.</param>
/// <param name="Parties">In the document's order.</param>
/// <param name="Until">The last day.</param>
/// <param name="Amount">In yuan, for the ceilings of delegations.</param>
public sealed record SigningAsk(Guid CaseId, string Kind, string Title, string Link, Guid DocumentId, string Sha256, string VersionCode, IReadOnlyList<SigningParty> Parties, DateOnly Until, decimal? Amount = null);

/// <summary>A feature whose documents are signed. It hears of the end in the transaction of the end; a failure undoes both. A signing that was replaced ends by its own will, and it is not told.</summary>
public interface ISigningFollower
{
    string Kind { get; }

    /// <param name="signingId">Which signing.</param>
    /// <param name="caseId">Of which case.</param>
    /// <param name="on">The day of the latest signature.</param>
    /// <param name="ct">The caller left.</param>
    Task<Failure?> CompletedAsync(Guid signingId, Guid caseId, DateOnly on, CancellationToken ct);

    /// <param name="signingId">Which signing.</param>
    /// <param name="caseId">Of which case.</param>
    /// <param name="why">Somebody's reason, or that the time was over.</param>
    /// <param name="ct">The caller left.</param>
    Task<Failure?> FailedAsync(Guid signingId, Guid caseId, string why, CancellationToken ct);

    /// <summary>Locks the case before its signing is locked, where the feature locks it first too: two that lock in other orders wait for each other for ever.</summary>
    Task LockAsync(Guid caseId, CancellationToken ct) => Task.CompletedTask;
}

/// <summary>Begins signings, takes what was signed, and ends them. In the unit of work of the caller.</summary>
public sealed class SigningBook(AppDbContext db, CaseBook book, SigningNotices notices, IEnumerable<ISigningFollower> followers, TimeProvider time)
{
    /// <summary>The signing of this document that is open, or a new one; an older wording that is still open is replaced by it.</summary>
    public async Task<SigningCase> BeginAsync(SigningAsk ask, CancellationToken ct)
    {
        var hash = ask.Sha256.ToUpperInvariant();
        if (await OpenAsync(ask.CaseId, ct) is { } open)
        {
            if (open.Sha256 == hash && open.DocumentId == ask.DocumentId) return open;
            await ReplaceAsync(ask.CaseId, SigningTexts.ReplacedByVersion.Fill(ask.VersionCode), ct);
        }
        await DocumentIsAsync(ask.DocumentId, hash, ct);
        var signing = new SigningCase
        {
            CaseId = ask.CaseId,
            Kind = ask.Kind,
            Title = ask.Title.Length > SigningTable.TitleMax ? ask.Title[..SigningTable.TitleMax] : ask.Title,
            Link = ask.Link,
            DocumentId = ask.DocumentId,
            Sha256 = hash,
            VersionCode = ask.VersionCode,
            Amount = ask.Amount,
            SignBy = ask.Until,
            At = time.GetUtcNow(),
        };
        book.Take(SigningMachine.Machine, signing, SigningCause.Begin, new(Facts: new { ask.CaseId, hash, ask.VersionCode, parties = ask.Parties.Select(party => party.Name) }));
        db.Add(signing);
        var signatures = ask.Parties.Select((party, i) => new Signature { SigningId = signing.Id, Place = i + 1, OrganisationId = party.OrganisationId, Name = party.Name }).ToList();
        foreach (var signature in signatures) book.Take(SignatureMachine.Machine, signature, SignatureCause.Ask);
        db.AddRange(signatures);
        await db.SaveChangesAsync(ct);
        await notices.BegunAsync(signing, signatures, ct);
        return signing;
    }

    /// <summary>Another wording, or the case went another way. Nothing where nothing is open; the follower is the caller, and is not told.</summary>
    public async Task ReplaceAsync(Guid caseId, string reason, CancellationToken ct)
    {
        if (await OpenAsync(caseId, ct) is not { } open) return;
        book.Take(SigningMachine.Machine, open, SigningCause.Replace, new(Reason: reason));
        await EndAsync(open, ct);
    }

    /// <summary>A signature has become valid: the signing goes on, or is complete.</summary>
    public async Task<Failure?> SignedAsync(SigningCase signing, CancellationToken ct)
    {
        await db.SaveChangesAsync(ct);
        var signatures = await db.Set<Signature>().Where(s => s.SigningId == signing.Id).OrderBy(s => s.Place).ToListAsync(ct);
        var all = signatures.TrueForAll(s => s.State == SignatureState.Valid);
        var blocking = new Dictionary<string, string>(StringComparer.Ordinal) { [all ? SigningMachine.AllSigned : SigningMachine.SomeMissing] = SigningTexts.OthersMissing };
        if (book.Take(SigningMachine.Machine, signing, all ? SigningCause.Finish : SigningCause.Sign, new(blocking)) is { } no) return no;
        await db.SaveChangesAsync(ct);
        if (!all) return null;
        if (Follower(signing) is { } follower && await follower.CompletedAsync(signing.Id, signing.CaseId, signatures.Max(s => s.SignedOn)!.Value, ct) is { } refused) return refused;
        await notices.EndedAsync(signing, signatures, null, ct);
        return null;
    }

    public Task<Failure?> RefusedAsync(SigningCase signing, string why, CancellationToken ct) => FailAsync(signing, SigningCause.Refuse, why, ct);

    public Task<Failure?> ExpiredAsync(SigningCase signing, CancellationToken ct) => FailAsync(signing, SigningCause.Expire, SigningTexts.ExpiredWhy.Fill(Dates.InWords(signing.SignBy)), ct);

    /// <summary>The case first, then the signing: in which order everything locks them. Null: there is none.</summary>
    public async Task<SigningCase?> LockAsync(Guid id, CancellationToken ct)
    {
        if (await db.Set<SigningCase>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct) is not { } found) return null;
        if (Follower(found) is { } follower) await follower.LockAsync(found.CaseId, ct);
        await db.Database.ExecuteSqlAsync($"select 1 from signings where id = {id} for update", ct);
        return await db.Set<SigningCase>().SingleAsync(s => s.Id == id, ct);
    }

    private async Task<Failure?> FailAsync(SigningCase signing, SigningCause cause, string why, CancellationToken ct)
    {
        if (book.Take(SigningMachine.Machine, signing, cause, new(Reason: why)) is { } no) return no;
        var signatures = await EndAsync(signing, ct);
        if (Follower(signing) is { } follower && await follower.FailedAsync(signing.Id, signing.CaseId, why, ct) is { } refused) return refused;
        await notices.EndedAsync(signing, signatures, why, ct);
        return null;
    }

    /// <summary>What was not signed is asked of nobody any more; what was stays as it was.</summary>
    private async Task<List<Signature>> EndAsync(SigningCase signing, CancellationToken ct)
    {
        await db.SaveChangesAsync(ct);
        var signatures = await db.Set<Signature>().Where(s => s.SigningId == signing.Id).OrderBy(s => s.Place).ToListAsync(ct);
        foreach (var signature in signatures.Where(s => s.State is SignatureState.Awaited or SignatureState.Shown)) book.Take(SignatureMachine.Machine, signature, SignatureCause.Drop);
        await db.SaveChangesAsync(ct);
        await notices.DoneAsync(signing, signatures, ct);
        return signatures;
    }

    /// <summary>Whoever says another hash than the file's has mixed up two files: better it fails than the wrong one is signed.</summary>
    private async Task DocumentIsAsync(Guid document, string hash, CancellationToken ct)
    {
        var file = await db.Set<StoredFile>().FindAsync([document], ct) ?? throw new ArgumentException($"There is no file {document} to be signed.", nameof(document));
        if (Convert.ToHexString(file.ContentSha256) != hash) throw new ArgumentException($"The file {document} has another hash than it is to be signed with.", nameof(hash));
    }

    private ISigningFollower? Follower(SigningCase signing) => followers.FirstOrDefault(follower => follower.Kind == signing.Kind);

    private Task<SigningCase?> OpenAsync(Guid caseId, CancellationToken ct) =>
        db.Set<SigningCase>().SingleOrDefaultAsync(s => s.CaseId == caseId && (s.State == SigningState.Begun || s.State == SigningState.Partly), ct);
}
