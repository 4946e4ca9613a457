using System.Globalization;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Marketplace.Web.Organisations.Directory;

[Access(Act.ReadDirectory)]
public sealed class DirectoryCoverageModel(DirectoryCoverage coverage, DirectoryReach reach) : PageModel
{
    public IReadOnlyList<Coverage> Counties { get; private set; } = [];
    public IReadOnlyList<Coverage> Zones { get; private set; } = [];

    public string Percent(decimal? share) => share is { } s ? (s * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %" : FaceTexts.NotRecorded;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (reach.Path is not { } path) return NotFound();
        (Counties, Zones) = await coverage.OfAsync(path, ct);
        return Page();
    }
}
