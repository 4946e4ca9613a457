using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Messages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Marketplace.Web.Organisations.Directory;

/// <summary>Says whom an invitation of the filtered list would reach, and sends it off.</summary>
[Access(Act.KeepDirectory)]
public sealed class DirectoryInviteModel(DirectoryInvitations invitations, DirectoryDesk desk, Actor actor, PublicAddress address) : PageModel
{
    public DirectoryFilter Filter { get; private set; } = new();
    public InvitationPlan Plan { get; private set; } = null!;
    public string Preview { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync([FromQuery] DirectoryFilter filter, CancellationToken ct)
    {
        if (await desk.BureauAsync(ct) is not { } bureau) return NotFound();
        Filter = filter;
        Plan = await invitations.PlanAsync(bureau.RegionPath, filter, ct);
        Preview = MessageText.Render(DirectoryInvitations.Template, MessageLanguages.Chinese, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["bureau"] = bureau.Name,
            ["enterprise"] = "××公司",
            ["link"] = address.Of("/organisations/register?uscc=…"),
        }).Text;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromForm(Name = "region")] string? region, [FromForm(Name = "size")] string? size, [FromForm(Name = "label")] string? label,
        [FromForm(Name = "place")] string? place, [FromForm(Name = "stage")] string? stage, [FromForm(Name = "q")] string? q, CancellationToken ct)
    {
        var filter = new DirectoryFilter { Region = region, Size = size, Label = label, Place = place, Stage = stage, Q = q };
        if (await desk.BureauAsync(ct) is not { } bureau) return NotFound();
        if (await invitations.InviteAsync(bureau, actor.Id, filter, ct) is { } round) return Redirect($"/directory/invitations/{round.Id}");
        return Redirect(filter.Address("/directory/invite"));   // Somebody was quicker: the page now says that nobody is left.
    }
}
