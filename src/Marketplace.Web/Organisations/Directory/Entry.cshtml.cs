using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Directory;

/// <summary>One enterprise of the directory. Its contact in full only for clerks of the bureau that brought it, and each look is recorded.</summary>
[Access(Act.ReadDirectory)]
public sealed class DirectoryEntryModel(AppDbContext db, DirectoryQuery query, AccessCheck access, Actor actor, AuditLog audit) : PageModel
{
    public DirectoryEntry Entry { get; private set; } = null!;
    public Organisation Organisation { get; private set; } = null!;
    public DirectoryStage Stage { get; private set; }
    public IReadOnlyList<DirectoryLabel> Labels { get; private set; } = [];
    public string RegionName { get; private set; } = "";
    public string BureauName { get; private set; } = "";
    public DateTimeOffset? InvitedAt { get; private set; }
    public bool Full { get; private set; }

    public async Task<IActionResult> OnGetAsync(string uscc, CancellationToken ct)
    {
        var entry = await db.Set<DirectoryEntry>().AsNoTracking().SingleOrDefaultAsync(e => e.Uscc == uscc, ct);
        if (entry is null || !access.May(Act.ReadDirectory, new(RegionPath: entry.RegionPath))) return NotFound();
        Entry = entry;
        Organisation = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == entry.OrganisationId, ct);
        Stage = await query.Lines(entry.RegionPath, new()).Where(l => l.Uscc == uscc).Select(l => l.Stage).SingleAsync(ct);
        Labels = await db.Set<DirectoryLabel>().AsNoTracking().Where(l => l.Uscc == uscc).OrderBy(l => l.Kind).ToListAsync(ct);
        RegionName = await db.Set<Region>().Where(r => r.Code == entry.RegionCode).Select(r => r.Name).SingleAsync(ct);
        BureauName = await db.Set<Organisation>().Where(o => o.Id == entry.BureauId).Select(o => o.Name).SingleAsync(ct);
        InvitedAt = await db.Set<DirectoryInvitation>().Where(i => i.Uscc == uscc && i.SentAt != null).OrderByDescending(i => i.SentAt).Select(i => i.SentAt).FirstOrDefaultAsync(ct);
        Full = entry.BureauId == actor.ActingFor && access.May(Act.KeepDirectory, new(RegionPath: entry.RegionPath));
        if (Full)
        {
            audit.Record(db, "directory.contact.opened", $"directory:{uscc}");
            await db.SaveChangesAsync(ct);
        }
        return Page();
    }
}
