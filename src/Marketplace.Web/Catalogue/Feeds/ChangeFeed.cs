using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Feeds;

/// <param name="ApplicationNo">Body of the application number.</param>
/// <param name="Revision">Counts the changes of this patent; whoever has this revision or a later one is up to date.</param>
/// <param name="ChangedAt">When.</param>
/// <param name="Removed">Taken out of the catalogue.</param>
public sealed record PatentChange(string ApplicationNo, long Revision, DateTimeOffset ChangedAt, bool Removed);

/// <param name="Items">In the order in which the changes were made.</param>
/// <param name="Next">What to ask with next, at once when there is more, else later.</param>
/// <param name="More">Whether more is waiting now.</param>
public sealed record ChangePage(IReadOnlyList<PatentChange> Items, string Next, bool More);

/// <summary><c>GET /api/v1/changes?since=</c>: by this other platforms stay in step. A patent stands in it once, at its last change.</summary>
internal static class ChangeFeed
{
    public const int Most = 100;

    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/changes", async (string? since, int? size, AppDbContext db, HttpContext http, CancellationToken ct) =>
            {
                if (size is < 1 or > Most) return Refuse(new("size_wrong", 400, string.Format(System.Globalization.CultureInfo.CurrentCulture, FeedTexts.SizeWrong, Most), "size"), http);
                var place = string.IsNullOrEmpty(since) ? FeedPlace.Start : FeedPlace.FromToken(since);
                if (place is null) return Refuse(new("cursor_wrong", 400, FeedTexts.CursorWrong, "since"), http);
                return TypedResults.Ok(await ReadAsync(db, place, size ?? Most, ct));
            })
            .For(Act.ReadPublic)
            .WithName("listChanges").WithTags("Patents").WithSummary("What changed in the catalogue since a place read before; without one, everything.")
            .Produces<ChangePage>().ProducesProblem(400).ProducesProblem(429).ProducesProblem(503);

    public static async Task<ChangePage> ReadAsync(AppDbContext db, FeedPlace place, int size, CancellationToken ct)
    {
        var rows = await SettledPatents.After(db, place).OrderBy(p => p.ChangedIn).ThenBy(p => p.ApplicationNo).Take(size + 1)
            .Select(p => new { p.ApplicationNo, p.Revision, p.ChangedAt, p.RemovedAt, p.ChangedIn }).ToListAsync(ct);
        var shown = rows.Take(size).ToList();
        var next = shown is [.., var last] ? new FeedPlace(last.ChangedIn, last.ApplicationNo) : place;
        return new([.. shown.Select(p => new PatentChange(p.ApplicationNo, p.Revision, p.ChangedAt, p.RemovedAt is not null))], next.ToToken(), rows.Count > size);
    }

    private static IResult Refuse(Failure failure, HttpContext http) => new[] { failure }.ToResult(http);
}
