using System.Globalization;
using Marketplace.Web.Organisations.Directory;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Pushes;

/// <summary>推送条数与覆盖面: each figure opens into its rows.</summary>
[Access(Act.ReadDirectory)]
public sealed class PushFiguresModel(PushFigures figures, DirectoryReach reach) : PageModel
{
    public PushPeriod Period { get; private set; } = new();
    public PushCoverage Coverage { get; private set; } = null!;
    public IReadOnlyList<PushGroup> Counties { get; private set; } = [];
    public IReadOnlyList<PushGroup> Channels { get; private set; } = [];
    public IReadOnlyList<PushGroup> Months { get; private set; } = [];

    public static string Percent(decimal? share) => share is { } s ? (s * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %" : FaceTexts.NotRecorded;

    public async Task<IActionResult> OnGetAsync([FromQuery] PushPeriod period, CancellationToken ct)
    {
        if (reach.Path is not { } path) return NotFound();
        ModelState.Clear();
        Period = period;
        Coverage = await figures.CoverageAsync(path, period, ct);
        Counties = await figures.ByCountyAsync(path, period, ct);
        Channels = await figures.ByChannelAsync(path, period, ct);
        Months = await figures.ByMonthAsync(path, period, ct);
        return Page();
    }
}

/// <summary>The rows behind a figure.</summary>
[Access(Act.ReadDirectory)]
public sealed class PushRowsModel(PushFigures figures, DirectoryReach reach) : PageModel
{
    private const int PageSize = 50;

    public PushPeriod Period { get; private set; } = new();
    public IReadOnlyList<PushItemRow> Rows { get; private set; } = [];
    public int Total { get; private set; }
    public int Number { get; private set; } = 1;
    public int From => (Number - 1) * PageSize + 1;
    public string? Next { get; private set; }
    public string? Previous { get; private set; }

    public async Task<IActionResult> OnGetAsync([FromQuery] PushPeriod period, int? p, CancellationToken ct)
    {
        if (reach.Path is not { } path) return NotFound();
        ModelState.Clear();
        Period = period;
        Total = await figures.ItemsAsync(path, period, ct);
        Number = Math.Clamp(p ?? 1, 1, Math.Max(1, (Total + PageSize - 1) / PageSize));
        Rows = await figures.Rows(path, period).Skip((Number - 1) * PageSize).Take(PageSize).ToListAsync(ct);
        if (Number * PageSize < Total) Next = At(Number + 1);
        if (Number > 1) Previous = At(Number - 1);
        return Page();
    }

    private string At(int number)
    {
        var address = Period.Address("/pushes/figures/rows");
        return string.Create(CultureInfo.InvariantCulture, $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}p={number}");
    }
}
