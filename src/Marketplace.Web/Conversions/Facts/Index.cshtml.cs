using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Facts;

/// <summary>转化: all that the reader's bureau files, or that touches its region.</summary>
[Access(Act.ReadConversions)]
public sealed class ConversionsModel(AppDbContext db, ConversionList list, Actor actor, TimeProvider time) : AnsweringPage
{
    public const int PageSize = 25;

    /// <summary>A prefecture has a dozen places below it, a province a hundred and fifty.</summary>
    private const int MostPlaces = 300;

    /// <summary>Three years: what is older is found by its region and type.</summary>
    private const int MostQuarters = 12;

    public IReadOnlyList<ConversionRow> Rows { get; private set; } = [];
    public ConversionFilter Filter { get; private set; } = new();
    public bool More { get; private set; }
    public bool Later { get; private set; }
    public IReadOnlyList<SelectListItem> Places { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Quarters { get; private set; } = [];
    public bool MayFile => actor.Is(Role.BureauClerk);
    public bool MayCheck => actor.Is(Role.BureauClerk, Role.BureauReviewer);
    public bool MayTell => actor.Is(Role.BureauReviewer);

    public static IEnumerable<SelectListItem> States => [new(ConversionTexts.Any, ""), .. Enum.GetValues<FilingState>().Select(s => new SelectListItem(FilingWords.Name(s), s.ToString()))];
    public static IEnumerable<SelectListItem> Types => [new(ConversionTexts.Any, ""), .. Enum.GetValues<ConversionType>().Select(t => new SelectListItem(FilingWords.Name(t), t.ToString()))];

    public async Task OnGetAsync(string? state, string? type, string? region, string? period, bool? mine, Guid? before, CancellationToken ct)
    {
        ModelState.Clear();
        Filter = new(Chosen.One<FilingState>(state), Chosen.One<ConversionType>(type), string.IsNullOrEmpty(region) ? null : region, Quarter.Read(period), mine == true);
        var rows = await list.RowsAsync(Filter, before, PageSize + 1, ct);
        (Rows, More, Later) = ([.. rows.Take(PageSize)], rows.Count > PageSize, before is not null);
        var own = actor.WidestRegion(Act.ReadConversions) ?? "-";
        Places = [new(ConversionTexts.Any, ""), .. await db.Set<Region>().AsNoTracking().Where(r => r.Path.StartsWith(own) && r.ValidTo == null).OrderBy(r => r.Path).Take(MostPlaces).Select(r => new SelectListItem(r.Name, r.Code)).ToListAsync(ct)];
        var quarters = new List<Quarter> { Quarter.Of(Dates.Today(time)) };
        while (quarters.Count < MostQuarters) quarters.Add(quarters[^1].Before);
        Quarters = [new(ConversionTexts.Any, ""), .. quarters.Select(q => new SelectListItem(ConversionTexts.Quarter.Fill(q.Year, q.Number), q.ToString()))];
    }
}
