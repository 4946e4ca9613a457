using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Signals;

/// <param name="Seen">The reader may open it.</param>
public sealed record OtherConversion(Guid Id, string Number, bool Seen);

/// <param name="By">Null: somebody who is here no more.</param>
public sealed record ShownNote(SignalNote Note, string? By);

/// <summary>A signal as whoever reviews sees it.</summary>
/// <param name="IsMine">The reader explained it, of these words.</param>
public sealed record ShownSignal(Signal Signal, IReadOnlyList<OtherConversion> Others, IReadOnlyList<ShownNote> Notes, bool IsMine);

/// <param name="MayNote">The reader entered none of it.</param>
public sealed record ShownSignals(Conversion Conversion, Filing Last, IReadOnlyList<ShownSignal> Signals, bool MayNote)
{
    /// <summary>What was sent and not taken, by the signal's id.</summary>
    public IReadOnlyDictionary<string, string?> Typed { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);
}

/// <summary>核查疑点: those who check and verify see them and say how they are explained. Whoever filed sees them only when the filing came back.</summary>
public sealed class SignalDesk(AppDbContext db, FilingReach reach, AccessCheck access, Actor actor, AuditLog audit, TimeProvider time)
{
    /// <summary>Null: there are none for this reader.</summary>
    public async Task<ShownSignals?> OfAsync(Guid id, CancellationToken ct)
    {
        if (await reach.FindAsync(id, ct) is not var (conversion, last) || !access.May(Act.CheckConversions, new(RegionPath: conversion.RegionPath))) return null;
        var entered = await db.Set<Filing>().AnyAsync(f => f.ConversionId == id && f.EnteredBy == actor.PersonId, ct);
        if (entered && last.State != FilingState.Returned) return null;
        var signals = await db.Set<Signal>().AsNoTracking().Include(s => s.Basis).Where(s => s.ConversionId == id && s.GoneAt == null).OrderBy(s => s.Kind).ThenBy(s => s.Id).ToListAsync(ct);
        if (signals.Count == 0) return null;
        var ids = signals.ConvertAll(s => s.Id);
        var notes = (await (from n in db.Set<SignalNote>().AsNoTracking()
                            join p in db.Set<Person>() on n.PersonId equals p.Id into people
                            from p in people.DefaultIfEmpty()
                            where ids.Contains(n.SignalId)
                            orderby n.Id
                            select new { n, Name = p == null ? null : p.DisplayName }).ToListAsync(ct)).ToLookup(r => r.n.SignalId, r => new ShownNote(r.n, r.Name));
        var others = signals.SelectMany(s => s.Basis).Select(b => b.ConversionId).Distinct().ToList();
        var numbers = await db.Set<Conversion>().AsNoTracking().Where(c => others.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Number, ct);
        var seen = await reach.Seen().Where(c => others.Contains(c.Id)).Select(c => c.Id).ToListAsync(ct);
        return new(conversion, last, signals.ConvertAll(s => new ShownSignal(s, [.. s.Basis.OrderBy(b => b.ConversionId).Select(b => new OtherConversion(b.ConversionId, numbers[b.ConversionId], seen.Contains(b.ConversionId)))], [.. notes[s.Id]],
            notes[s.Id].Any(n => n.Note.FilingId == last.Id && n.Note.PersonId == actor.PersonId))), !entered);
    }

    /// <summary>One sentence for each signal. What was sent twice is one; what was left empty stays to be explained.</summary>
    public async Task<Outcome<Conversion>> NoteAsync(Guid id, IReadOnlyDictionary<string, string?> words, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await reach.LockAsync(id, ct) is { Failure: { } failure }) return failure;
        if (await OfAsync(id, ct) is not { MayNote: true } shown) return db.Dropped(Failures.OfStatus(StatusCodes.Status404NotFound));
        var given = shown.Signals.Select(s => (s.Signal, s.Notes, Words: words.GetValueOrDefault(s.Signal.Id.ToString())?.Trim() ?? "")).ToList();
        var failures = given.Where(g => g.Words.Length > SignalNote.WordsMax).Select(g => new Failure("words_long", 400, SignalTexts.WordsLong.Fill(SignalNote.WordsMax), Field(g.Signal))).ToList();
        if (given.TrueForAll(g => g.Words.Length == 0)) failures.Add(new("words_missing", 400, SignalTexts.WordsMissing, Field(shown.Signals.FirstOrDefault(s => !s.IsMine, shown.Signals[0]).Signal)));
        if (failures.Count > 0) return db.Dropped(failures);
        foreach (var (signal, notes, said) in given.Where(g => g.Words.Length > 0))
        {
            if (notes.Any(n => n.Note.FilingId == shown.Last.Id && n.Note.PersonId == actor.PersonId && n.Note.Words == said)) continue;
            db.Add(new SignalNote { SignalId = signal.Id, FilingId = shown.Last.Id, Words = said, PersonId = actor.PersonId, At = time.GetUtcNow() });
            audit.Record(db, "conversion.signal-explained", $"signal:{signal.Id}", new { conversion = shown.Conversion.Number, kind = signal.Kind.ToString() });
        }
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return shown.Conversion;
    }

    public static string Field(Signal signal) => $"words[{signal.Id}]";

    /// <summary>How many signals of these words this person did not explain yet.</summary>
    internal static Task<int> WantingAsync(AppDbContext db, Filing filing, Guid? person, CancellationToken ct) =>
        db.Set<Signal>().CountAsync(s => s.ConversionId == filing.ConversionId && s.GoneAt == null && !db.Set<SignalNote>().Any(n => n.SignalId == s.Id && n.FilingId == filing.Id && n.PersonId == person), ct);
}
