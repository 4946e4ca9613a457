using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.LegalStatus.Calendar;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Portfolio;

/// <summary>What of the own patents is shown; the address holds it.</summary>
public sealed record PortfolioFilter
{
    /// <summary>Words of the title, or a number in any form.</summary>
    [FromQuery(Name = "q")]
    public string? Q { get; init; }

    [FromQuery(Name = "state")]
    public string? State { get; init; }

    [FromQuery(Name = "kind")]
    public string? Kind { get; init; }

    /// <summary>yes or no: publicly offered.</summary>
    [FromQuery(Name = "listed")]
    public string? Listed { get; init; }

    /// <summary>soon: a fee within 90 days or late; stale: 状态待核.</summary>
    [FromQuery(Name = "fee")]
    public string? Fee { get; init; }

    public bool IsEmpty => this == new PortfolioFilter();

    public string Address(string path, params ReadOnlySpan<(string Name, string Value)> more)
    {
        var query = QueryString.Empty;
        foreach (var (name, value) in (IEnumerable<(string, string?)>)[("q", Q), ("state", State), ("kind", Kind), ("listed", Listed), ("fee", Fee)])
            if (!string.IsNullOrEmpty(value)) query = query.Add(name, value);
        foreach (var (name, value) in more) query = query.Add(name, value);
        return path + query;
    }

    public IQueryable<Patent> Of(AppDbContext db, Guid organisationId, StatusOptions options, DateOnly today)
    {
        var found = FeeCalendar.Own(db, organisationId).AsNoTracking();
        if (Q?.Trim() is { Length: > 0 } words)
        {
            if (PatentNumber.Parse(words, out _) is { } number) found = found.Where(p => p.ApplicationNo == number.Body);
            else
            {
                var text = "%" + words.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal) + "%";
                found = found.Where(p => EF.Functions.ILike(p.Title, text));
            }
        }
        if (Enum.TryParse<PatentState>(State, out var state)) found = found.Where(p => p.State == state);
        if (Enum.TryParse<PatentKind>(Kind, out var kind)) found = found.Where(p => p.Kind == kind);
        if (Listed is "yes" or "no")
        {
            var (wanted, listed) = (Listed == "yes", Listings(db));
            found = found.Where(p => listed.Contains(p.ApplicationNo) == wanted);
        }
        if (Fee == "soon")
        {
            var until = today.AddDays(90);
            found = found.Where(p => p.NextFeeDue <= until);
        }
        if (Fee == "stale")
        {
            var oldest = today.AddDays(-options.StaleAfterDays);
            PatentState[] ended = [.. Enum.GetValues<PatentState>().Where(s => s.Ended())];
            found = found.Where(p => (p.StatusOn == null || p.StatusOn < oldest) && !ended.Contains(p.State));
        }
        return found;
    }

    /// <summary>Numbers of what is publicly offered.</summary>
    public static IQueryable<string> Listings(AppDbContext db) => from m in db.Set<ListingPatent>()
                                                                  join l in db.Set<Listing>() on m.ListingId equals l.Id
                                                                  where l.State == ListingState.Public
                                                                  select m.ApplicationNo;
}
