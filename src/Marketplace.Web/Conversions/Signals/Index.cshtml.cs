using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Signals;

/// <summary>疑点 of the bureau's region: what kind, of which conversion, how old, and whether somebody looked at it.</summary>
[Access(Act.CheckConversions)]
public sealed class SignalsModel(AppDbContext db, SignalList list, Actor actor, TimeProvider time) : AnsweringPage
{
    public const int PageSize = 25;

    /// <summary>As in the list of conversions.</summary>
    private const int MostPlaces = 300;

    public IReadOnlyList<SignalRow> Rows { get; private set; } = [];
    public SignalFilter Filter { get; private set; } = new();
    public bool More { get; private set; }
    public bool Later { get; private set; }
    public DateOnly Today { get; private set; }
    public IReadOnlyList<SelectListItem> Places { get; private set; } = [];
    public string LookedChosen => Filter.Looked switch { true => "yes", false => "no", _ => "" };

    public static IEnumerable<SelectListItem> Kinds => [new(ConversionTexts.Any, ""), .. Enum.GetValues<SignalKind>().Select(k => new SelectListItem(SignalWords.Name(k), k.ToString()))];
    public static IEnumerable<SelectListItem> LookedOptions => [new(ConversionTexts.Any, ""), new(SignalTexts.LookedNo, "no"), new(SignalTexts.LookedYes, "yes")];

    public async Task OnGetAsync(string? kind, string? region, string? looked, Guid? before, CancellationToken ct)
    {
        ModelState.Clear();
        Filter = SignalFilter.Of(kind, region, looked);
        var rows = await list.RowsAsync(Filter, before, PageSize + 1, ct);
        (Rows, More, Later, Today) = ([.. rows.Take(PageSize)], rows.Count > PageSize, before is not null, Dates.Today(time));
        var own = actor.WidestRegion(Act.CheckConversions) ?? "-";
        Places = [new(ConversionTexts.Any, ""), .. await db.Set<Region>().AsNoTracking().Where(r => r.Path.StartsWith(own) && r.ValidTo == null).OrderBy(r => r.Path).Take(MostPlaces).Select(r => new SelectListItem(r.Name, r.Code)).ToListAsync(ct)];
    }
}
