using System.Globalization;
using Marketplace.Web.Catalogue.Gazette;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Listings;

/// <summary>What the list of one's own listings is narrowed to; stands in the address.</summary>
public sealed record ListingFilter
{
    [FromQuery(Name = "q")]
    public string? Q { get; init; }

    /// <summary>A <see cref="ListingState"/>, <c>stale</c>, or <c>gazette</c>: announced, to be claimed.</summary>
    [FromQuery(Name = "state")]
    public string? State { get; init; }

    [FromQuery(Name = "form")]
    public string? Form { get; init; }

    public ListingState? StateValue => Enum.TryParse<ListingState>(State, out var state) && Enum.IsDefined(state) ? state : null;
    public bool IsGazette => State == "gazette";
    public bool IsStale => State == "stale";
    public OfferForm? FormValue => Enum.TryParse<OfferForm>(Form, out var form) && Enum.IsDefined(form) ? form : null;
    public bool IsEmpty => string.IsNullOrWhiteSpace(Q) && string.IsNullOrEmpty(State) && string.IsNullOrEmpty(Form);

    public string Address(string path, params ReadOnlySpan<(string Name, string Value)> more)
    {
        var query = new QueryBuilder();
        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)[("q", Q), ("state", State), ("form", Form)])
            if (!string.IsNullOrWhiteSpace(value)) query.Add(name, value);
        foreach (var (name, value) in more) query.Add(name, value);
        return path + query.ToQueryString();
    }
}

/// <param name="Title">Of the package, or of its one patent.</param>
public sealed record ListingLine(Guid Id, string Title, string? ApplicationNo, int Patents, ListingState State, DateOnly? StaleSince, OfferForm[] Forms, FeeModel? FeeModel, string? FeeTerms, DateOnly? ExpiresOn, string? AnnouncementNo, DateTimeOffset ChangedAt)
{
    public string Fee => FeeWords.Sentence(FeeModel, Listings.FeeTerms.Of(FeeTerms));
}

public sealed class ListingQuery(AppDbContext db, GazetteClaims claims)
{
    public async Task<IQueryable<Listing>> OfAsync(Organisation owner, ListingFilter filter, CancellationToken ct)
    {
        var listings = filter.IsGazette ? await claims.OfAsync(owner, ct) : db.Set<Listing>().Where(l => l.OwnerId == owner.Id);
        if (filter.StateValue is { } state) listings = listings.Where(l => l.State == state);
        if (filter.IsStale) listings = listings.Where(l => l.State == ListingState.Public && l.StaleSince != null);
        if (filter.FormValue is { } form) listings = listings.Where(l => l.Forms.Contains(form));
        if (filter.Q?.Trim() is { Length: > 0 } words)
        {
            var number = PatentNumber.Parse(words, out _)?.Body ?? "";
            var like = "%" + words.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + "%";
            listings = listings.Where(l => EF.Functions.ILike(l.Title!, like) || db.Set<ListingPatent>().Any(m => m.ListingId == l.Id
                && (m.ApplicationNo == number || db.Set<Patent>().Any(p => p.ApplicationNo == m.ApplicationNo && EF.Functions.ILike(p.Title, like)))));
        }
        return listings;
    }

    /// <summary>How many in each state, before one clicks.</summary>
    public async Task<IReadOnlyDictionary<string, int>> CountsAsync(Organisation owner, ListingFilter filter, CancellationToken ct)
    {
        var own = await OfAsync(owner, filter with { State = null }, ct);
        var counts = (await own.GroupBy(l => l.State).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct)).ToDictionary(g => g.Key.ToString(), g => g.Count, StringComparer.Ordinal);
        counts["stale"] = await own.CountAsync(l => l.State == ListingState.Public && l.StaleSince != null, ct);
        counts["gazette"] = await (await OfAsync(owner, filter with { State = "gazette" }, ct)).CountAsync(ct);
        return counts;
    }

    /// <summary>Newest first: ids are made in order of time.</summary>
    public async Task<IReadOnlyList<ListingLine>> LinesAsync(IQueryable<Listing> listings, int size, CancellationToken ct) => [.. (await listings.AsNoTracking().OrderByDescending(l => l.Id).Take(size)
        .Select(l => new
        {
            l,
            No = db.Set<ListingPatent>().Where(m => m.ListingId == l.Id).OrderBy(m => m.Place).Select(m => m.ApplicationNo).FirstOrDefault(),
            Count = db.Set<ListingPatent>().Count(m => m.ListingId == l.Id),
            Title = l.Title ?? (from m in db.Set<ListingPatent>() join p in db.Set<Patent>() on m.ApplicationNo equals p.ApplicationNo where m.ListingId == l.Id orderby m.Place select p.Title).FirstOrDefault(),
        }).ToListAsync(ct)).Select(x => new ListingLine(x.l.Id, x.Title ?? x.l.Id.ToString(), x.No, x.Count, x.l.State, x.l.StaleSince, x.l.Forms, x.l.FeeModel, x.l.FeeTerms, x.l.ExpiresOn, x.l.AnnouncementNo, x.l.ChangedAt))];

    public static string Count(int number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
