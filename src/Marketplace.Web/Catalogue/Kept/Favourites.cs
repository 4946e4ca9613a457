using System.Globalization;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Kept;

/// <param name="Patent">Null: it was taken out of the catalogue, and nothing of it but its number is anybody's any more.</param>
/// <param name="Holders">First and, if there are more, how many.</param>
public sealed record FavouriteRow(Favourite Favourite, Patent? Patent, IReadOnlyList<string> Holders)
{
    public string Number => Patent?.Number ?? PatentNumber.Show(Favourite.ApplicationNo);
}

/// <summary>What the person at hand keeps. Everything goes by who is signed in: there is no address that names somebody else's.</summary>
public sealed class Favourites(AppDbContext db, Actor actor, TimeProvider time)
{
    public const int PageSize = 25;

    private HashSet<string>? _kept;

    /// <summary>Asked for every card of a list: one look into the table for all.</summary>
    public async Task<bool> HasAsync(string number, CancellationToken ct)
    {
        if (actor.PersonId is not { } me) return false;
        _kept ??= [.. await db.Set<Favourite>().Where(f => f.PersonId == me).Select(f => f.ApplicationNo).ToListAsync(ct)];
        return _kept.Contains(number);
    }

    public async Task<Outcome<Favourite>> KeepAsync(string number, string? note, CancellationToken ct)
    {
        var me = actor.Id;
        if (Check(note) is { } tooLong) return tooLong;
        if (await db.Set<Favourite>().SingleOrDefaultAsync(f => f.PersonId == me && f.ApplicationNo == number, ct) is { } kept)
        {
            if (note is not null) kept.Note = Clean(note);
            await db.SaveChangesAsync(ct);
            return kept;
        }
        if (!await db.Set<Patent>().AnyAsync(p => p.ApplicationNo == number && p.RemovedAt == null, ct)) return Failures.OfStatus(404);
        if (await db.Set<Favourite>().CountAsync(f => f.PersonId == me, ct) >= Favourite.Most)
            return new Failure("favourites_full", 409, string.Format(CultureInfo.CurrentCulture, KeptTexts.Full, Favourite.Most));
        // Two clicks at once keep it once.
        await db.Database.ExecuteSqlAsync($"""
            insert into favourites (id, person_id, application_no, note, added_at) values ({Guid.CreateVersion7()}, {me}, {number}, {Clean(note)}, {time.GetUtcNow()})
            on conflict (person_id, application_no) do nothing
            """, ct);
        return await db.Set<Favourite>().AsNoTracking().SingleAsync(f => f.PersonId == me && f.ApplicationNo == number, ct);
    }

    /// <summary>What was dropped, to be kept again with its note by whoever did not mean it.</summary>
    public async Task<Favourite?> DropAsync(string number, CancellationToken ct)
    {
        var me = actor.Id;
        var kept = await db.Set<Favourite>().AsNoTracking().SingleOrDefaultAsync(f => f.PersonId == me && f.ApplicationNo == number, ct);
        if (kept is not null) await db.Set<Favourite>().Where(f => f.PersonId == me && f.ApplicationNo == number).ExecuteDeleteAsync(ct);
        return kept;
    }

    public async Task<int> CountAsync(CancellationToken ct)
    {
        var me = actor.Id;
        return await db.Set<Favourite>().CountAsync(f => f.PersonId == me, ct);
    }

    /// <summary>Kept last first.</summary>
    public async Task<IReadOnlyList<FavouriteRow>> ListAsync(Guid? after, int size, CancellationToken ct)
    {
        var me = actor.Id;
        var found = db.Set<Favourite>().AsNoTracking().Where(f => f.PersonId == me);
        if (after is { } last) found = found.Where(f => f.Id < last);
        var rows = await found.Join(db.Set<Patent>().AsNoTracking(), f => f.ApplicationNo, p => p.ApplicationNo, (f, p) => new { Favourite = f, Patent = p })
            .OrderByDescending(r => r.Favourite.Id).Take(size).ToListAsync(ct);
        var numbers = rows.Select(r => r.Patent.ApplicationNo).ToList();
        var holders = (await db.Set<PatentHolder>().AsNoTracking().Where(h => numbers.Contains(h.ApplicationNo)).OrderBy(h => h.ApplicationNo).ThenBy(h => h.Place).ToListAsync(ct))
            .ToLookup(h => h.ApplicationNo, h => h.Name, StringComparer.Ordinal);
        return [.. rows.Select(r => r.Patent.RemovedAt is null ? new FavouriteRow(r.Favourite, r.Patent, [.. holders[r.Patent.ApplicationNo]]) : new(r.Favourite, null, []))];
    }

    private static Failure? Check(string? note) => note?.Trim().Length > Favourite.NoteMax
        ? new Failure("note_too_long", 400, string.Format(CultureInfo.CurrentCulture, KeptTexts.NoteTooLong, Favourite.NoteMax, note.Trim().Length), "note") : null;

    private static string? Clean(string? note) => string.IsNullOrWhiteSpace(note) ? null : note.Trim();
}
