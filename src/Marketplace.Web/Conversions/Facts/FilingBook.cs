using Marketplace.Web.Conversions.Counting;
using Marketplace.Web.Conversions.Duplicates;
using Marketplace.Web.Conversions.Signals;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Facts;

/// <summary>Writes filings and takes their steps, for people, for tables and for the platform alike. In the transaction of the caller, who has asked whether they may.</summary>
public sealed class FilingBook(AppDbContext db, CaseBook book, FilingNotices notices, DuplicateFinder duplicates, SignalFinder signals, Actor actor, TimeProvider time)
{
    public Conversion New(Guid id, ConversionOrigin origin, Guid? originId, string regionPath) =>
        new() { Id = id, Reference = SpokenCode.New(8), Origin = origin, OriginId = originId, RegionPath = regionPath, At = time.GetUtcNow() };

    /// <summary>An empty one, as a draft; its words follow.</summary>
    public Filing Blank(Guid id, Conversion conversion, FilingKind kind) => new()
    {
        Id = id,
        ConversionId = conversion.Id,
        Number = conversion.Filings + 1,
        Kind = kind,
        RegionPath = conversion.RegionPath,
        Type = ConversionType.OrdinaryLicence,
        Level = EvidenceLevel.L0,
        Fingerprint = "",
        EnteredBy = actor.PersonId,
        At = time.GetUtcNow(),
    };

    /// <summary>Kept as a draft: its parts are written before it is handed in, and never after.</summary>
    public async Task WriteAsync(Conversion conversion, Filing filing, object? facts, CancellationToken ct)
    {
        Ladder.WorkOut(filing);
        conversion.Filings = filing.Number;
        if (book.Take(FilingMachine.Machine, filing, FilingCause.Write, new(Facts: facts)) is { } refused) throw new InvalidOperationException(refused.Message);
        if (db.Entry(conversion).State == EntityState.Detached) db.Add(conversion);
        db.Add(filing);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>Null: it was taken and saved, with what it puts on people's lists.</summary>
    public async Task<Failure?> TakeAsync(Conversion conversion, Filing filing, FilingCause cause, string? reason, CancellationToken ct)
    {
        if (book.Take(FilingMachine.Machine, filing, cause, new(await BlockingAsync(filing, cause, ct), Reason: reason)) is { } refused) return refused;
        if (cause is FilingCause.Submit or FilingCause.TakeBack or FilingCause.Return) filing.CheckedBy = null;
        else if (cause == FilingCause.Check) filing.CheckedBy = actor.Id;
        else if (cause == FilingCause.Verify)
        {
            await KnowledgeLock.ShareAsync(db, ct);
            (filing.VerifiedBy, filing.VerifiedAt) = (actor.Id, time.GetUtcNow());
            conversion.CountedId = filing.Id;
        }
        await db.SaveChangesAsync(ct);
        if (cause == FilingCause.Submit)
        {
            await duplicates.FindAsync(filing, ct);
            await signals.LookAsync(filing.ConversionId, ct);
        }
        await notices.MovedAsync(conversion, filing, reason, ct);
        return null;
    }

    private async Task<IReadOnlyDictionary<string, string>> BlockingAsync(Filing filing, FilingCause cause, CancellationToken ct)
    {
        var blocking = new Dictionary<string, string>(StringComparer.Ordinal);
        if (string.Join(' ', Completeness.Of(filing).Select(f => f.Message)) is { Length: > 0 } wanting) blocking[FilingMachine.Incomplete] = wanting;
        if (await WhoseAsync(filing, cause, ct) is { } me) blocking[FilingMachine.AnotherPerson] = me;
        if (cause == FilingCause.Verify && await db.Set<Suspect>().AnyAsync(s => s.State == SuspectState.Open && (s.FirstId == filing.ConversionId || s.SecondId == filing.ConversionId), ct)) blocking[FilingMachine.Suspects] = ConversionTexts.SuspectsOpen;
        if (cause is FilingCause.Check or FilingCause.Verify && await SignalDesk.WantingAsync(db, filing, actor.PersonId, ct) is > 0 and var count) blocking[FilingMachine.Signals] = SignalTexts.Unexplained.Fill(count);
        return blocking;
    }

    /// <summary>What the reader did of it before; null: nothing.</summary>
    public async Task<string?> WhoseAsync(Filing filing, FilingCause cause, CancellationToken ct)
    {
        if (actor.PersonId is not { } me || cause is not (FilingCause.Check or FilingCause.Verify)) return null;
        var wrote = filing.EnteredBy == me || await db.Set<CaseStep>().AnyAsync(s => s.CaseId == filing.Id && s.PersonId == me && (s.Cause == nameof(FilingCause.Write) || s.Cause == nameof(FilingCause.Submit)), ct);
        return wrote ? ConversionTexts.YouEntered : cause == FilingCause.Verify && filing.CheckedBy == me ? ConversionTexts.YouChecked : null;
    }
}
