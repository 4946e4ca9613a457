using System.Globalization;
using Marketplace.Web.Catalogue.Searching;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Kept;

/// <summary>The saved searches of the person at hand.</summary>
public sealed class SavedSearches(AppDbContext db, Actor actor, SavedSearchNames names, TimeProvider time)
{
    public async Task<IReadOnlyList<SavedSearch>> ListAsync(CancellationToken ct)
    {
        var me = actor.Id;
        return await db.Set<SavedSearch>().AsNoTracking().Where(s => s.PersonId == me).OrderByDescending(s => s.Id).ToListAsync(ct);
    }

    /// <param name="query">As in the address of the search page; what is not understood is left out.</param>
    /// <param name="name">Empty: made of the question itself.</param>
    /// <param name="alert">How often news are told.</param>
    /// <param name="ct">The request ended.</param>
    public async Task<Outcome<SavedSearch>> SaveAsync(string? query, string? name, AlertPace alert, CancellationToken ct)
    {
        var me = actor.Id;
        var asked = PatentQuery.Read(query ?? "");
        // The same question twice is one search: its words and filters count, not how many stood on a page.
        var text = (asked with { Size = PatentQuery.UsualSize, After = null }).ToQueryString();
        if (text.Length > SavedSearch.QueryMax) return new Failure("query_too_long", 400, KeptTexts.QueryTooLong, "query");
        if (name?.Trim().Length > SavedSearch.NameMax) return new Failure("name_too_long", 400, string.Format(CultureInfo.CurrentCulture, KeptTexts.NameTooLong, SavedSearch.NameMax), "name");
        var title = string.IsNullOrWhiteSpace(name) ? names.Of(asked) : name.Trim();
        if (await db.Set<SavedSearch>().SingleOrDefaultAsync(s => s.PersonId == me && s.Query == text, ct) is { } saved)
        {
            saved.Alert = alert;
            if (!string.IsNullOrWhiteSpace(name)) saved.Name = title;
            await db.SaveChangesAsync(ct);
            return saved;
        }
        if (await db.Set<SavedSearch>().CountAsync(s => s.PersonId == me, ct) >= SavedSearch.Most)
            return new Failure("saved_searches_full", 409, string.Format(CultureInfo.CurrentCulture, KeptTexts.SearchesFull, SavedSearch.Most));
        var now = time.GetUtcNow();
        var search = new SavedSearch { PersonId = me, Name = title, Query = text, Alert = alert, FeedToken = SavedSearch.NewToken(), CreatedAt = now, ToldUntil = now };
        db.Add(search);
        await db.SaveChangesAsync(ct);
        return search;
    }

    public Task<bool> ChangeAsync(Guid id, string? name, AlertPace alert, CancellationToken ct) => WithAsync(id, search =>
    {
        if (!string.IsNullOrWhiteSpace(name)) search.Name = name.Trim() is { Length: > SavedSearch.NameMax } longer ? longer[..SavedSearch.NameMax] : name.Trim();
        // News from before it was switched on are none.
        if (search.Alert == AlertPace.Off && alert != AlertPace.Off) search.ToldUntil = time.GetUtcNow();
        search.Alert = alert;
    }, ct);

    /// <summary>Whoever had the old address of the feed reads nothing more.</summary>
    public Task<bool> RenewFeedAsync(Guid id, CancellationToken ct) => WithAsync(id, search => search.FeedToken = SavedSearch.NewToken(), ct);

    /// <summary>What was deleted, to be saved again by whoever did not mean it.</summary>
    public async Task<SavedSearch?> DropAsync(Guid id, CancellationToken ct)
    {
        var me = actor.Id;
        var search = await db.Set<SavedSearch>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == id && s.PersonId == me, ct);
        if (search is not null) await db.Set<SavedSearch>().Where(s => s.Id == id && s.PersonId == me).ExecuteDeleteAsync(ct);
        return search;
    }

    private async Task<bool> WithAsync(Guid id, Action<SavedSearch> change, CancellationToken ct)
    {
        var me = actor.Id;
        if (await db.Set<SavedSearch>().SingleOrDefaultAsync(s => s.Id == id && s.PersonId == me, ct) is not { } search) return false;
        change(search);
        await db.SaveChangesAsync(ct);
        return true;
    }
}
