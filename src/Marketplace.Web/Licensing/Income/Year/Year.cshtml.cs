using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Licensing.Income.Year;

/// <summary>单位的一年: what was offered, asked, licensed, earned and shared, beside the year before. Each figure leads to what it counts.</summary>
[Access(Act.KeepLicences)]
public sealed class YearModel(AppDbContext db, AccessCheck access, YearReport report, TimeProvider time) : OrganisationPage(db, access)
{
    /// <summary>The first year of the Conversion Law: nothing here is older.</summary>
    public const int First = 1996;

    public int Year { get; private set; }
    public int Now => Dates.Today(time).Year;
    public IReadOnlyList<YearLine> Lines { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(int? y, CancellationToken ct)
    {
        ModelState.Clear();
        if (await OpenAsync(Act.KeepLicences, ct) is { } closed) return Closed(closed);
        Year = y is >= First and <= 2150 ? y.Value : Now;
        Lines = await report.LinesAsync(Organisation, Year, ct);
        return Page();
    }
}
