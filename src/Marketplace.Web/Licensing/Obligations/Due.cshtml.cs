using System.Globalization;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Marketplace.Web.Licensing.Obligations;

/// <summary>应收应付: everything due to the reader's organisation or by it.</summary>
[Access(Act.ReadLicences)]
public sealed class FeesDueModel(FeesDue due, AccessCheck access, Actor actor) : AnsweringPage
{
    public const int PageSize = 50;

    public IReadOnlyList<FeeRow> Rows { get; private set; } = [];
    public FeeTotals Totals { get; private set; } = null!;
    public FeeFilter Filter { get; private set; } = new();
    public string? Next { get; private set; }
    public bool Later { get; private set; }
    public bool OfRegion { get; private set; }

    /// <summary>The filter as an address says it.</summary>
    public string Query => $"state={Filter.State}&side={Filter.Side}&all={(Filter.All ? "true" : "")}";

    public IEnumerable<SelectListItem> StateOptions => [new(ObligationTexts.Unsettled, ""), new(LicenceTexts.AnyState, "all"), .. Enum.GetValues<ObligationState>().Select(state => new SelectListItem(ObligationWords.Name(state), state.ToString()))];

    public IEnumerable<SelectListItem> SideOptions => [new(ObligationTexts.BothSides, ""), new(ObligationTexts.ToUs, nameof(FeeSide.ToUs)), new(ObligationTexts.ByUs, nameof(FeeSide.ByUs))];

    public async Task OnGetAsync(string? state, FeeSide? side, bool? all, string? after, CancellationToken ct)
    {
        ModelState.Clear();
        Filter = new(Enum.TryParse<ObligationState>(state, out var wanted) && Enum.IsDefined(wanted) ? wanted : null, side, all == true || state == "all");
        OfRegion = actor.ActingFor is not { } own || !access.May(Act.KeepLicences, new(own));
        var last = After(after);
        Later = last is not null;
        var rows = await due.RowsAsync(Filter, last, PageSize + 1, ct);
        Rows = [.. rows.Take(PageSize)];
        if (rows.Count > PageSize) Next = string.Create(CultureInfo.InvariantCulture, $"{Rows[^1].Line.One.DueOn:yyyyMMdd}.{Rows[^1].Line.One.Id}");
        Totals = await due.TotalsAsync(ct);
    }

    private static (DateOnly, Guid)? After(string? typed) =>
        typed?.Split('.') is [var day, var id] && DateOnly.TryParseExact(day, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on) && Guid.TryParse(id, out var last) ? (on, last) : null;
}
