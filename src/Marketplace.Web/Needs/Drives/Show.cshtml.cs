using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Needs.Drives;

/// <summary>The public page of a drive: what is asked, until when, and the ways to answer.</summary>
[Access(Act.ReadPublic)]
public sealed class DriveModel(DriveDesk desk, AppDbContext db, RegionTree regions, PublicAddress address, TimeProvider time) : PageModel
{
    public Drive Drive { get; private set; } = null!;
    public string BureauName { get; private set; } = "";
    public string RegionName { get; private set; } = "";
    public bool Takes => Drive.State == DriveState.Open && Drive.Deadline >= Dates.Today(time);
    public bool MayKeep { get; private set; }
    public string Link => address.Of("/drives/" + Drive.Id);

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await desk.PublicAsync(id, ct) is not { } drive) return NotFound();
        Drive = drive;
        BureauName = await db.Set<Organisation>().Where(o => o.Id == drive.BureauId).Select(o => o.Name).SingleAsync(ct);
        RegionName = await regions.NameAsync(drive.RegionPath, ct);
        MayKeep = await desk.FindAsync(id, ct) is not null;
        return Page();
    }
}
