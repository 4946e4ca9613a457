using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Facts;

/// <summary>更正、冲销: a later truth is another filing with all of the words, changed; what was verified before stays to be seen, and stays counted where it was locked (D14).</summary>
public sealed class CorrectionDesk(AppDbContext db, FilingReach reach, FilingBook book, FileStore files, Actor actor, TimeProvider time)
{
    /// <summary>A draft with the words that count, to be changed on its form.</summary>
    public Task<Outcome<Conversion>> CorrectAsync(Guid id, Guid once, CancellationToken ct) => CopyAsync(id, once, FilingKind.Correction, (_, _) => Task.FromResult<Failure?>(null), ct);

    /// <param name="id">Of the conversion.</param>
    /// <param name="once">Of the form: becomes the filing's id.</param>
    /// <param name="reason">Why it no longer stands.</param>
    /// <param name="on">Since when.</param>
    /// <param name="proof">What shows it.</param>
    /// <param name="ct">The caller left.</param>
    public async Task<Outcome<Conversion>> ReverseAsync(Guid id, Guid once, string? reason, DateOnly? on, IFormFile? proof, CancellationToken ct)
    {
        var failures = new List<Failure>();
        if (string.IsNullOrWhiteSpace(reason)) failures.Add(new("reason_missing", 400, CaseTexts.ReasonMissing, "reason"));
        else if (reason.Trim().Length > Filing.TextMax) failures.Add(new("reason_long", 400, ConversionTexts.TooLong.Fill(Filing.TextMax), "reason"));
        if (on is null || on > Dates.Today(time)) failures.Add(new("on_wrong", 400, ConversionTexts.EndDay, "endedOn"));
        if (proof is null) failures.Add(new("proof_missing", 400, ConversionTexts.WantEndPaper, "proof"));
        if (failures.Count > 0) return failures;
        return await CopyAsync(id, once, FilingKind.Reversal, async (conversion, filing) =>
        {
            var kept = await files.AddAsync(db, proof!, FilingFiles.Of(conversion.Id), ct);
            if (!kept.Succeeded) return kept.Failures[0] with { Field = "proof" };
            (filing.Note, filing.EndedOn) = (reason!.Trim(), on);
            filing.Proofs.Add(new() { FilingId = filing.Id, Place = filing.Proofs.Select(p => p.Place).DefaultIfEmpty(-1).Max() + 1, Kind = ProofKind.End, FileId = kept.Value.Id });
            return null;
        }, ct);
    }

    private async Task<Outcome<Conversion>> CopyAsync(Guid id, Guid once, FilingKind kind, Func<Conversion, Filing, Task<Failure?>> change, CancellationToken ct)
    {
        if (once == Guid.Empty) return new Failure("once_missing", 400, ConversionTexts.SentAgain);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (found, failure) = await reach.LockAsync(id, ct);
        if (found is not var (conversion, last)) return failure!;
        if (await reach.RefuseKeepingAsync(conversion.RegionPath, ct) is { } refused) return db.Dropped(refused);
        if (await db.Set<Filing>().AsNoTracking().SingleOrDefaultAsync(f => f.Id == once, ct) is { } sent) return sent.ConversionId == id ? conversion : Failures.OfStatus(404);
        if (conversion.CountedId is not { } counted) return db.Dropped(new Failure("nothing_counts", 409, ConversionTexts.NothingCounts));
        if (last.State is not (FilingState.Verified or FilingState.Dropped)) return db.Dropped(new Failure("filing_open", 409, ConversionTexts.FilingOpen));
        var says = await db.Set<Filing>().AsNoTracking().Where(f => f.Id == counted).Whole().SingleAsync(ct);
        if (says.Kind == FilingKind.Reversal && kind == FilingKind.Reversal) return db.Dropped(new Failure("reversed", 409, ConversionTexts.AlreadyReversed));
        var filing = book.Blank(once, conversion, kind);
        says.CopyTo(filing);
        (filing.EnteredBy, filing.Note) = (actor.PersonId, null);
        if (await change(conversion, filing) is { } wrong) return db.Dropped(wrong);
        await book.WriteAsync(conversion, filing, null, ct);
        if (kind == FilingKind.Reversal && await book.TakeAsync(conversion, filing, FilingCause.Submit, null, ct) is { } no) return db.Dropped(no);
        await transaction.CommitAsync(ct);
        return conversion;
    }
}

internal static class FilingCopies
{
    /// <summary>The words and every part; not who said them, nor which filing it is.</summary>
    public static void CopyTo(this Filing from, Filing to)
    {
        (to.Type, to.Nature, to.ContractNo) = (from.Type, from.Nature, from.ContractNo);
        (to.SignedOn, to.EffectiveOn, to.PaidOn, to.EndedOn) = (from.SignedOn, from.EffectiveOn, from.PaidOn, from.EndedOn);
        (to.Amount, to.NewAmount, to.Paid, to.PatentShare) = (from.Amount, from.NewAmount, from.Paid, from.PatentShare);
        (to.PartOfId, to.ChainId, to.LoanNo, to.FirstLoan, to.Mixed) = (from.PartOfId, from.ChainId, from.LoanNo, from.FirstLoan, from.Mixed);
        (to.Subsidy, to.Insurance, to.Product, to.Note) = (from.Subsidy, from.Insurance, from.Product, from.Note);
        to.Patents.AddRange(from.Patents.Select(p => new FilingPatent { FilingId = to.Id, ApplicationNo = p.ApplicationNo, Place = p.Place, Title = p.Title, Returned = p.Returned, CountsAs = p.CountsAs }));
        to.Parties.AddRange(from.Parties.Select(p => new FilingParty { FilingId = to.Id, Side = p.Side, Place = p.Place, Key = p.Key, Name = p.Name, RegionPath = p.RegionPath, OrganisationId = p.OrganisationId, Small = p.Small, Public = p.Public }));
        to.Registers.AddRange(from.Registers.Select(r => new FilingRegister { FilingId = to.Id, Register = r.Register, Number = r.Number, On = r.On, Amount = r.Amount }));
        to.Proofs.AddRange(from.Proofs.Select(p => new FilingProof { FilingId = to.Id, Place = p.Place, Kind = p.Kind, FileId = p.FileId, Note = p.Note }));
    }
}
