using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Marketplace.Web.Conversions.Yearly;

/// <summary>公开年报, for everybody.</summary>
[Access(Act.ReadPublic)]
public sealed class PublicYearModel(PublicYears years) : PageModel
{
    /// <summary>Null: none was asked for, and the list is shown.</summary>
    public PublicYear? Shown { get; private set; }
    public IReadOnlyList<(Region Region, int Year)> Years { get; private set; } = [];
    public string Query => $"region={Shown!.Whole.Code}&year={Shown.Year}";

    public async Task<IActionResult> OnGetAsync([FromQuery] string? region, [FromQuery] int? year, CancellationToken ct)
    {
        if (region is null)
        {
            Years = await years.ListAsync(ct);
            return Page();
        }
        return year is { } of && (Shown = await years.ReadAsync(region, of, ct)) is not null ? Page() : NotFound();
    }

    public static string Address(string region, int year) => $"/statistics?region={region}&year={year}";
}
