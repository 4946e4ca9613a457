using Marketplace.Search.Queries;
using Marketplace.Web.Conversions.Counting;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Calendar;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Marketplace.Web.Conversions.Overview;

/// <summary>看板: where a region stands, drawn and as tables, down to the region below and the conversions behind.</summary>
[Access(Act.ReadConversions)]
public sealed class OverviewModel(OverviewDesk desk) : PageModel
{
    private const int MostQuarters = 20;

    public RegionOverview Overview { get; private set; } = null!;
    public OverviewFilter Filter => Overview.Filter;
    public IEnumerable<SelectListItem> Quarters { get; private set; } = [];
    public static IEnumerable<SelectListItem> Spans => [new(OverviewTexts.SpanQuarter, "quarter"), new(OverviewTexts.SpanYear, "year")];

    /// <summary>By quarter, as a chart wants it.</summary>
    public IReadOnlyList<FacetCount> Trend => [.. Overview.Trend.Select(t => new FacetCount(t.Quarter.ToString(), (long)t.Contracts))];

    public IReadOnlyList<FacetCount> PlaceCounts => [.. Overview.Places.Where(p => p.Code is not null && p.Values[0] > 0).OrderByDescending(p => p.Values[0]).Select(p => new FacetCount(p.Code!, (long)p.Values[0]!.Value))];

    public bool IsNation => Overview.Places.Any(p => p.Code?.EndsWith("0000", StringComparison.Ordinal) == true);

    public async Task<IActionResult> OnGetAsync([FromQuery] string? region, [FromQuery] string? period, [FromQuery] string? span, CancellationToken ct)
    {
        var filter = Read(desk, region, period, span);
        if (await desk.ReadAsync(filter, ct) is not { } overview) return NotFound();
        Overview = overview;
        var quarters = new List<Quarter> { desk.Current };
        while (quarters.Count < MostQuarters) quarters.Add(quarters[^1].Before);
        if (!quarters.Contains(filter.Quarter)) quarters.Add(filter.Quarter);
        Quarters = quarters.Select(q => new SelectListItem(ConversionTexts.Quarter.Fill(q.Year, q.Number), q.ToString()));
        return Page();
    }

    /// <summary>The last whole quarter, where none is asked for.</summary>
    internal static OverviewFilter Read(OverviewDesk desk, string? region, string? period, string? span) =>
        new(string.IsNullOrWhiteSpace(region) ? null : region.Trim(), Quarter.Read(period) ?? desk.Current.Before, span == "year");

    public string Address(string? region = null, Quarter? quarter = null) => "/conversions/overview?" + (Filter with { Region = region ?? Filter.Region, Quarter = quarter ?? Filter.Quarter }).Query;

    public string Behind => $"/conversions?region={Uri.EscapeDataString(Filter.Region ?? "")}&period={Filter.Quarter}";

    public string NameOf(string code) => Overview.Places.First(p => p.Code == code).Name;

    public static IEnumerable<(CountRule Rule, int Place)> Listed => StandardRules.All.Select((rule, i) => (rule, i)).Where(r => StandardRules.Listed.Contains(r.rule));
}
