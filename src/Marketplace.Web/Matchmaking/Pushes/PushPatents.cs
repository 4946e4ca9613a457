using Marketplace.Web.Catalogue.Kept;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Catalogue.Searching;
using Marketplace.Web.Data;
using Marketplace.Web.Matchmaking.Matches;
using Marketplace.Web.Needs;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Pushes;

/// <summary>Why a patent is not sent.</summary>
public enum PatentProblem
{
    /// <summary>未找到</summary>
    Unknown,

    /// <summary>未挂牌或已下架</summary>
    NotOffered,

    /// <summary>状态异常: the right has ended, is suspended or in its period of grace.</summary>
    Abnormal,
}

public sealed record PushPatent(string ApplicationNo, string Number, string? Title, string[] Ipc, PatentProblem? Problem);

/// <summary>Where picks come from; what is typed comes on top.</summary>
/// <param name="Favourites">From one's own favourites.</param>
/// <param name="Search">A question as in the address of the search page, or just words.</param>
/// <param name="Listing">All patents of a listing.</param>
/// <param name="Need">What answers a public need.</param>
public sealed record PickFrom(bool Favourites = false, string? Search = null, Guid? Listing = null, Guid? Need = null);

/// <summary>Patents for a push: picked, and looked at again whenever it goes on.</summary>
public sealed class PushPatents(AppDbContext db, Favourites favourites, PatentSearch search)
{
    /// <summary>Numbers, in whatever way they are separated; those that cannot be read come back as typed.</summary>
    public static (IReadOnlyList<string> Numbers, IReadOnlyList<string> Unread) Read(string? typed)
    {
        List<string> numbers = [], unread = [];
        foreach (var part in (typed ?? "").Split([' ', '\n', '\r', '\t', ',', '，', ';', '；', '、', '\u3000'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (PatentNumber.Parse(part, out var fault) is { } number && fault is null)
            {
                if (!numbers.Contains(number.Body)) numbers.Add(number.Body);
            }
            else unread.Add(part);
        }
        return (numbers, unread);
    }

    public async Task<IReadOnlyList<string>> PickAsync(PickFrom from, CancellationToken ct)
    {
        var picked = new List<string>();
        if (from.Favourites) picked.AddRange((await favourites.ListAsync(null, Push.MostPatents, ct)).Where(row => row.Patent is not null).Select(row => row.Patent!.ApplicationNo));
        if (from.Search is { Length: > 0 } asked)
        {
            var query = (asked.Contains('=', StringComparison.Ordinal) ? PatentQuery.Read(asked) : new PatentQuery { Text = asked }) with { Size = Push.MostPatents, After = null };
            // Away: the page says so by showing nothing, and numbers can be typed.
            if (await search.SearchAsync(query, ct) is { Succeeded: true } found) picked.AddRange(found.Value.Hits.Where(hit => hit.Card.Offer is not null).Select(hit => hit.ApplicationNo));
        }
        if (from.Listing is { } listing)
        {
            picked.AddRange(await db.Set<ListingPatent>().Where(m => m.ListingId == listing && db.Set<Listing>().Any(l => l.Id == listing && l.State == ListingState.Public))
                .OrderBy(m => m.Place).Select(m => m.ApplicationNo).Take(Push.MostPatents).ToListAsync(ct));
        }
        if (from.Need is { } need)
        {
            // Found with the public summary only, and of a need that everybody may see: nothing here tells more than the open list does.
            picked.AddRange(await db.Set<Match>().Where(m => m.Side == MatchSide.Offer && m.NeedId == need
                    && db.Set<Need>().Any(n => n.Id == need && n.State == NeedState.Open && n.Visibility == NeedVisibility.Public))
                .OrderByDescending(m => m.Score).ThenBy(m => m.ApplicationNo).Select(m => m.ApplicationNo).Take(Push.MostPatents).ToListAsync(ct));
        }
        return [.. picked.Distinct(StringComparer.Ordinal).Take(Push.MostPatents)];
    }

    /// <summary>In the order asked for.</summary>
    public async Task<IReadOnlyList<PushPatent>> CheckAsync(IReadOnlyList<string> numbers, CancellationToken ct)
    {
        var wanted = numbers.ToArray();
        var known = await db.Set<Patent>().AsNoTracking().Where(p => wanted.Contains(p.ApplicationNo) && p.RemovedAt == null).Select(p => new
        {
            p.ApplicationNo,
            p.Title,
            p.Ipc,
            p.State,
            Offered = db.Set<ListingPatent>().Any(m => m.ApplicationNo == p.ApplicationNo && db.Set<Listing>().Any(l => l.Id == m.ListingId && l.State == ListingState.Public)),
        }).ToDictionaryAsync(p => p.ApplicationNo, StringComparer.Ordinal, ct);
        return [.. numbers.Select(no => known.TryGetValue(no, out var p)
            ? new PushPatent(no, PatentNumber.Show(no, p.State.InForce()), p.Title, p.Ipc,
                !p.State.InForce() || Offers.Holds(p.State) ? PatentProblem.Abnormal : !p.Offered ? PatentProblem.NotOffered : null)
            : new PushPatent(no, PatentNumber.Show(no), null, [], PatentProblem.Unknown))];
    }
}
