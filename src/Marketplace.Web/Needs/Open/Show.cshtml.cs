using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Needs.Open;

/// <summary>A public need. One that is not public, or not any more, does not exist here, whoever asks.</summary>
[Access(Act.ReadPublic)]
public sealed class OpenNeedModel(PublicNeeds needs) : PageModel
{
    public PublicNeed Need { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await needs.All().SingleOrDefaultAsync(n => n.Id == id, ct) is not { } found) return NotFound();
        Need = (await needs.ShownAsync([found], ct))[0];
        return Page();
    }
}
