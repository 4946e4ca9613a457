using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Marketplace.Web.Licensing.Pledges;

/// <summary>Pledges of the organisation, or of the region.</summary>
[Access(Act.ReadLicences)]
public sealed class PledgesModel(PledgeList list, Actor actor) : AnsweringPage
{
    public const int PageSize = 25;

    public IReadOnlyList<PledgeRow> Rows { get; private set; } = [];
    public PledgeFilter Filter { get; private set; } = new();
    public int Number { get; private set; }
    public bool More { get; private set; }
    public bool OfRegion => list.OfRegion;
    public Guid? Own => actor.ActingFor;

    public IEnumerable<SelectListItem> StateOptions => [new(Deals.DealTexts.AnyState, ""), .. Enum.GetValues<PledgeState>().Select(state => new SelectListItem(PledgeWords.Name(state), state.ToString()))];
    public IEnumerable<SelectListItem> TagOptions => [new(PledgeTexts.AnyTag, ""), .. Enum.GetValues<LoanTag>().Select(tag => new SelectListItem(PledgeWords.Name(tag), tag.ToString()))];

    public string Query(int number) => $"state={Filter.State}&tag={Filter.Tag}&waits={(Filter.Waits ? "true" : "")}&number={number}";

    public async Task OnGetAsync(PledgeState? state, LoanTag? tag, bool? waits, int? number, CancellationToken ct)
    {
        ModelState.Clear();
        // What waits comes first, so the order is by two keys, and pages are counted.
        (Filter, Number) = (new(state, tag, waits == true), Math.Clamp(number ?? 1, 1, 400));
        var rows = await list.RowsAsync(Filter, (Number - 1) * PageSize, PageSize + 1, ct);
        (Rows, More) = ([.. rows.Take(PageSize)], rows.Count > PageSize);
    }
}
