using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;

namespace Marketplace.Web.Licensing.Signing;

/// <summary>Who signs, and by which right; as it is typed.</summary>
public sealed record NewSigner(string? Name, SignerAuthority? Authority);

/// <summary>签字盖章 on paper: what the parties of a signing do about it.</summary>
public sealed class SigningDesk(AppDbContext db, SigningBook signings, SigningReach reach, SigningNotices notices, CaseBook book, FileStore files, Actor actor, TimeProvider time)
{
    /// <summary>The signed paper, scanned. Where nobody else is here to compare it, who shows it does, by the code.</summary>
    public Task<Outcome<SigningCase>> ShowAsync(Guid id, int place, NewSigner signer, DateOnly? signedOn, string? code, IFormFile? scan, IFormFile? power, CancellationToken ct) => StepAsync(id, place, async (seen, one) =>
    {
        var signing = seen.Signing;
        if (!seen.IsTheirs(one)) return [new("not_yours", 409, SigningTexts.NotYourSignature)];
        var failures = await SignerAsync(signing, seen, one, signer, power, ct);
        var today = Dates.Today(time);
        if (signedOn is not { } on || on < Dates.Day(signing.At) || on > today) failures.Add(new("day_wrong", 400, SigningTexts.DayWrong.Fill(Dates.InWords(Dates.Day(signing.At))), "signedOn"));
        if (!seen.OthersHere && !IsCode(signing, code)) failures.Add(CodeWrong(signing));
        if (scan is null) failures.Add(new("paper_missing", 400, CaseTexts.PaperMissing.Fill(CaseWords.Paper(SignatureMachine.Scan)), "scan"));
        if (failures.Count > 0) return failures;
        var file = await files.AddAsync(db, scan!, SigningFiles.Of(id), FileKind.Papers, ct);
        if (!file.Succeeded) return [.. file.Failures.Select(f => f with { Field = "scan" })];
        if (book.Take(SignatureMachine.Machine, one, SignatureCause.Show, new StepShown(Facts: new { one.Signer, one.Authority, one.PowerId, signedOn }).With(SignatureMachine.Scan, file.Value.Id)) is { } no) return [no];
        (one.Way, one.SignedOn, one.ScanId, one.ShownBy, one.PersonId, one.Rejected) = (SignatureWay.Paper, signedOn, file.Value.Id, seen.Own.Id, actor.PersonId, null);
        await notices.ShownAsync(seen, one, ct);
        return seen.OthersHere ? [] : await ConfirmAsync(seen, one, ct);
    }, ct);

    /// <summary>The other side has compared: the code read off the scan says which wording was signed.</summary>
    public Task<Outcome<SigningCase>> ConfirmAsync(Guid id, int place, string? code, CancellationToken ct) => StepAsync(id, place, async (seen, one) =>
        one.State == SignatureState.Shown && !IsCode(seen.Signing, code) ? [CodeWrong(seen.Signing)] : await ConfirmAsync(seen, one, ct), ct);

    /// <summary>It is another wording, somebody else's seal, or cannot be read: shown anew.</summary>
    public Task<Outcome<SigningCase>> RejectAsync(Guid id, int place, string? reason, CancellationToken ct) => StepAsync(id, place, async (seen, one) =>
    {
        if (book.Take(SignatureMachine.Machine, one, SignatureCause.Reject, new(Own(seen, one), Reason: reason, Facts: new { one.ScanId })) is { } no) return [no with { Field = no.Field is null ? null : "rejectReason" }];
        Forget(one);
        one.Rejected = reason!.Trim();
        await notices.RejectedAsync(seen, one, ct);
        return [];
    }, ct);

    public Task<Outcome<SigningCase>> TakeBackAsync(Guid id, int place, CancellationToken ct) => StepAsync(id, place, async (seen, one) =>
    {
        if (one.ShownBy != seen.Own.Id) return [new("not_yours", 409, SigningTexts.NotYourSignature)];
        if (book.Take(SignatureMachine.Machine, one, SignatureCause.TakeBack, new(Facts: new { one.ScanId })) is { } no) return [no];
        Forget(one);
        await notices.TakenBackAsync(seen, one, ct);
        return [];
    }, ct);

    /// <summary>This party does not sign: the signing ends for all.</summary>
    public Task<Outcome<SigningCase>> RefuseAsync(Guid id, string? typed, string? reason, CancellationToken ct) => StepAsync(id, null, async (seen, one) =>
    {
        if (typed?.Trim() != SigningTexts.RefuseWord) return [new("confirm_wrong", 400, SigningTexts.ConfirmWrong.Fill(SigningTexts.RefuseWord), "typed")];
        if (book.Take(SignatureMachine.Machine, one, SignatureCause.Refuse, new(Reason: reason)) is { } no) return [no with { Field = no.Field is null ? null : "refuseReason" }];
        return await signings.RefusedAsync(seen.Signing, reason!.Trim(), ct) is { } refused ? [refused] : [];
    }, ct);

