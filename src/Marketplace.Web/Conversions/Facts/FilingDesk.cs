using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Files;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Facts;

/// <summary>填报: an outside deal is written down with its papers, changed as long as it is a draft or came back, and handed in.</summary>
public sealed class FilingDesk(AppDbContext db, FilingReach reach, FilingReader reader, FilingBook book, Actor actor, AuditLog audit, FileStore files)
{
    /// <param name="form">What was typed; its <c>Once</c> becomes the conversion's id: a form sent twice is one conversion.</param>
    /// <param name="submit">Handed in at once.</param>
    /// <param name="ct">The caller left.</param>
    public async Task<Outcome<Conversion>> WriteAsync(FilingForm form, bool submit, CancellationToken ct)
    {
        if (actor.Grants.FirstOrDefault(g => g.RegionPath.Length > 0 && g.Role == Role.BureauClerk)?.RegionPath is not { } region) return Failures.OfStatus(404);
        if (form.Once == Guid.Empty) return new Failure("once_missing", 400, ConversionTexts.SentAgain);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // The same form twice at once: the second waits here, and finds the first.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({"conversion:" + form.Once}, 0))", ct);
        if (await db.Set<Conversion>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == form.Once, ct) is { } sent) return sent.RegionPath == region && sent.Origin == ConversionOrigin.Entered ? sent : Failures.OfStatus(404);
        var conversion = book.New(form.Once, ConversionOrigin.Entered, null, region);
        var filing = book.Blank(Guid.CreateVersion7(), conversion, FilingKind.First);
        var failures = await reader.ReadAsync(form, filing, ct);
        await ProofsAsync(form, filing, failures, ct);
        if (submit) failures.AddRange(Wanting(filing, failures));
        if (failures.Count > 0) return db.Dropped(failures);
        await book.WriteAsync(conversion, filing, null, ct);
        if (submit && await book.TakeAsync(conversion, filing, FilingCause.Submit, null, ct) is { } refused) return db.Dropped(refused);
        await transaction.CommitAsync(ct);
        return conversion;
    }

    public async Task<Outcome<Conversion>> EditAsync(Guid id, FilingForm form, bool submit, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (found, failure) = await reach.LockAsync(id, ct);
        if (found is not var (conversion, filing)) return failure!;
        if (await reach.RefuseKeepingAsync(conversion.RegionPath, ct) is { } refused) return db.Dropped(refused);
        if (filing.State is not (FilingState.Draft or FilingState.Returned)) return db.Dropped(new Failure("state_forbids", 409, ConversionTexts.NotOpen));
        if (form.Seen != FilingWords.Stamp(filing)) return db.Dropped(new Failure("changed_meanwhile", 409, ConversionTexts.ChangedMeanwhile));
        // Read into a copy: what is wrong leaves no trace, and what is right replaces every part at once.
        var copy = await db.Set<Filing>().AsNoTracking().Where(f => f.Id == filing.Id).Whole().SingleAsync(ct);
        var failures = await reader.ReadAsync(form, copy, ct);
        copy.Proofs.RemoveAll(p => !form.Kept.Contains(p.Place));
        await ProofsAsync(form, copy, failures, ct);
        if (submit) failures.AddRange(Wanting(copy, failures));
        if (failures.Count > 0) return db.Dropped(failures);
        copy.EnteredBy = actor.Id;
        Ladder.WorkOut(copy);
        await ReplaceAsync(filing, copy, ct);
        audit.Record(db, "filing.edited", $"filing:{filing.Id}", new { conversion = conversion.Number, filing.Number });
        await db.SaveChangesAsync(ct);
        if (submit && await book.TakeAsync(conversion, filing, FilingCause.Submit, null, ct) is { } no) return db.Dropped(no);
        await transaction.CommitAsync(ct);
        return conversion;
    }

    /// <summary>What the ladder and the type ask for, at the fields of the form; said once where a field is wrong anyway.</summary>
    private static IEnumerable<Failure> Wanting(Filing filing, List<Failure> told) => Completeness.Of(filing).Where(f => told.TrueForAll(t => t.Field?.StartsWith(f.Field!, StringComparison.Ordinal) != true))
        .Select(f => f with { Field = f.Field switch { "parties" => "parties[0].code", "proofs" => "proofs[0].file", var field => field } });

    private async Task ReplaceAsync(Filing filing, Filing copy, CancellationToken ct)
    {
        foreach (var part in (IEnumerable<object>)[.. filing.Patents, .. filing.Parties, .. filing.Registers, .. filing.Proofs]) db.Entry(part).State = EntityState.Detached;
        await db.Set<FilingPatent>().Where(p => p.FilingId == filing.Id).ExecuteDeleteAsync(ct);
        await db.Set<FilingParty>().Where(p => p.FilingId == filing.Id).ExecuteDeleteAsync(ct);
        await db.Set<FilingRegister>().Where(r => r.FilingId == filing.Id).ExecuteDeleteAsync(ct);
        await db.Set<FilingProof>().Where(p => p.FilingId == filing.Id).ExecuteDeleteAsync(ct);
        (filing.Patents, filing.Parties, filing.Registers, filing.Proofs).ClearAll();
        db.Entry(filing).CurrentValues.SetValues(copy);
        db.AddRange([.. copy.Patents, .. copy.Parties, .. copy.Registers, .. copy.Proofs]);
    }

    private async Task ProofsAsync(FilingForm form, Filing filing, List<Failure> failures, CancellationToken ct)
    {
        var rows = form.Proofs.Index().Where(r => r.Item.File is not null).ToList();
        if (rows.Count > files.Limits.MaxFilesAtOnce)
        {
            failures.Add(Failures.TooManyFiles(files.Limits.MaxFilesAtOnce) with { Field = "proofs[0].file" });
            return;
        }
        foreach (var (i, row) in rows)
        {
            if (Chosen.One<ProofKind>(row.Kind) is not { } kind)
            {
                failures.Add(new("proof_kind", 400, ConversionTexts.ProofKindMissing, $"proofs[{i}].kind"));
                continue;
            }
            var note = string.IsNullOrWhiteSpace(row.Note) ? null : row.Note.Trim();
            if (note?.Length > Filing.TextMax) failures.Add(new("text_long", 400, ConversionTexts.TooLong.Fill(Filing.TextMax), $"proofs[{i}].note"));
            var kept = await files.AddAsync(db, row.File!, FilingFiles.Of(filing.ConversionId), ct);
            if (kept.Succeeded) filing.Proofs.Add(new() { FilingId = filing.Id, Place = filing.Proofs.Select(p => p.Place).DefaultIfEmpty(-1).Max() + 1, Kind = kind, FileId = kept.Value.Id, Note = note });
            else failures.AddRange(kept.Failures.Select(f => f with { Field = $"proofs[{i}].file" }));
        }
    }
}

file static class Lists
{
    public static void ClearAll(this (List<FilingPatent> Patents, List<FilingParty> Parties, List<FilingRegister> Registers, List<FilingProof> Proofs) parts)
    {
        parts.Patents.Clear();
        parts.Parties.Clear();
        parts.Registers.Clear();
        parts.Proofs.Clear();
    }
}

/// <summary>Papers of a conversion: all bureaus that see it.</summary>
internal sealed class FilingFiles(FilingReach reach) : IFileGuard
{
    public const string KindName = "filing";

    public string Kind => KindName;

    public static string Of(Guid conversion) => $"{KindName}:{conversion}";

    public async Task<bool> MayReadAsync(Guid id, CancellationToken ct) => await reach.FindAsync(id, ct) is not null;
}
