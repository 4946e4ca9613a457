using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Calendar;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Marketplace.Web.Conversions.Periods;

/// <summary>Quarter by quarter: the numbers that belong together, and how far they are.</summary>
[Access(Act.ReadConversions)]
public sealed class PeriodsModel(PeriodDesk desk) : PageModel
{
    public IReadOnlyList<PeriodLine> Lines { get; private set; } = [];
    public Quarter? Last { get; private set; }

    public async Task OnGetAsync([FromQuery] string? last, CancellationToken ct)
    {
        Last = Quarter.Read(last);
        Lines = await desk.ListAsync(Last, ct);
    }
}