    /// <summary>Name and right of who signs, put on the signature; and the power of attorney, which the other side reads.</summary>
    internal async Task<List<Failure>> SignerAsync(SigningCase signing, SigningSeen seen, Signature one, NewSigner signer, IFormFile? power, CancellationToken ct)
    {
        var failures = new List<Failure>();
        var name = signer.Name?.Trim() ?? "";
        if (name.Length is 0 or > SignatureTable.SignerMax) failures.Add(new("signer_missing", 400, SigningTexts.SignerMissing.Fill(SignatureTable.SignerMax), "signer"));
        if (signer.Authority is null) failures.Add(new("authority_missing", 400, SigningTexts.AuthorityMissing, "authority"));
        // Of who is not here nobody can look the name up.
        else if (signer.Authority == SignerAuthority.LegalRepresentative && one.OrganisationId is not null && seen.Own.LegalRepresentative is { Length: > 0 } known && name.Length > 0 && known.Trim() != name)
            failures.Add(new("not_the_representative", 400, SigningTexts.NotTheRepresentative.Fill(known), "signer"));
        if (signer.Authority == SignerAuthority.Authorised && power is null) failures.Add(new("power_missing", 400, SigningTexts.PowerMissing, "power"));
        if (failures.Count > 0) return failures;
        (one.Signer, one.Authority, one.PowerId) = (name, signer.Authority, null);
        if (signer.Authority != SignerAuthority.Authorised) return [];
        var file = await files.AddAsync(db, power!, SigningFiles.Of(signing.Id), FileKind.Papers, ct);
        if (!file.Succeeded) return [.. file.Failures.Select(f => f with { Field = "power" })];
        one.PowerId = file.Value.Id;
        return [];
    }

    private async Task<List<Failure>> ConfirmAsync(SigningSeen seen, Signature one, CancellationToken ct)
    {
        if (book.Take(SignatureMachine.Machine, one, SignatureCause.Confirm, new(Own(seen, one), Facts: new { seen.Signing.Sha256, seen.Signing.VersionCode, one.ScanId })) is { } no) return [no];
        one.ValidAt = time.GetUtcNow();
        await notices.SignedAsync(seen.Signing, seen.Signatures, one, ct);
        return await signings.SignedAsync(seen.Signing, ct) is { } refused ? [refused] : [];
    }

    private static Dictionary<string, string> Own(SigningSeen seen, Signature one)
    {
        var blocking = new Dictionary<string, string>(StringComparer.Ordinal);
        if (one.ShownBy == seen.Own.Id && seen.OthersHere) blocking[SignatureMachine.IsOwn] = SigningTexts.OthersCompare;
        return blocking;
    }

    private static void Forget(Signature one) =>
        (one.Signer, one.Authority, one.PowerId, one.Way, one.SignedOn, one.ScanId, one.ShownBy) = (null, null, null, null, null, null, null);

    /// <summary>People leave out hyphens and write small letters.</summary>
    private static bool IsCode(SigningCase signing, string? typed) => Plain(typed ?? "") == Plain(signing.VersionCode);

    private static string Plain(string code) => string.Concat(code.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();

    private static Failure CodeWrong(SigningCase signing) => new("code_wrong", 400, SigningTexts.CodeWrong.Fill(signing.VersionCode.Length), "code");

    /// <param name="id">Of the signing.</param>
    /// <param name="place">Of the signature; null: the reader's own.</param>
    /// <param name="step">What is done to it.</param>
    /// <param name="ct">The sender left.</param>
    private async Task<Outcome<SigningCase>> StepAsync(Guid id, int? place, Func<SigningSeen, Signature, Task<List<Failure>>> step, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await signings.LockAsync(id, ct) is not { } signing) return Failures.OfStatus(404);
        var (seen, refused) = await reach.ToSignAsync(signing, ct);
        if (seen is null) return refused!;
        if (seen.Signatures.FirstOrDefault(s => place is null ? s.OrganisationId == seen.Own.Id : s.Place == place) is not { } one) return Failures.OfStatus(404);
        var failures = seen.IsOpen ? await step(seen, one) : [new("state_forbids", 409, SigningTexts.Over.Fill(SigningWords.Name(signing.State!.Value)))];
        if (failures.Count > 0) return db.Dropped(failures);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return signing;
    }
}
