using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.FollowUps;

/// <summary>半年回访 of the reader's region: due, asked, answered, accepted, overdue, and their shares.</summary>
[Access(Act.ReadConversions)]
public sealed class FollowUpsModel(AppDbContext db, FollowUpList list, Actor actor, TimeProvider time) : AnsweringPage
{
    public const int PageSize = 25;

    /// <summary>As on the list of conversions.</summary>
    private const int MostPlaces = 300, MostHalves = 8;

    public FollowUpFilter Filter { get; private set; } = new();
    public IReadOnlyList<FollowUpRow> Rows { get; private set; } = [];
    public FollowUpShares Shares { get; private set; } = new(0, 0, 0, 0, 0);
    public bool More { get; private set; }
    public bool Later { get; private set; }
    public DateOnly Today { get; private set; }
    public IReadOnlyList<SelectListItem> Places { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Halves { get; private set; } = [];

    public static IEnumerable<SelectListItem> States => [new(ConversionTexts.Any, ""), .. Enum.GetValues<FollowUpState>().Select(s => new SelectListItem(FollowUpWords.Name(s), s.ToString()))];
    public static IEnumerable<SelectListItem> Uses => [new(ConversionTexts.Any, ""), .. Enum.GetValues<Use>().Select(u => new SelectListItem(FollowUpWords.Name(u), u.ToString()))];

    public async Task OnGetAsync(string? state, string? use, string? region, string? half, bool? overdue, Guid? before, CancellationToken ct)
    {
        ModelState.Clear();
        Filter = FollowUpFilter.Of(state, use, region, half, overdue);
        var rows = await list.RowsAsync(Filter, before, PageSize + 1, ct);
        (Rows, More, Later) = ([.. rows.Take(PageSize)], rows.Count > PageSize, before is not null);
        (Shares, Today) = (await list.SharesAsync(Filter, ct), Dates.Today(time));
        var own = actor.WidestRegion(Act.ReadConversions) ?? "-";
        Places = [new(ConversionTexts.Any, ""), .. await db.Set<Region>().AsNoTracking().Where(r => r.Path.StartsWith(own) && r.ValidTo == null).OrderBy(r => r.Path).Take(MostPlaces).Select(r => new SelectListItem(r.Name, r.Code)).ToListAsync(ct)];
        var halves = new List<HalfYear> { HalfYear.Of(Today) };
        while (halves.Count < MostHalves) halves.Add(halves[^1].Before);
        Halves = [new(ConversionTexts.Any, ""), .. halves.Select(h => new SelectListItem((h.Number == 1 ? FollowUpTexts.FirstHalf : FollowUpTexts.SecondHalf).Fill(h.Year), h.ToString()))];
    }

    public static string Percent(int part, int whole) => FollowUpShares.Share(part, whole) is { } share ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{share:0.#}%") : "";
}
