using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Marketplace.Web.Licensing.Deals;

/// <summary>Negotiated contracts of the organisation, or of the region.</summary>
[Access(Act.ReadLicences)]
public sealed class DealsModel(DealList list, Actor actor) : AnsweringPage
{
    public const int PageSize = 25;

    public IReadOnlyList<DealRow> Rows { get; private set; } = [];
    public DealFilter Filter { get; private set; } = new();
    public int Number { get; private set; }
    public bool More { get; private set; }
    public bool OfRegion => list.OfRegion;
    public Guid? Own => actor.ActingFor;

    public IEnumerable<SelectListItem> StateOptions => [new(DealTexts.AnyState, ""), .. Enum.GetValues<DealState>().Select(state => new SelectListItem(DealWords.Name(state), state.ToString()))];
    public IEnumerable<SelectListItem> KindOptions => [new(DealTexts.AnyKind, ""), .. DealKinds.Negotiable.Select(kind => new SelectListItem(DealWords.Name(kind), kind.ToString()))];

    public string Query(int number) => $"state={Filter.State}&kind={Filter.Kind}&waits={(Filter.Waits ? "true" : "")}&number={number}";

    public async Task OnGetAsync(DealState? state, DealKind? kind, bool? waits, int? number, CancellationToken ct)
    {
        ModelState.Clear();
        // What waits comes first, so the order is by two keys, and pages are counted: nobody has thousands of negotiations.
        (Filter, Number) = (new(state, kind, waits == true), Math.Clamp(number ?? 1, 1, 400));
        var rows = await list.RowsAsync(Filter, (Number - 1) * PageSize, PageSize + 1, ct);
        (Rows, More) = ([.. rows.Take(PageSize)], rows.Count > PageSize);
    }
}
